"""Put a sound file that was recorded elsewhere last in a recording: one take with one part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import Part, Take
from remissvakt.dictation.own import own_recording, require_seen, require_still_spoken
from remissvakt.organisations.actors import Actor
from remissvakt.sandbox.audio_kind import HEAD, AudioKind, audio_kind
from remissvakt.storage import store

from .begin_take import next_take, touch

LARGEST_FILE = 100 * 1024 * 1024


def put_file(
    *,
    recording_id: UUID,
    take_id: UUID,
    content: Iterable[bytes],
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Take:
    """Store a WAV, MP3, M4A, OGG or WebM file as it came; its content is heard later, apart. Idempotent by its id.

    Raises Refusal "audio_empty", "audio_unknown_type", "audio_too_large" (field "file"), Stale, NotFound, …
    """
    recording = own_recording(recording_id=recording_id, actor=actor, lock=False)
    same = recording.takes.filter(id=take_id).first()
    if same is not None:
        return same
    require_still_spoken(recording)
    kind, pieces = _recognised(content)
    file = store.put(content=pieces, media_type=kind.media_type, now=now)
    with transaction.atomic(durable=True):
        recording = own_recording(recording_id=recording_id, actor=actor)
        same = recording.takes.filter(id=take_id).first()
        if same is not None:
            return same
        require_still_spoken(recording)
        require_seen(recording, version=version)
        take = next_take(recording, take_id=take_id, media_type=kind.media_type, now=now)
        take.parts_expected = 1
        take.save(force_insert=True)
        Part(take=take, number=0, file=file, stored_at=now).save(force_insert=True)
        touch(recording, now=now)
    return take


def _recognised(content: Iterable[bytes]) -> tuple[AudioKind, Iterator[bytes]]:
    """Which kind of sound it is, and the content from its beginning, refused when it grows too large."""
    pieces = iter(content)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= HEAD:
            break
    if not head:
        raise Refusal("audio_empty", _("Filen är tom."), field="file")
    kind = audio_kind(head[:HEAD])
    if kind is None:
        raise Refusal(
            "audio_unknown_type",
            _("Filen är inte ljud i något av formaten WAV, MP3, M4A, OGG eller WebM."),
            field="file",
        )
    return kind, _measured(head, pieces)


def _measured(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = len(head)
    yield head
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_FILE:
            raise Refusal("audio_too_large", _("Filen är större än 100 MB. Dela upp den."), field="file")
        yield piece
