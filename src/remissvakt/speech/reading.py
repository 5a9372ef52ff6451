"""Who may hear a recording? Its author, and those who work with patients at its unit.

In a pool that serves the unit: as long as there is work for it.

Every reading is in the access log (S1); listening once for as long as somebody sits with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from remissvakt.audit.access import log_read
from remissvakt.audit.models import AccessLog
from remissvakt.core.refusal import NotFound
from remissvakt.dictation.models import Dictation, Recording
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.change import may_see
from remissvakt.referrals.models import Referral
from remissvakt.referrals.rules.who import CARE

LISTENING = "listen"
# A browser asks for the sound piece by piece: what it asks for within this time is the same listening.
_SITTING = timedelta(minutes=15)


def open_recording(*, recording_id: UUID, actor: Actor, now: datetime, action: str) -> Recording:
    """Return the recording with author, patient and unit, and log the reading. Raises NotFound."""
    with transaction.atomic():
        recording = _visible(recording_id, actor)
        referral_id = referral_of(recording)
        log_read(
            actor=actor, patient_id=recording.patient_id, referral_id=referral_id, action=action, now=now
        )
    return recording


def listen(*, recording_id: UUID, actor: Actor, now: datetime) -> Recording:
    """The same, for its sound: logged unless the same person has been listening just now."""
    with transaction.atomic():
        recording = _visible(recording_id, actor)
        referral_id = referral_of(recording)
        logged = AccessLog.objects.filter(
            person_id=actor.person_id,
            at__gt=now - _SITTING,
            assignment_id=actor.assignment_id,
            patient_id=recording.patient_id,
            referral_id=referral_id,
            action=LISTENING,
        )
        if not logged.exists():
            log_read(
                actor=actor,
                patient_id=recording.patient_id,
                referral_id=referral_id,
                action=LISTENING,
                now=now,
            )
    return recording


def referral_of(recording: Recording) -> UUID | None:
    """The referral that the recording is about; the first, of several."""
    return Referral.objects.filter(_about(recording)).order_by("id").values_list("id", flat=True).first()


def _about(recording: Recording) -> Q:
    dictations = Dictation.objects.filter(recording=recording)
    return (
        Q(versions__dictation__in=dictations)
        | Q(replies__dictation__in=dictations)
        | Q(letters__dictation__in=dictations)
    )


def _visible(recording_id: UUID, actor: Actor) -> Recording:
    recording = (
        Recording.objects.select_related("author", "patient", "unit", "whole")
        .filter(id=recording_id, unit_id__in=actor.unit_ids)
        .first()
    )
    if recording is None or actor.role not in CARE:
        raise NotFound
    if actor.in_pool and not Referral.objects.filter(_about(recording), may_see(actor)).exists():
        raise NotFound
    return recording
