"""Speech for the demo region: two dictations by a synthetic voice, put together as the worker does (A.1, B.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.answer import decide_answer
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.referrals.models import Case
from remissvakt.referrals.states import CaseState
from remissvakt.speech.actions.put_file import put_file
from remissvakt.speech.assemble import work

from .build import Region

_SOUNDS = Path(__file__).parent / "speech"


def speak(*, recording_id: UUID, sound: str, actor: Actor, now: datetime) -> None:
    """Give a recording the speech of one of the files (`remiss`, `svar`), finish it, and make it ready to type."""
    put_file(
        recording_id=recording_id,
        take_id=new_id(now=now),
        content=[(_SOUNDS / f"{sound}.ogg").read_bytes()],
        version=None,
        actor=actor,
        now=now,
    )
    ended = now + timedelta(minutes=2)
    finish_speaking(recording_id=recording_id, version=None, actor=actor, now=ended)
    while work(now=ended):
        pass


def dictated_answer(region: Region, *, now: datetime) -> None:
    """B.3: Otto has seen a patient this morning, and has dictated the answer."""
    who = region.actors["otto.ost"]
    case = (
        Case.objects.filter(
            unit=region.units["ogon"], assessor_id=who.person_id, state=CaseState.IN_PROGRESS.value
        )
        .exclude(replies__sent_at=None, replies__voided_at=None, replies__isnull=False)
        .order_by("opened_at", "id")
        .first()
    )
    if case is None:
        return  # a small region, in which Otto has nobody
    recording_id = new_id(now=now)
    decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        kind="FINAL",
        dictated=True,
        recording_id=recording_id,
        actor=who,
        now=now,
    )
    speak(recording_id=recording_id, sound="svar", actor=who, now=now)
