"""A referral came on paper, by phone, or as the patient's own request (B.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import start_of_local_day
from remissvakt.core.codes import new_code
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line
from remissvakt.organisations.actors import Actor

from ..change import Changing, begin
from ..models import Case, Referral, ReferralVersion
from ..rules.who import require_care_role
from ..states import CaseState, ReferralState, Source, VersionReason
from .people import deciding_person
from .take_paper import take_for_arrival
from .texts import content, one_of, past_day, priority


def register_arrival(
    *,
    referral_id: UUID,
    unit_id: UUID,
    patient_id: UUID,
    source: str,
    from_unit_id: UUID | None,
    referrer_name: str,
    arrived_on: date,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    decided_on: date | None = None,
    priority_rank: int = 3,
    priority_label: str = "",
    assessor_id: UUID | None = None,
    document_id: UUID | None = None,
) -> Case:
    """Register an arrived referral with its arrival date and sender; its case is Ej bedömd.

    `source` is "arrived" or "own_request" (egen vårdbegäran, without `from_unit_id`). A referral
    from a unit here is that unit's to watch, and turns up in its lists too.
    """
    _may(actor, unit_id)
    one_of(source, (Source.ARRIVED.value, Source.OWN_REQUEST.value), field="source")
    if source == Source.ARRIVED and from_unit_id is None:
        raise Refusal("sender_missing", _("Ange vilken enhet som har remitterat."), field="from_unit")
    if source == Source.OWN_REQUEST and from_unit_id is not None:
        raise Refusal(
            "own_request_without_sender", _("En egen vårdbegäran har ingen avsändare."), field="from_unit"
        )
    if from_unit_id == unit_id:
        raise Refusal(
            "sender_is_receiver", _("Avsändaren kan inte vara den egna enheten."), field="from_unit"
        )
    referral = Referral(
        id=referral_id,
        code=new_code(now=now),
        state=ReferralState.SENT.value,
        source=source,
        patient_id=patient_id,
        referrer_unit_id=from_unit_id,
        referrer_name=clean_line(referrer_name, max_length=200, field="referrer_name"),
        to_unit_id=unit_id,
        priority_rank=priority(priority_rank),
        priority_label=clean_line(priority_label, max_length=60, field="priority"),
        watched=False,
    )
    with begin(referral=referral, actor=actor, now=now) as doing:
        past_day(arrived_on, today=doing.today, field="arrived_on")
        if decided_on is not None:
            past_day(decided_on, today=doing.today, field="decided_on")
        if decided_on is not None and decided_on > arrived_on:
            raise Refusal(
                "decision_after_arrival",
                _("Beslutet kan inte vara fattat efter ankomsten."),
                field="decided_on",
            )
        referral.decided_at = start_of_local_day(decided_on) if decided_on else None
        case = put_arrival(doing, arrived_on=arrived_on, fields=fields)
        if assessor_id is not None:
            put_assessor(doing, case=case, assessor_id=assessor_id)
        if document_id is not None:
            take_for_arrival(doing, document_id=document_id)
    return case


def put_arrival(doing: Changing, *, arrived_on: date, fields: Mapping[str, Any]) -> Case:
    """The facts of an arrival on a new referral: its text as version 1, and the open case."""
    loop, now, referral = doing.loop, doing.now, doing.referral
    loop.include_units([referral.referrer_unit_id, referral.to_unit_id])
    sender = loop.units.get(referral.referrer_unit_id) if referral.referrer_unit_id else None
    if referral.referrer_unit_id is not None and sender is None:
        raise Refusal("sender_unknown", _("Ange vilken enhet som har remitterat."), field="from_unit")
    if sender is not None and sender.local and not (sender.active and sender.channels):
        # A closed unit, or a pool: nobody there could watch it.
        raise Refusal(
            "sender_cannot_watch",
            _("Enheten är stängd eller skickar inga remisser. Välj en annan avsändare."),
            field="from_unit",
        )
    texts = content(fields)
    if not texts.get("question", "").strip():
        raise Refusal("question_missing", _("Frågeställningen saknas."), field="question")
    sent_at = start_of_local_day(arrived_on)
    assert referral.to_unit_id is not None  # as registered
    referral.sent_at = sent_at
    loop.participants.add(referral.to_unit_id)
    if sender is not None and sender.local:
        referral.watched = True
        referral.watch_on = doing.today + timedelta(days=sender.limits.confirmation_days)
        loop.participants.add(sender.id)
    loop.add(
        ReferralVersion(
            id=new_id(now=now),
            referral=referral,
            number=1,
            reason=VersionReason.NEW.value,
            created_at=now,
            completed_at=now,
            signed_at=now,
            sent_at=sent_at,
            **texts,
        )
    )
    case = loop.add(
        Case(
            id=new_id(now=now),
            referral=referral,
            unit_id=referral.to_unit_id,
            state=CaseState.RECEIVED.value,
            opened_at=sent_at,
            arrived_on=arrived_on,
            arrival_registered_by_id=doing.actor.person_id,
        )
    )
    loop.event("arrived", arrived_on=arrived_on, source=referral.source, sender=referral.referrer_unit_id)
    return case


def put_assessor(doing: Changing, *, case: Case, assessor_id: UUID) -> None:
    """Name the responsible assessor, who must be able to take it."""
    deciding_person(person_id=assessor_id, unit_id=case.unit_id, today=doing.today, field="assessor")
    doing.loop.event("assigned", side="own", old=case.assessor_id, new=assessor_id)
    doing.loop.set(case, assessor_id=assessor_id, assigned_at=doing.now, assigned_by_id=doing.actor.person_id)


def _may(actor: Actor, unit_id: UUID) -> None:
    if unit_id not in actor.unit_ids:
        raise NotFound
    require_care_role(actor.role)
