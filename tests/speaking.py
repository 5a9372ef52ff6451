"""Speaks in recordings through the real actions, as the recorder page does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from factories import walks
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Recording, Take
from remissvakt.organisations.actors import Actor
from remissvakt.speech.actions.begin_take import begin_take
from remissvakt.speech.actions.stop_take import stop_take
from remissvakt.speech.actions.store_part import store_part
from sounds import Tones, sound

PART = 4_000  # bytes: small, so that a short sound has several


def begun(region: Any, *, now: datetime) -> Recording:
    """Anna has decided on a referral that she is about to dictate."""
    recording_id = new_id(now=now)
    walks.drafted(region, now=now, fields={}, dictated=True, recording_id=recording_id)
    return Recording.objects.get(id=recording_id)


def begin(recording: Recording, *, actor: Actor, now: datetime, **more: Any) -> Take:
    given: dict[str, Any] = {
        "take_id": new_id(now=now),
        "media_type": "audio/webm;codecs=opus",
        "at_ms": None,
        "overwrites": False,
        "version": None,
        **more,
    }
    return begin_take(recording_id=recording.id, actor=actor, now=now, **given)


def parts_of(content: bytes) -> list[bytes]:
    return [content[at : at + PART] for at in range(0, len(content), PART)]


def send(take: Take, parts: list[bytes], *, actor: Actor, now: datetime, milliseconds: int = 0) -> None:
    """Every part, in order."""
    for number, content in enumerate(parts):
        store_part(
            recording_id=take.recording_id,
            take_id=take.id,
            number=number,
            content=content,
            until_ms=milliseconds * (number + 1) // len(parts),
            actor=actor,
            now=now,
        )


def speak(recording: Recording, tones: Tones, *, actor: Actor, now: datetime, **more: Any) -> Take:
    """A whole take, begun, sent and stopped."""
    milliseconds = int(sum(seconds for _hertz, seconds in tones) * 1000)
    take = begin(recording, actor=actor, now=now, **more)
    parts = parts_of(sound("webm", tones))
    send(take, parts, actor=actor, now=now, milliseconds=milliseconds)
    return stop_take(
        recording_id=recording.id,
        take_id=take.id,
        parts_expected=len(parts),
        duration_ms=milliseconds,
        actor=actor,
        now=now,
    )
