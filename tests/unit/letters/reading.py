"""What stands on the pages of a PDF, and where: for the tests of letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

_UNSEEN = re.compile("[\\s\u200b\u00ad\ufffe\x02]")
_POINTS = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Written:
    """A character with its box in millimetres from the left and the top of the page."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squashed(text: str) -> str:
    """Without white space and what cannot be seen: where lines break does not matter."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def written(pdf: bytes, page: int = 0) -> list[Written]:
    """Every character of a page that can be seen, with its place."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        height = sheet.get_height()
        text = sheet.get_textpage()
        found = []
        for index in range(text.count_chars()):
            sign = text.get_text_range(index, 1)
            if not sign.strip():
                continue
            left, bottom, right, top = text.get_charbox(index)
            box = (left, height - top, right, height - bottom)
            found.append(Written(sign, *(value / _POINTS for value in box)))
        return found
    finally:
        document.close()


def inside(signs: list[Written], *, left: float, top: float, right: float, bottom: float) -> str:
    """The characters that touch a box, in order."""
    return "".join(
        one.sign
        for one in signs
        if one.right > left and one.left < right and one.bottom > top and one.top < bottom
    )


def everything(pdf: bytes) -> bytes:
    """All bytes of the file with every stream unpacked: what a search through it would find."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        into = BytesIO()
        opened.save(into, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return into.getvalue()
