"""One page on its way through the reading: its picture at reading size, before it is turned."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Sheet:
    """`grey` is read; `colour` is shown instead where the page has any."""

    grey: Image.Image
    half: Image.Image  # the same at half the size: finds codes as well, five times as quickly
    colour: Image.Image | None


def sheet_of(picture: Image.Image) -> Sheet:
    """Return the page of a picture in RGB, RGBX or L."""
    if picture.mode == "L":
        return Sheet(picture, picture.reduce(2), None)
    grey = picture.convert("L")
    return Sheet(grey, grey.reduce(2), picture.convert("RGB") if _is_coloured(picture) else None)


def _is_coloured(picture: Image.Image) -> bool:
    """Whether a stamp or a signature in colour is on it: every fourth point of every fourth line is looked at."""
    sample = picture.resize(
        (max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.NEAREST
    )
    saturation = sample.convert("RGB").convert("HSV").split()
    strong = saturation[1].point([0] * 64 + [255] * 192)
    # Dark points have a colour only by accident.
    light = saturation[2].point([0] * 64 + [255] * 192)
    coloured = Image.composite(strong, Image.new("L", strong.size), light).histogram()[255]
    return coloured * 2000 > sample.width * sample.height
