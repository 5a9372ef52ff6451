"""What does the viewer show of a paper? Its pages as pictures, or why there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from remissvakt.documents.models import Document, Scan, ScanPage, ScanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page: where its pictures are, and how large it stands, turned as a person has turned it."""

    id: UUID
    number: int
    in_scan: int
    url: str
    small_url: str
    width: int
    height: int
    blank: bool
    separator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A paper's pages. Without any, `scan` says why: it waits, it is being read, or it could not be read."""

    sheets: tuple[Sheet, ...]
    scan: Scan | None

    @property
    def waits(self) -> bool:
        return self.scan is not None and self.scan.state in (ScanState.WAITING, ScanState.READING)


def viewer_of(document: Document) -> Viewer:
    """Return the viewer of a paper, without separator sheets; one statement, the scan selected along with it."""
    rows = ScanPage.objects.filter(document=document, separator=False).order_by("position", "number")
    return Viewer(sheets=sheets_of(rows), scan=document.scan)


def sheets_of(pages: Iterable[ScanPage]) -> tuple[Sheet, ...]:
    """Return the pages of one paper, in their order, numbered within it."""
    return tuple(_sheet(page, number) for number, page in enumerate(pages, start=1))


def _sheet(page: ScanPage, number: int) -> Sheet:
    width, height = page.width or 1, page.height or 1
    if page.quarter_turns % 2:
        width, height = height, width
    # A page that is turned gets another address: browsers keep a picture for as long as a page is open.
    turned = f"?v={page.quarter_turns % 4}" if page.quarter_turns % 4 else ""
    return Sheet(
        id=page.id,
        number=number,
        in_scan=page.number,
        url=reverse("page_picture", kwargs={"page_id": page.id}) + turned,
        small_url=reverse("page_small_picture", kwargs={"page_id": page.id}) + turned,
        width=width,
        height=height,
        blank=page.blank,
        separator=page.separator,
    )
