"""One page on its way through the reading: its picture at reading size, before it is turned."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Sheet:
    """`grey` is read, and shown; where the page has any colour, `colour` tells which."""

    grey: Image.Image
    half: Image.Image  # the same at half the size: finds codes as well, five times as quickly
    # In YCbCr, at half the size too: no eye sees colour as sharply as light and dark.
    colour: Image.Image | None


def sheet_of(picture: Image.Image) -> Sheet:
    """Return the page of a picture in RGB, RGBX or L."""
    if picture.mode == "L":
        return Sheet(picture, picture.reduce(2), None)
    return sheet_of_both(picture.convert("L"), picture.reduce(2))


def sheet_of_both(grey: Image.Image, colour: Image.Image) -> Sheet:
    """Return the page whose light and dark, and whose colours at half the size, are there already."""
    if not _is_coloured(colour):
        return Sheet(grey, grey.reduce(2), None)
    return Sheet(
        grey, grey.reduce(2), colour if colour.mode == "YCbCr" else colour.convert("RGB").convert("YCbCr")
    )


def _is_coloured(colour: Image.Image) -> bool:
    """Whether a stamp or a signature in colour is on it: every other point of every other line is looked at."""
    size = (max(1, colour.width // 2), max(1, colour.height // 2))
    sample = colour.resize(size, Image.Resampling.NEAREST)
    saturation = sample.convert("RGB").convert("HSV").split()
    strong = saturation[1].point([0] * 64 + [255] * 192)
    # Dark points have a colour only by accident.
    light = saturation[2].point([0] * 64 + [255] * 192)
    coloured = Image.composite(strong, Image.new("L", strong.size), light).histogram()[255]
    return coloured * 2000 > sample.width * sample.height
