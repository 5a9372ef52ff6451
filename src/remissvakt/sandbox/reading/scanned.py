"""Is the page of a PDF nothing but one picture, as a scanner makes it? Then it is taken as it is.

Drawing it gives the same points in twice the time. Whatever is the least unusual is drawn.
"""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from .limits import DPI

_NEAR = 0.01
_RESOLUTIONS = (0.9 * DPI, 1.1 * DPI)
_POINTS = 72


def may_have_masks(content: bytes) -> bool:
    """Whether a picture may have another one for what is transparent: pictures' entries are never compressed."""
    return b"/SMask" in content or b"/Mask" in content


def only_picture(page: pypdfium2.PdfPage) -> Image.Image | None:
    """Return the picture that is the whole page, if it is so simple."""
    if pdfium.FPDFPage_CountObjects(page) != 1 or pdfium.FPDFPage_GetAnnotCount(page) or page.get_rotation():
        return None
    [found] = page.get_objects(max_depth=1)
    if not isinstance(found, pypdfium2.PdfImage) or found.get_filters() != ["DCTDecode"]:
        return None
    if not _covers(found, page) or pdfium.FPDFPageObj_HasTransparency(found) or _is_clipped(found):
        return None
    bitmap = found.get_bitmap(render=False)
    if bitmap.mode not in ("L", "BGR"):
        return None
    picture = bitmap.to_pil()
    return picture if picture.mode in ("L", "RGB") else None


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
        straight
        and whole
        and in_corner
        and lowest <= across * _POINTS / width <= highest
        and lowest <= down * _POINTS / height <= highest
    )


def _is_clipped(found: pypdfium2.PdfImage) -> bool:
    clip = pdfium.FPDFPageObj_GetClipPath(found)
    return ctypes.cast(clip, ctypes.c_void_p).value is not None and pdfium.FPDFClipPath_CountPaths(clip) > 0
