"""Reads a scan: each page upright as a picture, its codes, whether it is blank. Sent page by page, as they are done."""

from __future__ import annotations

from typing import Any

from remissvakt.sandbox.reading.codes import find_codes
from remissvakt.sandbox.reading.ink import ink_of, is_blank
from remissvakt.sandbox.reading.kind import PDF, kind_of
from remissvakt.sandbox.reading.pdf import open_pdf
from remissvakt.sandbox.reading.picture import open_picture
from remissvakt.sandbox.reading.pictures import as_jpeg, upright
from remissvakt.sandbox.reading.sheet import Sheet
from remissvakt.sandbox.reading.skew import skew_of
from remissvakt.sandbox.task import Refused, Send


def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None:
    [content] = contents
    kind = kind_of(content)
    count, pages = open_pdf(content) if kind == PDF else open_picture(content, kind)
    if not count:
        raise Refused("scan_empty")
    for number, sheet in enumerate(pages, start=1):
        _send_page(sheet, number, count, send)


def _send_page(sheet: Sheet, number: int, count: int, send: Send) -> None:
    found = find_codes(sheet)
    ink = ink_of(sheet.half)
    coded = bool(found.tokens) or found.separator
    blank = not coded and is_blank(ink)
    angle = found.angle
    if angle is None:
        angle = 0.0 if blank else skew_of(ink)
    page = upright(sheet, angle)
    picture = as_jpeg(page.shown)
    send(
        "page",
        {
            "number": number,
            "page_count": count,
            "width": page.shown.width,
            "height": page.shown.height,
            "picture": len(picture),
            "blank": blank,
            "separator": found.separator,
            "tokens": list(found.tokens),
            "skew_tenths": round(page.skew * 10),
        },
        picture + as_jpeg(page.small),
    )
