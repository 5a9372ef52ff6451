"""Is the page of a PDF nothing but one picture, as a scanner makes it? Then it is taken as it is.

Drawing it gives the same points in twice the time. Whatever is the least unusual is drawn.
"""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from .limits import DPI, MOST_PIXELS
from .sheet import Sheet, sheet_of, sheet_of_both

_NEAR = 0.01
_RESOLUTIONS = (0.9 * DPI, 1.1 * DPI)
_POINTS = 72


def may_have_masks(content: bytes) -> bool:
    """Whether a picture may have another one for what is transparent: pictures' entries are never compressed."""
    return b"/SMask" in content or b"/Mask" in content


def may_change_values(content: bytes) -> bool:
    """Whether a picture's entry may say that its values mean others than usual."""
    return b"/Decode" in content


def only_picture(page: pypdfium2.PdfPage, *, as_stored: bool) -> Sheet | None:
    """Return the page that is one picture, if it is so simple; `as_stored` if its values mean what they usually do."""
    if pdfium.FPDFPage_CountObjects(page) != 1 or pdfium.FPDFPage_GetAnnotCount(page) or page.get_rotation():
        return None
    [found] = page.get_objects(max_depth=1)
    if not isinstance(found, pypdfium2.PdfImage) or found.get_filters() != ["DCTDecode"]:
        return None
    if not _covers(found, page) or pdfium.FPDFPageObj_HasTransparency(found) or _is_clipped(found):
        return None
    if as_stored and found.get_metadata().colorspace == pdfium.FPDF_COLORSPACE_DEVICERGB:
        sheet = _in_two_sizes(found)
        if sheet is not None:
            return sheet
    bitmap = found.get_bitmap(render=False)
    if bitmap.mode not in ("L", "BGR"):
        return None
    picture = bitmap.to_pil()
    return sheet_of(picture) if picture.mode in ("L", "RGB") else None


def _in_two_sizes(found: pypdfium2.PdfImage) -> Sheet | None:
    """Decode a JPEG in colour twice, grey and at half the size: together that takes less than once in full."""
    stored = bytes(found.get_data())
    width, height = found.get_px_size()
    try:
        grey, colour = _opened(stored), _opened(stored)
        if grey.mode != "RGB" or grey.size != (width, height):
            return None
        grey.draft("L", grey.size)
        colour.draft("YCbCr", (width // 2, height // 2))
        grey.load()
        colour.load()
    except Exception:  # noqa: BLE001, RUF100 - what Pillow makes nothing of, PDFium may
        return None
    return sheet_of_both(grey, colour) if (grey.mode, colour.mode) == ("L", "YCbCr") else None


def _opened(stored: bytes) -> Image.Image:
    return Image.open(io.BytesIO(stored), formats=["JPEG"])


def _covers(found: pypdfium2.PdfImage, page: pypdfium2.PdfPage) -> bool:
    """Upright, from corner to corner, and near the resolution at which codes are read."""
    width, height = page.get_size()
    a, b, c, d, e, f = found.get_matrix().get()
    straight = all(abs(value) < _NEAR for value in (b, c))
    whole = abs(a - width) < _NEAR * width and abs(d - height) < _NEAR * height
    in_corner = abs(e) < _NEAR * width and abs(f) < _NEAR * height
    across, down = found.get_px_size()
    lowest, highest = _RESOLUTIONS
    return (
        across * down <= MOST_PIXELS
        and straight
        and whole
        and in_corner
        and lowest <= across * _POINTS / width <= highest
        and lowest <= down * _POINTS / height <= highest
    )


def _is_clipped(found: pypdfium2.PdfImage) -> bool:
    clip = pdfium.FPDFPageObj_GetClipPath(found)
    return ctypes.cast(clip, ctypes.c_void_p).value is not None and pdfium.FPDFClipPath_CountPaths(clip) > 0
