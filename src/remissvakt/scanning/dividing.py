"""From pages to documents, in one transaction; and then each coded one to its referral, in one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from remissvakt.core.ids import new_id
from remissvakt.documents.models import CodeKind, Document, DocumentKind, PaperCode, Scan, ScanPage, ScanState
from remissvakt.organisations.actors import machine_at
from remissvakt.referrals.actions.link_by_code import KIND_OF_CODE, link_by_code
from remissvakt.referrals.limits_lock import share_limits
from remissvakt.referrals.record import record_paper

from .reading import SEVERAL
from .splitting import Group, Page, groups_of


def divide(scan: Scan, *, now: datetime) -> None:
    """Put the pages into documents; the scan's first document is the first of them. Once, whoever reads it."""
    with transaction.atomic(durable=True):
        share_limits()
        held = Scan.objects.select_for_update().get(id=scan.id)
        if held.read_at is not None or held.version != scan.version:
            return
        pages = list(ScanPage.objects.filter(scan=scan).order_by("number"))
        groups = groups_of(
            Page(
                number=page.number,
                blank=page.blank,
                separator=page.separator,
                coded=page.token != "",
                token="" if page.token == SEVERAL else page.token,
            )
            for page in pages
        )
        codes = PaperCode.objects.in_bulk([group.token for group in groups if group.token])
        first = Document.objects.select_for_update().get(scan=scan, position=0)
        for position, group in enumerate(groups):
            document = first if position == 0 else _new(first, position=position, now=now)
            _describe(document, group, code=codes.get(group.token), scan=scan, several=len(groups) > 1)
            document.save(force_insert=position > 0)
            _put_pages(document, [page for page in pages if page.number in set(group.numbers)])
            record_paper(document)
        held.read_at = scan.read_at = now
        held.page_count = held.pages_read = len(pages)
        held.save(update_fields=["read_at", "page_count", "pages_read"])


def link_coded(scan: Scan, *, now: datetime) -> None:
    """Let each coded document link itself; then the scan is done. Killed between, the next reader goes on here."""
    actor = machine_at(unit=scan.unit, person=scan.received_by)
    coded = scan.documents.filter(code__isnull=False, linked_at=None).order_by("position")
    for document_id in coded.values_list("id", flat=True):
        link_by_code(document_id=document_id, actor=actor, now=now)
    Scan.objects.filter(id=scan.id, version=scan.version).update(
        state=ScanState.SPLIT, taken_until=None, version=F("version") + 1
    )


def _new(first: Document, *, position: int, now: datetime) -> Document:
    return Document(
        id=new_id(now=now),
        unit_id=first.unit_id,
        scan_id=first.scan_id,
        position=position,
        arrived_on=first.arrived_on,
        sender=first.sender,
        registered_at=now,
        registered_by_id=first.registered_by_id,
    )


def _describe(document: Document, group: Group, *, code: PaperCode | None, scan: Scan, several: bool) -> None:
    document.code = code
    document.kind = KIND_OF_CODE[CodeKind(code.kind)] if code else DocumentKind.UNKNOWN
    pages = f"{group.numbers[0]}–{group.numbers[-1]}" if len(group.numbers) > 1 else str(group.numbers[0])
    document.description = f"{scan.name}, s. {pages}" if several else scan.name
    document.version += 1


def _put_pages(document: Document, pages: Sequence[ScanPage]) -> None:
    for position, page in enumerate(pages, start=1):
        page.document, page.position = document, position
    ScanPage.objects.bulk_update(pages, ["document", "position"])
