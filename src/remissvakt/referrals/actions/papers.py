"""A paper that nobody has linked yet is visible work, and is never thrown away (A.6, invariant 6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Stale
from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor

from ..change import Changing, change, registered_once
from ..limits_lock import share_limits
from ..models import Reply
from ..record import record_paper
from ..rules import Action
from ..rules.who import require_care_role
from .texts import past_day, wanted, wanted_line


def register_paper(
    *,
    document_id: UUID,
    unit_id: UUID,
    arrived_on: date,
    sender: str,
    description: str,
    actor: Actor,
    now: datetime,
) -> Document:
    """A paper arrived that cannot be linked at once: it lies in Okopplade, due the same day."""
    require_care_role(actor.role)
    if unit_id not in actor.unit_ids:
        raise NotFound
    past_day(arrived_on, today=local_date(now), field="arrived_on")
    document = Document(
        id=document_id,
        unit_id=unit_id,
        arrived_on=arrived_on,
        sender=wanted_line(sender, field="sender"),
        description=wanted(description, field="description", max_length=500),
        registered_at=now,
        registered_by_id=actor.person_id,
    )
    with registered_once(document), transaction.atomic(durable=True):
        share_limits()
        document.save(force_insert=True)
        record_paper(document)
    return document


def link_paper(
    *, document_id: UUID, document_version: int, referral_id: UUID, actor: Actor, now: datetime
) -> Document:
    """Link a paper to a referral as it is, without registering a reply."""
    with change(
        action=Action.LINK_PAPER, referral_id=referral_id, version=None, actor=actor, now=now
    ) as doing:
        document = take_paper(doing, document_id=document_id, document_version=document_version)
        doing.loop.event("paper_linked", side="own", document=document.id, sender=document.sender)
    return document


def take_paper(
    doing: Changing, *, document_id: UUID, document_version: int | None = None, reply: Reply | None = None
) -> Document:
    """Link the paper inside another action; it leaves Okopplade with the same transaction."""
    document = _locked(document_id=document_id, version=document_version, actor=doing.actor)
    document.referral = doing.referral
    document.reply = reply
    document.linked_at = doing.now
    document.linked_by_id = doing.actor.person_id
    document.version += 1
    doing.loop.changed[id(document)] = (
        document,
        {"referral", "reply", "linked_at", "linked_by", "version"},
    )
    record_paper(document)
    return document


def set_paper_aside(
    *, document_id: UUID, document_version: int, reason: str, actor: Actor, now: datetime
) -> Document:
    """The paper is no referral matter: by whom and why stays; nothing is thrown away."""
    require_care_role(actor.role)
    with transaction.atomic(durable=True):
        document = _locked(document_id=document_id, version=document_version, actor=actor)
        document.set_aside_reason = wanted(reason, field="reason", max_length=300)
        document.linked_at, document.linked_by_id = now, actor.person_id
        document.version += 1
        document.save(update_fields=["set_aside_reason", "linked_at", "linked_by", "version"])
        record_paper(document)
    return document


def _locked(*, document_id: UUID, version: int | None, actor: Actor) -> Document:
    document = Document.objects.select_for_update().filter(id=document_id, unit_id__in=actor.unit_ids).first()
    if document is None:
        raise NotFound
    if document.linked_at is not None:
        raise Stale(
            "paper_linked_already",
            _("%(who)s har redan tagit hand om papperet, %(when)s."),
            who=document.linked_by.name if document.linked_by else "",
            when=document.linked_at,
        )
    if version is not None and document.version != version:
        raise Stale()
    return document
