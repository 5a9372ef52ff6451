"""Decide on a referral (A.1): the clock starts, and from now on it is somebody's work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.codes import new_code
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line
from remissvakt.dictation.models import RecordingKind
from remissvakt.organisations.actors import Actor

from ..change import Changing, begin
from ..models import Referral, ReferralVersion
from ..rules.who import require_care_role
from ..states import ReferralState, Source, VersionReason
from .dictated import put_dictation
from .people import deciding_person
from .texts import content, priority


def decide(
    *,
    referral_id: UUID,
    unit_id: UUID,
    patient_id: UUID,
    referrer_id: UUID,
    actor: Actor,
    now: datetime,
    to_unit_id: UUID | None = None,
    priority_rank: int = 3,
    priority_label: str = "",
    fields: Mapping[str, Any] | None = None,
    decided_at: datetime | None = None,
    dictated: bool = False,
    dictation_place: str = "",
    recording_id: UUID | None = None,
) -> Referral:
    """Create a draft that is work from the decision on. A secretary may register a doctor's decision.

    `referral_id` is drawn by the door when the form is shown, and so is `recording_id` where the referral is
    dictated here: the clock starts with the decision, however long the recording takes. Raises
    Refusal("already_registered") for a form sent twice, and refusals about the referrer, the texts or the time.
    """
    referral = draft(
        referral_id=referral_id,
        unit_id=unit_id,
        patient_id=patient_id,
        referrer_id=referrer_id,
        actor=actor,
        now=now,
        to_unit_id=to_unit_id,
        priority_rank=priority_rank,
        priority_label=priority_label,
        decided_at=decided_at,
    )
    with begin(referral=referral, actor=actor, now=now) as doing:
        deciding_person(person_id=referrer_id, unit_id=unit_id, today=doing.today, field="referrer")
        fill(
            doing,
            fields=fields or {},
            dictated=dictated,
            dictation_place=dictation_place,
            recording_id=recording_id,
        )
    return referral


def draft(
    *,
    referral_id: UUID,
    unit_id: UUID,
    patient_id: UUID,
    referrer_id: UUID,
    actor: Actor,
    now: datetime,
    to_unit_id: UUID | None,
    priority_rank: int,
    priority_label: str,
    decided_at: datetime | None,
) -> Referral:
    """A new referral in its first state, not yet written."""
    if unit_id not in actor.unit_ids:
        raise NotFound
    require_care_role(actor.role)
    decided = decided_at or now
    if decided > now:
        raise Refusal("decision_in_future", _("Beslutet kan inte ligga i framtiden."), field="decided_at")
    if decided < now - timedelta(days=366):
        raise Refusal("decision_too_old", _("Beslutet är mer än ett år gammalt."), field="decided_at")
    return Referral(
        id=referral_id,
        code=new_code(now=now),
        state=ReferralState.DRAFT.value,
        source=Source.WRITTEN.value,
        patient_id=patient_id,
        referrer_unit_id=unit_id,
        referrer_id=referrer_id,
        to_unit_id=to_unit_id,
        priority_rank=priority(priority_rank),
        priority_label=clean_line(priority_label, max_length=60, field="priority"),
        decided_at=decided,
        decided_by_id=referrer_id,
        watched=True,
    )


def fill(
    doing: Changing,
    *,
    fields: Mapping[str, Any],
    dictated: bool = False,
    dictation_place: str = "",
    recording_id: UUID | None = None,
) -> ReferralVersion:
    """The first version of a new referral, with its events."""
    loop, actor, now = doing.loop, doing.actor, doing.now
    referral = doing.referral
    assert referral.decided_at and referral.referrer_unit_id and referral.referrer_id  # as drafted
    loop.participants.add(referral.referrer_unit_id)
    version = ReferralVersion(
        id=new_id(now=now),
        referral=doing.referral,
        number=1,
        reason=VersionReason.NEW.value,
        author_id=doing.referral.referrer_id if dictated else actor.person_id,
        created_at=now,
        edited_at=now,
        edited_by_id=actor.person_id,
        **content(fields),
    )
    loop.event(
        "decided",
        side="own",
        decided_on=local_date(doing.referral.decided_at),
        referrer=doing.referral.referrer_id,
        patient=doing.referral.patient_id,
    )
    if dictated:
        version.dictation = put_dictation(
            doing,
            kind=RecordingKind.REFERRAL,
            unit_id=referral.referrer_unit_id,
            author_id=referral.referrer_id,
            place=dictation_place,
            recording_id=recording_id,
        )
    return loop.add(version)
