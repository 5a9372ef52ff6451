"""How far is a page turned that has no code? By its lines: seen along them, ink and gaps stand apart most clearly."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

_WIDEST = 7
_STEPS = (1.0, 0.5, 0.25, 0.1)
# Lines of text give a peak several times the level around it; pictures and forms without lines do not.
_CLEARLY = 1.5


def skew_of(ink: Image.Image) -> float:
    """Return degrees clockwise, within ±7; 0 where the page does not show it. `ink` is small, and light on black."""
    scores = {float(angle): _score(ink, angle) for angle in range(-_WIDEST, _WIDEST + 1)}
    best = max(scores, key=lambda angle: scores[angle])
    usual = sorted(scores.values())[len(scores) // 2]
    if scores[best] < _CLEARLY * usual:
        return 0.0
    for step in _STEPS[1:]:
        for angle in (best - step, best + step):
            scores[angle] = _score(ink, angle)
        best = max(scores, key=lambda angle: scores[angle])
    return best


def _score(ink: Image.Image, angle: float) -> int:
    """The unevenness of the rows once the page is sheared back by the angle."""
    slope = math.tan(math.radians(angle))
    sheared = ink.transform(
        ink.size,
        Image.Transform.AFFINE,
        (1, 0, 0, slope, 1, -slope * ink.width / 2),
        Image.Resampling.NEAREST,
    )
    rows = sheared.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows)) + 1
