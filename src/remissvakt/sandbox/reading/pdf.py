"""Pages of a PDF, drawn by PDFium: no scripts (there is no engine for them), no actions, no attachments."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from remissvakt.sandbox.task import Refused

from .limits import DPI, LONGEST_SIDE_INCHES, MOST_PAGES, MOST_PIXELS
from .scanned import may_change_values, may_have_masks, only_picture
from .sheet import Sheet, sheet_of

_POINTS = 72
# PDF readers look for the end mark near the end; a file without it was cut off on its way.
_END_MARK, _END_WITHIN = b"%%EOF", 4096


def open_pdf(content: bytes) -> tuple[int, Iterator[Sheet]]:
    """Return the number of pages, and the pages. Raises Refused."""
    if _END_MARK not in content[-_END_WITHIN:]:
        raise Refused("scan_damaged")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Refused("scan_encrypted" if locked else "scan_damaged") from None
    count = len(document)
    if count > MOST_PAGES:
        raise Refused("scan_too_many_pages")
    simple, as_stored = not may_have_masks(content), not may_change_values(content)
    return count, (_sheet(document, index, simple=simple, as_stored=as_stored) for index in range(count))


def _sheet(document: pypdfium2.PdfDocument, index: int, *, simple: bool, as_stored: bool) -> Sheet:
    try:
        page = _with_annotations(document, index)
        scale = _scale(*page.get_size())
        sheet = only_picture(page, as_stored=as_stored) if simple else None
        if sheet is None:
            sheet = sheet_of(page.render(scale=scale, prefer_bgrx=True, rev_byteorder=True).to_pil())
        page.close()
    except pypdfium2.PdfiumError:
        raise Refused("scan_damaged") from None
    return sheet


def _with_annotations(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """Return the page; what fields and stamps look like is on the paper, also for the one who reads a form."""
    page = document[index]
    if pdfium.FPDFPage_GetAnnotCount(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY):
        page.close()
        page = document[index]
    return page


def _scale(width: float, height: float) -> float:
    """Pixels for each point: 200 dpi, and less for a drawing that is larger than any scanner's glass."""
    if not (width > 0 and height > 0):  # not a number is neither
        raise Refused("scan_damaged")
    if max(width, height) > LONGEST_SIDE_INCHES * _POINTS:
        raise Refused("scan_page_too_large")
    fits = (MOST_PIXELS / (width * height)) ** 0.5
    return float(min(DPI / _POINTS, fits * 0.99))
