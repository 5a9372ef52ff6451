"""6. What was scanned is read, and every page of it lies in a paper of its unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from remissvakt.documents.models import Document, Scan, ScanPage, ScanState

# 200 pages take a quarter of a minute; what waits this long has nobody who reads it.
LONGEST_WAIT = timedelta(hours=1)


def scans_read(now: datetime) -> Iterator[tuple[str, str]]:
    """No scan waits too long or has no paper; no page is lost or lies in no paper; no paper has lost its pages."""
    read = (ScanState.SPLIT, ScanState.REFUSED)
    waiting = Scan.objects.exclude(state__in=read).filter(received_at__lt=now - LONGEST_WAIT)
    for scan_id in waiting.values_list("id", flat=True):
        yield str(scan_id), _("skannad fil som har väntat mer än en timme på att läsas")
    counted = Scan.objects.annotate(
        papers=Count("documents", distinct=True), there=Count("pages", distinct=True)
    )
    for scan_id in counted.filter(papers=0).values_list("id", flat=True):
        yield str(scan_id), _("skannad fil utan papper")
    lost = counted.filter(state=ScanState.SPLIT).exclude(there=F("page_count"))
    for scan_id in lost.values_list("id", flat=True):
        yield str(scan_id), _("skannad fil som saknar sidor")
    yield from _pages_and_papers(read)


def _pages_and_papers(read: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    loose = ScanPage.objects.filter(document=None, scan__state__in=read)
    for page_id in loose.values_list("id", flat=True):
        yield str(page_id), _("skannad sida som inte ligger i något papper")
    across = ScanPage.objects.filter(document__isnull=False).exclude(document__unit=F("scan__unit"))
    for page_id in across.values_list("id", flat=True):
        yield str(page_id), _("skannad sida som ligger hos en annan enhet")
    empty = Document.objects.filter(
        ~Q(linked_at__isnull=False, referral=None), scan__state=ScanState.SPLIT, pages=None
    )
    for document_id in empty.values_list("id", flat=True):
        yield str(document_id), _("skannat papper utan sidor")
