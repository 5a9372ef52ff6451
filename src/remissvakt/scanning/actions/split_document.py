"""Two papers lie in one document: it is split at a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Stale
from remissvakt.documents.models import Document, ScanPage
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.take_paper import locked_paper
from remissvakt.referrals.actions.texts import wanted
from remissvakt.referrals.actions.undo_link import tell as tell_those_concerned
from remissvakt.referrals.change import change, registered_once
from remissvakt.referrals.record import record_paper
from remissvakt.referrals.rules import Action
from remissvakt.referrals.rules.who import require_care_role

from ..arranging import page_seen, pages_of, put_pages, tell


def split_document(
    *,
    new_document_id: UUID,
    page_id: UUID,
    document_version: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Document:
    """Let the page and all after it be a new document in Okopplade, and return that.

    `new_document_id` is drawn when the form is shown. Pages of a linked document may be taken out too, with a
    `reason`: the referral's timeline tells of it, and those who could have acted on them are told.
    Raises NotFound, Stale, Refusal "split_at_first_page", "scan_being_read", "paper_set_aside", "text_missing"
    (field "reason").
    """
    require_care_role(actor.role)
    page = page_seen(page_id=page_id, actor=actor)
    assert page.document_id is not None
    seen = Document.objects.get(id=page.document_id)
    if seen.referral_id is not None:
        return _take_out(
            page,
            seen,
            version=document_version,
            new_id=new_document_id,
            reason=reason,
            actor=actor,
            now=now,
        )
    new = _new(seen, new_id=new_document_id, actor=actor, now=now)
    with registered_once(new), transaction.atomic(durable=True):
        document = locked_paper(document_id=seen.id, version=document_version, actor=actor)
        if document.referral_id is not None:
            raise Stale()
        if document.linked_at is not None:
            raise Refusal("paper_set_aside", _("Papperet är lagt åt sidan."))
        pages = _split(document, page, new)
        record_paper(new)
        tell("paper_split", document, actor=actor, now=now, new=new.id, pages=len(pages))
    return new


def _take_out(
    page: ScanPage,
    seen: Document,
    *,
    version: int,
    new_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Document:
    """Pages that do not belong to the referral: a wrong link undone in part."""
    new = _new(seen, new_id=new_id, actor=actor, now=now)
    with (
        registered_once(new),
        change(
            action=Action.UNDO_LINK, referral_id=seen.referral_id, version=None, actor=actor, now=now
        ) as doing,
    ):
        document = locked_paper(document_id=seen.id, version=version, actor=actor)
        if document.referral_id != doing.referral.id:
            raise Stale()
        why = wanted(reason, field="reason", max_length=500)
        pages = _split(document, page, new)
        record_paper(new)
        doing.loop.keep(document)
        doing.loop.event(
            "paper_split",
            side="own",
            document=document.id,
            new=new.id,
            pages=[one.number for one in pages],
            reason=why,
        )
        doing.loop.bump(doing.referral)
        reply = doing.loop.reply(document.reply_id) if document.reply_id is not None else None
        tell_those_concerned(doing, unit_id=document.unit_id, reply=reply, part=True, reason=why)
    return new


def _new(document: Document, *, new_id: UUID, actor: Actor, now: datetime) -> Document:
    return Document(
        id=new_id,
        unit_id=document.unit_id,
        scan_id=document.scan_id,
        arrived_on=document.arrived_on,
        sender=document.sender,
        description=document.description,
        registered_at=now,
        registered_by_id=actor.person_id,
    )


def _split(document: Document, page: ScanPage, new: Document) -> Sequence[ScanPage]:
    """Move the pages and return them; the new document comes last in its scan."""
    pages = pages_of(document)
    at = next((index for index, one in enumerate(pages) if one.id == page.id), None)
    if at is None:
        raise Stale()
    if at == 0:
        raise Refusal("split_at_first_page", _("Dela vid en senare sida: före den första finns inget."))
    places = Document.objects.filter(scan=document.scan).values_list("position", flat=True)
    new.position = max(places) + 1
    new.save(force_insert=True)
    put_pages(document, pages[:at])
    put_pages(new, pages[at:])
    return pages[at:]
