"""Which codes stand on a page, and how does the page lie by them?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from remissvakt.documents.codes import is_separator, read_token

_MOST = 8
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Found:
    """`tokens` are ours, each once. `angle` is how far the page is turned clockwise, in degrees; None: unknown."""

    tokens: tuple[str, ...]
    separator: bool
    angle: float | None


def find_codes(grey: Image.Image) -> Found:
    """Read quickly first, and harder only where nothing of ours was found."""
    read = _read(grey, harder=False)
    if not any(_is_ours(one.text) for one in read):
        read = _read(grey, harder=True)
    ours = [one for one in read if _is_ours(one.text)]
    tokens = dict.fromkeys(token for one in ours if (token := read_token(one.text)))
    return Found(
        tokens=tuple(tokens)[:_MOST],
        separator=any(is_separator(one.text) for one in ours),
        angle=_angle([one.position for one in ours]),
    )


def _read(grey: Image.Image, *, harder: bool) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        grey,
        formats=_QR,
        try_rotate=harder,
        try_downscale=harder,
        try_invert=False,
    )


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
