"""The page as it is shown: upright, as JPEG, and once more small.

Of a page in colour only light and dark are turned point by point. Its colours are at half the size all the way, as
they are in the JPEG that comes of it: that halves the time of such a page.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image

from .limits import LONGEST_PICTURE_SIDE, PICTURE_SIDE, SMALL_SIDE
from .sheet import Sheet

_QUALITY = 65
_WHITE = (255, 128, 128)
# A turn that nobody sees is not worth its blur.
_LEAST_SKEW = 0.3
_QUARTERS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class Upright:
    """`skew` is the degrees that were taken away."""

    shown: Image.Image
    small: Image.Image
    skew: float


def upright(sheet: Sheet, angle: float) -> Upright:
    """Return the page turned back, at the size it is shown in and some 240 points long."""
    quarters = round(angle / 90) % 4
    skew = (angle + 45) % 90 - 45
    if abs(skew) < _LEAST_SKEW:
        skew = 0.0
    grey = _quarters_back(sheet.grey, quarters)
    if skew:
        # Turned by whole points and then made smaller: as smooth as the slow way, in two thirds of its time.
        grey = grey.rotate(skew, Image.Resampling.NEAREST, fillcolor="white")
    grey = _shown_size(grey)
    if sheet.colour is None:
        return Upright(grey, _small(grey), skew)
    half = (-(-grey.width // 2), -(-grey.height // 2))
    colour = _turned_to(_quarters_back(sheet.colour, quarters), skew, half)
    return Upright(_with_colours(grey, colour), _with_colours(_small(grey), _small(colour)), skew)


def as_jpeg(page: Image.Image) -> bytes:
    held = io.BytesIO()
    page.info.clear()  # comments and notes of the file are not the page
    page.save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()


def _quarters_back(page: Image.Image, quarters: int) -> Image.Image:
    return page.transpose(_QUARTERS[quarters]) if quarters else page


def _shown_size(page: Image.Image) -> Image.Image:
    times = max(1.0, min(page.size) / PICTURE_SIDE, max(page.size) / LONGEST_PICTURE_SIDE)
    if times == 1:
        return page
    size = (max(1, round(page.width / times)), max(1, round(page.height / times)))
    return page.resize(size, Image.Resampling.BILINEAR)


def _turned_to(page: Image.Image, degrees: float, size: tuple[int, int]) -> Image.Image:
    """Return it turned around its middle and at another size, in one step."""
    across, down = page.width / size[0], page.height / size[1]
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    matrix = (
        (cosine * across, -sine * down, (page.width - cosine * page.width + sine * page.height) / 2),
        (sine * across, cosine * down, (page.height - sine * page.width - cosine * page.height) / 2),
    )
    return page.transform(
        size,
        Image.Transform.AFFINE,
        (*matrix[0], *matrix[1]),
        Image.Resampling.NEAREST,
        fillcolor=_WHITE,
    )


def _with_colours(grey: Image.Image, colour: Image.Image) -> Image.Image:
    hues = (colour.getchannel(number).resize(grey.size, Image.Resampling.NEAREST) for number in (1, 2))
    return Image.merge("YCbCr", (grey, *hues))


def _small(page: Image.Image) -> Image.Image:
    times = max(page.size) / SMALL_SIDE
    if times <= 1:
        return page
    size = (max(1, round(page.width / times)), max(1, round(page.height / times)))
    return page.resize(size, Image.Resampling.BOX, reducing_gap=1.0)
