"""Which codes stand on a page, and how does the page lie by them?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from remissvakt.documents.codes import is_separator, read_token

from .sheet import Sheet

_MOST = 8
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Found:
    """`tokens` are ours, each once. `angle` is how far the page is turned clockwise, in degrees; None: unknown."""

    tokens: tuple[str, ...]
    separator: bool
    angle: float | None


def find_codes(sheet: Sheet) -> Found:
    """Read at half size first: 25 mm are enough for that, and grain is evened out. Smaller ones need all points."""
    ours = _read(sheet.half) or _read(sheet.grey)
    tokens = dict.fromkeys(token for one in ours if (token := read_token(one.text)))
    return Found(
        tokens=tuple(tokens)[:_MOST],
        separator=any(is_separator(one.text) for one in ours),
        angle=_angle([one.position for one in ours]),
    )


def _read(grey: Image.Image) -> list[zxingcpp.Barcode]:
    # A QR code is found however it lies; the other two ways are for codes of lines.
    found = zxingcpp.read_barcodes(grey, formats=_QR, try_rotate=False, try_downscale=False, try_invert=False)
    return [one for one in found if _is_ours(one.text)]


def _is_ours(text: str) -> bool:
    return is_separator(text) or read_token(text) is not None


def _angle(positions: Sequence[zxingcpp.Position]) -> float | None:
    """The direction of the codes' upper and lower edges, and of the others a quarter turn back."""
    across = down = 0.0
    for one in positions:
        for start, end in ((one.top_left, one.top_right), (one.bottom_left, one.bottom_right)):
            across, down = across + end.x - start.x, down + end.y - start.y
        for start, end in ((one.top_left, one.bottom_left), (one.top_right, one.bottom_right)):
            across, down = across + end.y - start.y, down - (end.x - start.x)
    if not (across or down):
        return None
    return math.degrees(math.atan2(down, across))
