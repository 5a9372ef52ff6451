"""How somebody speaks: into a recording that a text began with, left to those who type, opened again, or unreadable.

Sometimes by somebody who may not, in a state in which nobody should.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.speak import finish_speaking, give_back_unreadable, speak_again
from remissvakt.referrals.models import Letter, ReferralVersion, Reply
from remissvakt.speech.actions.begin_take import begin_take
from remissvakt.speech.actions.store_part import store_part

from .world import World

Call = tuple[Callable[..., Any], dict[str, Any]]
# A take or a part is there already when its form is sent again; the worker comes back to what it has done.
SPEECH = {begin_take, store_part, finish_speaking, speak_again, give_back_unreadable}
REPEATS = {begin_take, store_part, give_back_unreadable}
_SPOKEN_IN = {RecordingState.OPEN, RecordingState.FAULTY}


def speak(w: World) -> Call | None:
    """What somebody does with one of the latest recordings; None if there is none, or nobody to do it."""
    rows = list(Recording.objects.order_by("-id")[:4])
    if not rows:
        return None
    recording = w.draw.one(rows)
    function, given = _step(w, recording)
    if function is not give_back_unreadable:
        actor = _author(w, recording)
        if actor is None:
            return None
        given["actor"] = actor
    return function, {"recording_id": recording.id, **given, "now": w.now}


def _step(w: World, recording: Recording) -> Call:
    take = recording.takes.order_by("number").last()
    if w.draw.often(0.2):
        wanted = w.draw.one((begin_take, store_part, finish_speaking, speak_again, give_back_unreadable))
    elif recording.state not in _SPOKEN_IN:
        wanted = w.draw.one((speak_again, speak_again, give_back_unreadable))
    elif take is None:
        wanted = begin_take
    elif not take.parts.exists():
        wanted = store_part
    else:
        wanted = w.draw.one((finish_speaking, finish_speaking, store_part, begin_take))
    version = w.seen(recording.version)
    if wanted is begin_take:
        kind = w.draw.one(("audio/webm;codecs=opus",) * 9 + ("text/plain",))
        return begin_take, {
            "take_id": w.new_id(), "media_type": kind, "at_ms": None, "overwrites": False, "version": version,
        }  # fmt: skip
    if wanted is store_part:
        number = take.parts.count() + w.draw.one((0, 0, 0, 1, -1)) if take else 0
        return store_part, {
            "take_id": take.id if take else w.new_id(),
            "number": number,
            "content": f"ljud {number}".encode() if w.draw.often(0.95) else b"",
            "until_ms": 2_000 * (number + 1),
        }
    if wanted is finish_speaking:
        return finish_speaking, {"version": version, "accept_gaps": w.draw.often(0.5)}
    if wanted is give_back_unreadable:
        return give_back_unreadable, {"version": version, "take_numbers": [0]}
    return speak_again, {"version": version}


def _author(w: World, recording: Recording) -> Actor | None:
    people = [one for one in w.region.people.values() if one.person_id == recording.author_id]
    return w.person(() if w.draw.often(0.1) else people)


def texts_of(recording_id: UUID) -> list[tuple[UUID, str, Any]]:
    """The texts of a recording: their referral, what they are, and which of its versions, replies or letters."""
    about = {"dictation__recording_id": recording_id}
    found: list[tuple[UUID, str, Any]] = [
        (row.referral_id, "version", place_of(row))
        for row in ReferralVersion.objects.filter(**about, voided_at=None)
    ]
    for kind, rows in (("reply", Reply), ("letter", Letter)):
        found += [(row.referral_id, kind, row.id) for row in rows.objects.filter(**about)]
    return found


def place_of(version: ReferralVersion) -> int:
    """Which it is of the versions, from 0: the sent ones in their order, and then the one that is written."""
    sent = ReferralVersion.objects.filter(referral_id=version.referral_id, sent_at__isnull=False)
    return sent.filter(number__lt=version.number).count()


def will_be_given_back(recording_id: UUID, version: int) -> bool:
    """Whether the worker is not too late: nobody has touched it since it was found unreadable."""
    return Recording.objects.filter(
        id=recording_id, version=version, state=RecordingState.FINISHED.value
    ).exists()
