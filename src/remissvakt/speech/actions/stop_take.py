"""Stop a take: say how many parts it has, and how long it was."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.dictation.models import Take
from remissvakt.dictation.own import own_recording
from remissvakt.organisations.actors import Actor

from .store_part import MOST_PARTS


def stop_take(
    *, recording_id: UUID, take_id: UUID, parts_expected: int, duration_ms: int, actor: Actor, now: datetime
) -> Take:
    """Idempotent. Raises Refusal "take_stopped" if it was stopped with other numbers, "part_number", NotFound."""
    with transaction.atomic(durable=True):
        recording = own_recording(recording_id=recording_id, actor=actor)
        take = recording.takes.filter(id=take_id).first()
        if take is None:
            raise NotFound
        if take.parts_expected is not None:
            if take.parts_expected != parts_expected:
                raise Refusal("take_stopped", _("Inspelningen är redan stoppad, med ett annat antal delar."))
            return take
        last = take.parts.aggregate(last=Max("number"))["last"]
        if not (last is None or last < parts_expected) or not 0 <= parts_expected <= MOST_PARTS:
            raise Refusal("part_number", _("Delens nummer eller tid går inte att använda."))
        take.parts_expected = parts_expected
        take.duration_ms = max(take.duration_ms or 0, duration_ms) if parts_expected else 0
        take.save(update_fields=["parts_expected", "duration_ms"])
        recording.version += 1
        recording.changed_at = now
        recording.save(update_fields=["version", "changed_at"])
    return take
