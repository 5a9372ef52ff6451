"""Erases the sound of dictations whose time is over: all texts signed, and then the unit's days (A.1, B.3).

Never before: a text that is neither signed nor given up keeps its recording for as long as that takes.
The rows stay; what is gone is what could be heard, and what a machine wrote of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Dictation, Recording, RecordingState
from remissvakt.dictation.sound import ERASED, sound_of
from remissvakt.organisations.models import UnitRoutine
from remissvakt.storage.models import StoredFile
from remissvakt.storage.references import nobody_refers
from remissvakt.storage.store import at_rest, erase

_AT_A_TIME = 100


def over(*, now: datetime) -> list[UUID]:
    """Return the recordings whose time is over."""
    return [recording_id for rows in _over(now) for recording_id in rows.values_list("id", flat=True)]


def erase_recording(*, recording_id: UUID, now: datetime) -> int | None:
    """Erase its sound and write that down. Return how many files; None if it may not be erased now after all.

    A sound that another recording has too stays until that one's time is over. Killed anywhere, it is done again.
    """
    with transaction.atomic():
        recording = Recording.objects.select_for_update().get(id=recording_id)
        if not any(rows.filter(id=recording_id).exists() for rows in _over(now)):
            return None
        if recording.taken_until and recording.taken_until > now:
            return None
        recording.state, recording.erased_at = RecordingState.ERASED.value, now
        recording.draft, recording.draft_doubts, recording.taken_until = "", [], None
        recording.version += 1
        recording.save(
            update_fields=["state", "erased_at", "draft", "draft_doubts", "taken_until", "version"]
        )
        mine = sound_of(Recording.objects.filter(id=recording_id)).filter(erased_at=None)
        names = _names(nobody_refers(mine, apart_from=ERASED))
        if StoredFile.objects.filter(sha256__in=names).exclude(at_rest(now=now)).exists():
            # Somebody has just put the same sound, and is about to refer to it.
            transaction.set_rollback(True)
            return None
        record_admin(
            kind="sound_erased",
            subject_kind="recording",
            subject_id=recording_id,
            data={"files": len(names)},
            actor=None,
            now=now,
            unit_id=recording.unit_id,
        )
        for sha256 in names:
            erase(sha256=sha256, now=now)
    return len(names)


def erase_unused_sound(*, now: datetime) -> int:
    """Erase sounds that nothing refers to any longer, after the longest time of any unit. Return how many.

    They were replaced by others, made from the same parts, or were never acknowledged to whoever sent them.
    """
    days = UnitRoutine.objects.aggregate(longest=Max("audio_days"))["longest"] or 0
    unused = nobody_refers(
        StoredFile.objects.filter(
            at_rest(now=now),
            erased_at=None,
            media_type__startswith="audio/",
            stored_at__lte=_before(now, days),
        )
    )
    count = 0
    while True:
        with transaction.atomic():
            names = _names(unused)[:_AT_A_TIME]
            if not names:
                return count
            record_admin(
                kind="unused_sound_erased",
                subject_kind="storage",
                subject_id=new_id(now=now),
                data={"files": len(names)},
                actor=None,
                now=now,
            )
            for sha256 in names:
                erase(sha256=sha256, now=now)
            count += len(names)


def _over(now: datetime) -> Iterator[QuerySet[Recording]]:
    """The recordings whose time is over, at the units that keep sounds equally long."""
    for days in UnitRoutine.objects.order_by().values_list("audio_days", flat=True).distinct():
        theirs = Dictation.objects.filter(recording=OuterRef("pk"))
        ended = Dictation.objects.filter(_ended(_before(now, days)))
        yield (
            Recording.objects.filter(Exists(theirs), unit__routine__audio_days=days)
            .exclude(Exists(theirs.exclude(pk__in=ended)))
            .exclude(state=RecordingState.ERASED)
        )


def _ended(before: datetime) -> Q:
    """Dictations whose text was signed, or given up, by then."""
    found = Q(referral_version__referral__voided_at__lte=before)
    for text in ("referral_version", "reply", "letter"):
        found |= Q(**{f"{text}__signed_at__lte": before}) | Q(**{f"{text}__voided_at__lte": before})
    return found


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _names(rows: QuerySet[StoredFile]) -> list[str]:
    return list(rows.order_by("sha256").values_list("sha256", flat=True))
