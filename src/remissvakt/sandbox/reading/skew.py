"""How far is a page turned that has no code? By its lines: seen along them, ink and gaps stand apart most clearly."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

_WIDEST = 7
_FINER_STEPS = (0.5, 0.25, 0.1)
# Lines of text give a peak several times the level around it; pictures and forms without lines do not.
_CLEARLY = 1.5
# Few columns are enough: a line rises little within one.
_COLUMNS = 64
_SQUARES = [value * value for value in range(256)]


def skew_of(ink: Image.Image) -> float:
    """Return degrees clockwise, within ±7; 0 where the page does not show it. `ink` is small, and light on black."""
    columns = ink.resize((min(ink.width, _COLUMNS), ink.height), Image.Resampling.BOX)
    wider = ink.width / columns.width
    scores = {float(angle): _score(columns, angle, wider) for angle in range(-_WIDEST, _WIDEST + 1)}
    best = max(scores, key=lambda angle: scores[angle])
    usual = sorted(scores.values())[len(scores) // 2]
    if scores[best] <= _CLEARLY * usual:
        return 0.0
    for step in _FINER_STEPS:
        for angle in (best - step, best + step):
            scores[angle] = _score(columns, angle, wider)
        best = max(scores, key=lambda angle: scores[angle])
    return best


def _score(columns: Image.Image, angle: float, wider: float) -> int:
    """The unevenness of the rows once the page is sheared back by the angle."""
    slope = math.tan(math.radians(angle)) * wider
    sheared = columns.transform(
        columns.size,
        Image.Transform.AFFINE,
        (1, 0, 0, slope, 1, -slope * columns.width / 2),
        Image.Resampling.NEAREST,
    )
    rows = sheared.resize((1, columns.height), Image.Resampling.BOX)
    next_rows = rows.crop((0, 1, 1, columns.height + 1))
    return sum(map(_SQUARES.__getitem__, ImageChops.difference(rows, next_rows).tobytes()))
