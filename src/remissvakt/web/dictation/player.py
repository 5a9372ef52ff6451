"""What the player needs to know: the sound, its waveform, the unclear spots, and how the person wants it to behave."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.dictation.habits import habits_of
from remissvakt.dictation.models import Phrase, Recording, RecordingState, UnclearSpot
from remissvakt.web.frame import address

from .dictated_text import DictatedText


def player_of(text: DictatedText) -> dict[str, Any]:
    """Everything that is heard and marked; what the unit abbreviates, too, for whoever types."""
    recording = text.recording
    habits = habits_of(person_id=text.subject.actor.person_id)
    return {
        "audio_url": _sound(recording),
        "peaks": json.dumps(recording.peaks, separators=(",", ":")) if recording else "[]",
        "duration_ms": recording.duration_ms if recording else 0,
        "length": clock(recording.duration_ms) if recording else "",
        "processing": recording is not None and recording.state == RecordingState.FINISHED,
        "speaking": recording is not None and recording.state in (RecordingState.OPEN, RecordingState.FAULTY),
        "erased": recording is not None and recording.state == RecordingState.ERASED,
        "spots": spots_of(text),
        "key_names": json.dumps(habits.keys),
        "named_keys": habits.named_keys,
        "jump_back_ms": habits.jump_back_ms,
        "speed": habits.speed_percent / 100,
        "phrases": phrases_of(text),
        "mark_url": address("mark_unclear", dictation_id=text.dictation.id),
        "keys_url": address("typing_habits"),
    }


def spots_of(text: DictatedText) -> list[dict[str, Any]]:
    """The unclear spots in the order in which they are heard, those that are settled too."""
    rows = UnclearSpot.objects.filter(dictation=text.dictation).select_related("marked_by")
    return [spot_shown(row) for row in rows.order_by("at_ms", "id")]


def spot_shown(row: UnclearSpot) -> dict[str, Any]:
    """One spot as the page draws it."""
    return {
        "id": row.id,
        "at_ms": row.at_ms,
        "at": clock(row.at_ms),
        "note": row.note,
        "by": row.marked_by.name if row.marked_by else "",
        "settled": row.settled_at is not None,
        "settle_url": address("settle_unclear", dictation_id=row.dictation_id, spot_id=row.id),
    }


def phrases_of(text: DictatedText) -> list[tuple[str, str]]:
    """What the unit writes in short, and what it stands for; in a pool also the pool's own, where the unit has none."""
    rows = Phrase.objects.filter(unit_id__in=[text.unit_id, text.subject.actor.unit_id], active=True)
    found = {short: said for short, unit_id, said in _ours_last(rows, text)}
    return sorted(found.items())


def _ours_last(rows: QuerySet[Phrase], text: DictatedText) -> list[tuple[str, UUID, str]]:
    """The unit's own after the pool's, so that the unit's is the one that stays."""
    return sorted(rows.values_list("short", "unit_id", "text"), key=lambda row: row[1] == text.unit_id)


def clock(ms: int) -> str:
    """Minutes and seconds: "1:05"."""
    seconds = ms // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _sound(recording: Recording | None) -> str:
    if recording is None or recording.state != RecordingState.READY:
        return ""
    return address("recording_audio", recording_id=recording.id)
