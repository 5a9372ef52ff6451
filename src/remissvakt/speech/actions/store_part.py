"""Store a part of a take: a few seconds of speech. Acknowledged only when it is stored; a part stored is never lost."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.dictation.models import Part, RecordingState, Take
from remissvakt.dictation.own import own_recording
from remissvakt.organisations.actors import Actor
from remissvakt.storage import store

LARGEST_PART = 2 * 1024 * 1024
MOST_PARTS = 20_000  # eleven hours of parts of two seconds
_LONGEST_MS = 24 * 3600 * 1000


def store_part(
    *,
    recording_id: UUID,
    take_id: UUID,
    number: int,
    content: bytes,
    until_ms: int,
    actor: Actor,
    now: datetime,
) -> Part:
    """Store part `number` (from 0), in whatever order they come. `until_ms`: how long the take was at its end.

    The same part again is the same. It is taken also after Klar: better late than lost. Raises Refusal "part_empty",
    "part_too_large", "part_number", "part_differs" (other bytes under the number), NotFound.
    """
    if not content:
        raise Refusal("part_empty", _("Delen är tom."))
    if len(content) > LARGEST_PART:
        raise Refusal("part_too_large", _("Delen är för stor."))
    if not (0 <= number < MOST_PARTS and 0 <= until_ms <= _LONGEST_MS):
        raise Refusal("part_number", _("Delens nummer eller tid går inte att använda."))
    sha256 = hashlib.sha256(content).hexdigest()
    take = _take(recording_id, take_id, actor)
    same = _same(take, number, sha256)
    if same is not None:
        return same
    # First the bytes, by themselves: encrypting and writing them is not what others should wait for.
    file = store.put(content=content, media_type=take.media_type, now=now)
    with transaction.atomic(durable=True):
        recording = own_recording(recording_id=recording_id, actor=actor)
        take = recording.takes.get(id=take_id)
        same = _same(take, number, sha256)
        if same is not None:
            return same
        if take.parts_expected is not None and number >= take.parts_expected:
            raise Refusal("part_number", _("Delens nummer eller tid går inte att använda."))
        part = Part(take=take, number=number, file=file, stored_at=now)
        part.save(force_insert=True)
        take.duration_ms = max(take.duration_ms or 0, until_ms)
        take.save(update_fields=["duration_ms"])
        if recording.state == RecordingState.READY:
            recording.state = RecordingState.FINISHED.value  # the whole is put together anew
            recording.version += 1
        recording.changed_at = now
        recording.save(update_fields=["state", "version", "changed_at"])
    return part


def _take(recording_id: UUID, take_id: UUID, actor: Actor) -> Take:
    recording = own_recording(recording_id=recording_id, actor=actor, lock=False)
    take = recording.takes.filter(id=take_id).first()
    if take is None:
        raise NotFound
    return take


def _same(take: Take, number: int, sha256: str) -> Part | None:
    """The part that is there already under this number, if its bytes are the same."""
    part = take.parts.filter(number=number).first()
    if part is not None and part.file_id != sha256:
        raise Refusal("part_differs", _("En annan del är redan sparad under samma nummer."))
    return part
