"""The pages of a document, in their order: what the verbs in `actions` share. No action of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound
from remissvakt.documents.models import Document, ScanPage
from remissvakt.documents.sight import papers_of
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.take_paper import unlinked_paper
from remissvakt.referrals.record import record_paper


def page_seen(*, page_id: UUID, actor: Actor) -> ScanPage:
    """The page, of a document at one's own unit; NotFound otherwise. Where it lies may change until that is locked."""
    page = ScanPage.objects.filter(
        id=page_id, document__in=Document.objects.filter(papers_of(actor)).values("id")
    ).first()
    if page is None:
        raise NotFound
    return page


def both_unlinked(*seen: tuple[UUID, int], actor: Actor) -> dict[UUID, Document]:
    """The documents by id, locked in one order whoever asks, with the versions that were seen."""
    return {
        document_id: unlinked_paper(document_id=document_id, version=version, actor=actor)
        for document_id, version in sorted(set(seen))
    }


def pages_of(document: Document) -> list[ScanPage]:
    """In the order of the document."""
    return list(ScanPage.objects.filter(document=document).order_by("position", "number"))


def put_pages(document: Document, pages: Sequence[ScanPage]) -> None:
    """Let the document have these pages, in this order, and raise its version."""
    for position, page in enumerate(pages, start=1):
        page.document, page.position = document, position
    ScanPage.objects.bulk_update(pages, ["document", "position"])
    document.version += 1
    document.save(update_fields=["version"])


def lay_empty_aside(document: Document, *, actor: Actor, now: datetime) -> None:
    """Its pages are all in another document now: it is work no longer, and says why."""
    document.set_aside_reason = _("Sidorna är flyttade till ett annat papper.")
    document.linked_at, document.linked_by_id = now, actor.person_id
    document.save(update_fields=["set_aside_reason", "linked_at", "linked_by"])
    record_paper(document)


def tell(kind: str, document: Document, *, actor: Actor, now: datetime, **data: Any) -> None:
    """What was done stays known: a paper without a referral has no other timeline."""
    record_admin(
        kind=kind,
        subject_kind="document",
        subject_id=document.id,
        data=data,
        actor=actor,
        now=now,
        unit_id=document.unit_id,
    )
