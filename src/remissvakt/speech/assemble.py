"""Puts a finished recording together as one file that every browser can seek in. A step of the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from remissvakt.dictation.models import Recording, RecordingState, Take
from remissvakt.referrals.actions.speak import give_back_unreadable

from .apart import Heard, Unreadable, hear
from .cuts import Cut, Cuts, cuts_of
from .hearing import hear_one

LEASE = timedelta(minutes=30)
MOST_ATTEMPTS = 3


def work(*, now: datetime) -> bool:
    """Assemble one finished recording, else hear one take of an open one; False when there is neither."""
    return assemble_one(now=now) or hear_one(now=now)


def assemble_one(*, now: datetime) -> bool:
    """Take the longest waiting one, with a lease: a worker that dies leaves it free again."""
    recording = _taken(now)
    if recording is None:
        return False
    if recording.attempts > MOST_ATTEMPTS:
        # Whoever took it died of it, again and again.
        give_back_unreadable(recording_id=recording.id, version=recording.version, take_numbers=(), now=now)
        return True
    takes = [take for take in recording.takes.order_by("number") if take.parts.exists()]
    cuts = cuts_of(takes)
    used = {cut.take for cut in cuts}
    try:
        heard = hear(takes=[t for t in takes if t.number in used], cuts=_to_their_ends(cuts, takes), now=now)
    except Unreadable as unreadable:
        give_back_unreadable(
            recording_id=recording.id, version=recording.version, take_numbers=unreadable.takes, now=now
        )
        return True
    _keep(recording, cuts=cuts, heard=heard, now=now)
    return True


def _taken(now: datetime) -> Recording | None:
    waiting = Recording.objects.filter(
        Q(taken_until=None) | Q(taken_until__lt=now), state=RecordingState.FINISHED
    )
    for recording in waiting.order_by("finished_at")[:10]:
        # Another worker may have been first: exactly one row changes for exactly one of them.
        if waiting.filter(id=recording.id, version=recording.version).update(
            taken_until=now + LEASE, attempts=F("attempts") + 1
        ):
            recording.attempts += 1
            return recording
    return None


def _to_their_ends(cuts: Cuts, takes: list[Take]) -> list[Cut]:
    """A piece that ends where the browser thought that its take did goes on to where it really does."""
    told = {take.number: take.duration_ms for take in takes}
    return [cut._replace(to_ms=None) if cut.to_ms == told[cut.take] else cut for cut in cuts]


def _keep(recording: Recording, *, cuts: Cuts, heard: Heard, now: datetime) -> None:
    with transaction.atomic(durable=True):
        row = Recording.objects.select_for_update().get(id=recording.id)
        if row.version != recording.version or row.state != RecordingState.FINISHED:
            return  # opened again, or a part came late: it is put together anew
        row.state = RecordingState.READY.value
        row.whole, row.duration_ms, row.peaks = heard.file, heard.duration_ms, heard.peaks
        row.cuts = [list(cut) for cut in cuts]
        row.changed_at, row.taken_until = now, None
        row.version += 1
        row.save(
            update_fields=[
                "state",
                "whole",
                "duration_ms",
                "peaks",
                "cuts",
                "changed_at",
                "taken_until",
                "version",
            ]
        )
