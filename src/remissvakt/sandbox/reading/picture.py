"""Pages of a TIFF, a JPEG or a PNG, by Pillow: fax lines, CMYK, turned photos."""

from __future__ import annotations

import io
from collections.abc import Iterator
from numbers import Real

from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)

from remissvakt.sandbox.task import Refused

from .limits import DPI, MOST_PAGES, MOST_PIXELS
from .sheet import Sheet, sheet_of

# Imported above so that they are there when the child is locked; Pillow looks its formats up by itself.
FORMATS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
Image.preinit()
Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before anything is decoded
PngImagePlugin.MAX_TEXT_MEMORY = 1024 * 1024

_A4_SHORT_SIDE = round(8.27 * DPI)
_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N", "I")


def open_picture(content: bytes, kind: str) -> tuple[int, Iterator[Sheet]]:
    """Return the number of pages, and the pages. Raises Refused."""
    with _damaged_if_it_fails():
        picture = Image.open(io.BytesIO(content), formats=[kind])
        count = _frames(picture) if kind == "TIFF" else 1
    return count, (_page(picture, index) for index in range(count))


def _frames(picture: Image.Image) -> int:
    """Count by going there: a list that leads back into itself ends where it does so."""
    count = 1
    while True:
        try:
            picture.seek(count)
        except EOFError:
            break
        count += 1
        if count > MOST_PAGES:
            raise Refused("scan_too_many_pages")
    return count


def _page(picture: Image.Image, index: int) -> Sheet:
    with _damaged_if_it_fails():
        if picture.tell() != index:
            picture.seek(index)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refused("scan_page_too_large")
        if picture.format == "JPEG":
            picture.draft(None, (_A4_SHORT_SIDE, _A4_SHORT_SIDE))  # a photo is decoded smaller at once
        resolution = picture.info.get("dpi")
        upright = ImageOps.exif_transpose(picture)
        return sheet_of(_reading_size(_square(_plain(upright), resolution)))


def _plain(picture: Image.Image) -> Image.Image:
    """Return it in grey or colour, on white where it is transparent."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in _SIXTEEN_BITS:
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        white = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(white, whole).convert("RGB")
    return picture.convert("RGB")


def _square(picture: Image.Image, resolution: object) -> Image.Image:
    """Undo the flat points of a fax, which has half as many lines as columns to the inch."""
    match resolution:
        case (Real() as across, Real() as down) if float(across) > 0 and float(down) > 0:
            ratio = float(across) / float(down)
            if 1.3 < ratio < 4:
                return picture.resize((picture.width, min(round(picture.height * ratio), 10_000)))
            if 0.25 < ratio < 0.77:
                return picture.resize((min(round(picture.width / ratio), 10_000), picture.height))
    return picture


def _reading_size(picture: Image.Image) -> Image.Image:
    times = min(picture.size) // _A4_SHORT_SIDE
    return picture.reduce(times) if times > 1 else picture


class _damaged_if_it_fails:  # noqa: N801 - reads as the context manager that it is
    """A decoder may fail in any way on what is no picture; none of them is ours to tell apart."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, Refused | MemoryError):
            raise Refused("scan_damaged") from None
