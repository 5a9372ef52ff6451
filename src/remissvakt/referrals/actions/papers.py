"""A paper that nobody has linked yet is visible work, and is never thrown away (A.6, invariant 6).

Whose a paper is, is said by its own code, by the number on it, or by two persons (W14).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import whole
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import Document, DocumentKind
from remissvakt.documents.sight import papers_of
from remissvakt.organisations.actors import Actor

from ..change import change, registered_once
from ..limits_lock import share_limits
from ..record import record_paper
from ..rules import Action
from ..rules.who import require_care_role
from .take_paper import (
    linked_already,
    locked_paper,
    number_agrees,
    put_link,
    require_fits,
    unlinked_paper,
)
from .texts import one_of, past_day, wanted, wanted_line


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
    with registered_once(document), whole():
        share_limits()
        document.save(force_insert=True)
        record_paper(document)
    return document


def link_paper(
    *,
    document_id: UUID,
    document_version: int,
    referral_id: UUID,
    actor: Actor,
    now: datetime,
    kind: str = DocumentKind.UNKNOWN,
    number_on_paper: str = "",
    reason: str = "",
) -> Document:
    """Link a paper to a referral. One that may be a reply is then work until it is registered.

    `number_on_paper` is the personal number as it stands there, in any written form. Where it is not the patient's,
    or there is none, `reason` says why the paper belongs here, and a second person links it (`confirm_link`); until
    then it stays in Okopplade, and `linked_at` is None.
    """
    one_of(kind, DocumentKind.values, field="kind")
    with change(
        action=Action.LINK_PAPER, referral_id=referral_id, version=None, actor=actor, now=now
    ) as doing:
        document = unlinked_paper(document_id=document_id, version=document_version, actor=actor)
        require_fits(doing, document)
        if document.code is not None or number_agrees(doing, number_on_paper):
            put_link(doing, document, kind=kind, how="code" if document.code else "number")
        else:
            why = wanted(reason, field="reason", max_length=300)
            doing.loop.set(
                document,
                asked_referral=doing.referral,
                asked_at=now,
                asked_by_id=actor.person_id,
                asked_reason=why,
                kind=kind,
                version=document.version + 1,
            )
            doing.loop.event("paper_link_asked", side="own", document=document.id, reason=why)
            record_paper(document)
    return document


def confirm_link(*, document_id: UUID, document_version: int, actor: Actor, now: datetime) -> Document:
    """A second person agrees that the paper belongs to the referral that the first one said."""
    with change(
        action=Action.LINK_PAPER,
        referral_id=_asked(document_id=document_id, actor=actor),
        version=None,
        actor=actor,
        now=now,
    ) as doing:
        document = unlinked_paper(document_id=document_id, version=document_version, actor=actor)
        if document.asked_referral_id != doing.referral.id:
            raise Stale()
        if document.asked_by_id == actor.person_id:
            raise Refusal(
                "second_person_needed",
                _("Du bad själv om kopplingen: en annan person ska bekräfta den."),
            )
        put_link(doing, document, kind=document.kind, how="two_persons")
    return document


def decline_link(
    *, document_id: UUID, document_version: int, reason: str, actor: Actor, now: datetime
) -> Document:
    """The paper does not belong there after all; the first person may take it back too."""
    with change(
        action=Action.LINK_PAPER,
        referral_id=_asked(document_id=document_id, actor=actor),
        version=None,
        actor=actor,
        now=now,
    ) as doing:
        document = unlinked_paper(document_id=document_id, version=document_version, actor=actor)
        if document.asked_referral_id != doing.referral.id:
            raise Stale()
        why = wanted(reason, field="reason", max_length=300)
        doing.loop.set(
            document,
            asked_referral=None,
            asked_at=None,
            asked_by=None,
            asked_reason="",
            kind=DocumentKind.UNKNOWN,
            version=document.version + 1,
        )
        doing.loop.event("paper_link_declined", side="own", document=document.id, reason=why)
        record_paper(document)
    return document


def say_no_reply(
    *, document_id: UUID, document_version: int, reason: str, actor: Actor, now: datetime
) -> Document:
    """A linked paper is no reply: it stays with the referral, with the reason, and is work no longer."""
    seen = Document.objects.filter(papers_of(actor), id=document_id).first()
    if seen is None:
        raise NotFound
    if seen.referral_id is None:
        raise Refusal("paper_not_linked", _("Papperet är inte kopplat till någon remiss."))
    with change(
        action=Action.SAY_NO_REPLY, referral_id=seen.referral_id, version=None, actor=actor, now=now
    ) as doing:
        document = locked_paper(document_id=document_id, version=document_version, actor=actor)
        if document.referral_id != doing.referral.id:
            raise Stale()
        if document.reply_id is not None or document.set_aside_reason:
            raise linked_already(document)
        why = wanted(reason, field="reason", max_length=300)
        doing.loop.keep(document)
        doing.loop.set(document, set_aside_reason=why, version=document.version + 1)
        doing.loop.event("paper_no_reply", side="own", document=document.id, reason=why)
    return document


def set_paper_aside(
    *, document_id: UUID, document_version: int, reason: str, actor: Actor, now: datetime
) -> Document:
    """The paper is no referral matter: by whom and why stays; nothing is thrown away."""
    require_care_role(actor.role)
    with whole():
        document = unlinked_paper(document_id=document_id, version=document_version, actor=actor)
        document.set_aside_reason = wanted(reason, field="reason", max_length=300)
        document.linked_at, document.linked_by_id = now, actor.person_id
        document.asked_at = document.asked_by = document.asked_referral = None
        document.version += 1
        document.save(
            update_fields=[
                "set_aside_reason",
                "linked_at",
                "linked_by",
                "asked_at",
                "asked_by",
                "asked_referral",
                "version",
            ]
        )
        record_paper(document)
    return document


def _asked(*, document_id: UUID, actor: Actor) -> UUID:
    """The referral that a first person asked for."""
    document = Document.objects.filter(papers_of(actor), id=document_id).first()
    if document is None:
        raise NotFound
    if document.linked_at is not None:
        raise linked_already(document)
    if document.asked_referral_id is None:
        raise Refusal("link_not_asked", _("Ingen har bett om att få papperet kopplat."))
    return document.asked_referral_id
