"""Begin a take: a stretch of recording from start to stop."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import Part, Recording, RecordingState, Take
from remissvakt.dictation.own import own_recording, require_seen, require_still_spoken
from remissvakt.organisations.actors import Actor
from remissvakt.sandbox.audio_kind import AudioKind

# What browsers record in; whatever the word says, the sound is known by its bytes.
RECORDED = frozenset(kind.media_type for kind in (AudioKind.WEBM, AudioKind.OGG, AudioKind.M4A))
LARGEST_RECORDING = 300 * 1024 * 1024
MOST_TAKES = 2000


def begin_take(
    *,
    recording_id: UUID,
    take_id: UUID,
    media_type: str,
    at_ms: int | None,
    overwrites: bool,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Take:
    """Give the next take its number. `at_ms`: where in what `version` held; None at the end. Idempotent by its id.

    Raises Stale, NotFound, and Refusal "media_type_unknown", "take_not_heard", "recording_full", …
    """
    media_type = media_type.split(";")[0].strip().lower()
    if media_type not in RECORDED:
        raise Refusal("media_type_unknown", _("Webbläsaren spelar in i ett format som inte kan läsas."))
    with transaction.atomic(durable=True):
        recording = own_recording(recording_id=recording_id, actor=actor)
        same = recording.takes.filter(id=take_id).first()
        if same is not None:
            return same
        require_still_spoken(recording)
        require_seen(recording, version=version)
        if at_ms is not None and recording.takes.filter(duration_ms=None, parts_expected__gt=0).exists():
            raise Refusal("take_not_heard", _("Den uppladdade filen läses in. Vänta en stund."))
        take = next_take(recording, take_id=take_id, media_type=media_type, now=now)
        take.at_ms, take.overwrites = at_ms, overwrites
        take.save(force_insert=True)
        touch(recording, now=now)
    return take


def next_take(recording: Recording, *, take_id: UUID, media_type: str, now: datetime) -> Take:
    """The recording's next take, not written. Raises Refusal "recording_full"."""
    count = recording.takes.count()
    size = Part.objects.filter(take__recording=recording).aggregate(all=Sum("file__size"))["all"] or 0
    if size > LARGEST_RECORDING or count >= MOST_TAKES:
        raise Refusal(
            "recording_full", _("Diktatet är så långt som det får bli. Avsluta det och börja ett nytt.")
        )
    return Take(id=take_id, recording=recording, number=count, media_type=media_type, begun_at=now)


def touch(recording: Recording, *, now: datetime) -> None:
    """It has changed: whoever has it open elsewhere must read it again. What was faulty is being mended."""
    recording.state = RecordingState.OPEN.value
    recording.version += 1
    recording.changed_at = now
    recording.save(update_fields=["state", "version", "changed_at"])
