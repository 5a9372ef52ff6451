"""Is there anything on the page? Grain, show-through, punch holes and a dark rim are nothing."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

_TIMES_SMALLER = 3  # than half the size
# So much darker than its own paper is a line of a pen; the other side's print shining through is less.
_DARKER = 70
_MARGIN = 0.09  # holes are within 15 mm of the edge
_LEAST_POINTS = 12  # about two letters
_MOST_SPECKLE = 100
_NEIGHBOURS = ImageFilter.Kernel((3, 3), [1] * 9, scale=9)
_HOLE = 9  # points across, less than any punch hole at 33 dpi


def ink_of(half: Image.Image) -> Image.Image:
    """Return a small picture in which ink is light and paper black."""
    small = half.reduce(_TIMES_SMALLER) if min(half.size) > 20 * _TIMES_SMALLER else half
    paper = _paper(small)
    return small.point([min(255, max(0, paper - value) * 2) for value in range(256)])


def is_blank(ink: Image.Image) -> bool:
    """Whether there is less than a word on the page."""
    dark = ink.point([255 if value > _DARKER else 0 for value in range(256)])
    if _points(dark) < _MOST_SPECKLE:  # more of it may be faint writing
        dark = _without_speckle(dark)
    if _points(dark) < _LEAST_POINTS:
        return True
    width, height = dark.size
    across, down = round(width * _MARGIN), round(height * _MARGIN)
    inside = dark.crop((across, down, width - across, height - down))
    if _points(inside) >= _LEAST_POINTS:
        return False
    # In the margin only what is thin counts as written.
    thick = dark.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.MaxFilter(_HOLE))
    return _points(ImageChops.subtract(dark, thick)) < _LEAST_POINTS


def _without_speckle(dark: Image.Image) -> Image.Image:
    """Leave out the points that have at most one other beside them: dust, not strokes."""
    crowded = dark.filter(_NEIGHBOURS).point([255 if value >= 3 * 255 // 9 else 0 for value in range(256)])
    return ImageChops.multiply(dark, crowded)


def _paper(small: Image.Image) -> int:
    """The shade that most of the page has."""
    seen, half = 0, small.width * small.height // 2
    for value, number in enumerate(small.histogram()):
        seen += number
        if seen > half:
            return value
    return 255


def _points(dark: Image.Image) -> int:
    return dark.histogram()[255]
