"""Dictations that wait to be typed, made through the real actions: with a recording, or spoken elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from factories import walks
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Dictation, Recording
from remissvakt.referrals.actions.confirmation import decide_confirmation
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.referrals.actions.type_dictation import Typed
from remissvakt.referrals.models import Referral, Reply
from remissvakt.speech.assemble import work
from sounds import Tones
from speaking import begun, speak

TYPED = Typed(fields=walks.FIELDS)
SECONDS: Tones = ((440, 0.6), (880, 0.6))


def spoken(region: Any, *, now: datetime) -> Dictation:
    """Anna's referral, dictated here, put together and waiting in Att skriva ut."""
    recording = begun(region, now=now)
    speak(recording, SECONDS, actor=region.referrer, now=now)
    recording.refresh_from_db()
    finish_speaking(
        recording_id=recording.id,
        version=recording.version,
        accept_gaps=False,
        actor=region.referrer,
        now=now,
    )
    while work(now=now):
        pass
    return Dictation.objects.get(recording=recording)


def elsewhere(region: Any, *, now: datetime) -> tuple[Referral, Dictation]:
    """The same, spoken into another system."""
    referral = walks.dictated(region, now=now)
    return referral, Dictation.objects.get(referral_version__referral=referral)


def confirmation(region: Any, *, now: datetime) -> tuple[Referral, Reply]:
    """Olle has decided to confirm, and dictated it elsewhere."""
    referral = walks.assessed(region, now=now)
    case = walks.case_of(referral)
    reply = decide_confirmation(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        dictation_place="Diktat 3",
        actor=region.assessor,
        now=now,
    )
    return walks.fresh(referral), Reply.objects.get(id=reply.id)


def recording_of(dictation: Dictation) -> Recording:
    return Recording.objects.get(id=dictation.recording_id)
