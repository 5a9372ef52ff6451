"""Reads a scan apart, and checks what comes back: pages in order, pictures that are pictures, tokens that are tokens.

A refusal can come after some pages have been given: whoever keeps them lets go of them then, or keeps them visibly
as the pages of a file that could not be read to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from remissvakt.documents.codes import read_token

from .limits import MEBIBYTE
from .reading.limits import LONGEST_PICTURE_SIDE, MOST_BYTES, MOST_PAGES
from .run import Contained, Frame, Limits, Refused, run_apart
from .scan_refusals import refusal_text

__all__ = ["ReadPage", "Refused", "read_scan", "refusal_text"]

# Twenty seconds with the start of the child, whatever the file is. Only a stack that by then has given a page every
# 0.3 seconds goes on, for as long as it keeps that pace: 200 pages must be read on a slow machine too.
LIMITS = Limits(
    memory=1280 * MEBIBYTE,
    cpu_seconds=70,
    wall_seconds=18,
    seconds_for_each_result=0.3,
    output_bytes=400 * MEBIBYTE,
    frame_bytes=16 * MEBIBYTE,
)
_CODE_OF = {
    "time": "scan_took_too_long",
    "memory": "scan_too_demanding",
    "output": "scan_too_demanding",
    "crash": "scan_damaged",
}
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page, upright. `picture` and `small_picture` are JPEG; `page_count` is how many pages the scan has."""

    number: int
    width: int
    height: int
    picture: bytes
    small_picture: bytes
    blank: bool
    separator: bool
    tokens: tuple[str, ...]
    skew_tenths: int
    page_count: int = 0


def read_scan(*, content: Iterable[bytes], on_page: Callable[[ReadPage], None]) -> int:
    """Give each page to `on_page` as it is read, and return how many there were. Raises Refused with a code."""
    number = 0
    try:
        for frame in run_apart(task="scan", arguments={}, contents=[_capped(content)], limits=LIMITS):
            number += 1
            on_page(_checked(frame, number))
    except Contained as contained:
        raise Refused(_CODE_OF[contained.reason]) from None
    return number


def _capped(content: Iterable[bytes]) -> Iterator[bytes]:
    left = MOST_BYTES
    for chunk in content:
        left -= len(chunk)
        if left < 0:
            raise Refused("scan_too_large")
        yield chunk


def _checked(frame: Frame, number: int) -> ReadPage:
    """Return the page that a child says it has read; Contained if no honest one could say so."""
    match frame.data:
        case {
            "number": int(given),
            "page_count": int(count),
            "width": int(width),
            "height": int(height),
            "picture": int(length),
            "blank": bool(blank),
            "separator": bool(separator),
            "tokens": list(tokens),
            "skew_tenths": int(skew),
        } if (
            frame.kind == "page"
            and given == number <= count <= MOST_PAGES
            and 0 < width <= LONGEST_PICTURE_SIDE
            and 0 < height <= LONGEST_PICTURE_SIDE
            and 0 < length < len(frame.blob)
            and abs(skew) <= 450
        ):
            pictures = frame.blob[:length], frame.blob[length:]
            if all(picture.startswith(_JPEG) for picture in pictures) and all(map(_is_token, tokens)):
                return ReadPage(
                    number=number,
                    page_count=count,
                    width=width,
                    height=height,
                    picture=pictures[0],
                    small_picture=pictures[1],
                    blank=blank,
                    separator=separator,
                    tokens=tuple(tokens),
                    skew_tenths=skew,
                )
    raise Contained("crash")


def _is_token(value: Any) -> bool:
    return isinstance(value, str) and read_token(f"RV1:{value}") == value
