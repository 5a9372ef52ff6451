"""The page as it is shown: upright, as JPEG, and once more small."""

from __future__ import annotations

import io

from PIL import Image

from .limits import LONGEST_PICTURE_SIDE, PICTURE_SIDE, SMALL_SIDE

_QUALITY = 65
# A turn that nobody sees is not worth its blur.
_LEAST_SKEW = 0.3
_QUARTERS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


def upright(page: Image.Image, angle: float) -> tuple[Image.Image, float]:
    """Return the page turned back and at the size it is shown in, and the degrees of skew that were taken away."""
    quarters = round(angle / 90) % 4
    skew = (angle + 45) % 90 - 45
    if quarters:
        page = page.transpose(_QUARTERS[quarters])
    if abs(skew) < _LEAST_SKEW:
        skew = 0.0
    else:
        # Turned by whole points and then made smaller: as smooth as the slow way, in two thirds of its time.
        page = page.rotate(skew, Image.Resampling.NEAREST, fillcolor="white")
    return _shown_size(page), skew


def as_jpeg(page: Image.Image) -> bytes:
    held = io.BytesIO()
    page.info.clear()  # comments and notes of the file are not the page
    page.save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()


def small(page: Image.Image) -> Image.Image:
    """Return it some 240 points long."""
    times = max(page.size) / SMALL_SIDE
    if times <= 1:
        return page
    size = (max(1, round(page.width / times)), max(1, round(page.height / times)))
    return page.resize(size, Image.Resampling.BOX, reducing_gap=1.0)


def _shown_size(page: Image.Image) -> Image.Image:
    times = max(1.0, min(page.size) / PICTURE_SIDE, max(page.size) / LONGEST_PICTURE_SIDE)
    if times == 1:
        return page
    size = (max(1, round(page.width / times)), max(1, round(page.height / times)))
    return page.resize(size, Image.Resampling.BILINEAR)
