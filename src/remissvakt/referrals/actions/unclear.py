"""Unclear spots: marked with their time by whoever types, settled by whoever has heard what was said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.refusal import NotFound
from remissvakt.core.texts import clean_line
from remissvakt.dictation.hold import require_free
from remissvakt.dictation.models import UnclearSpot
from remissvakt.organisations.actors import Actor

from ..rules import Action
from .type_dictation import dictated_text


def mark_unclear(
    *, dictation_id: UUID, spot_id: UUID, at_ms: int, note: str, actor: Actor, now: datetime
) -> UnclearSpot:
    """Mark a place that could not be heard for sure; its author must settle it before signing.

    `spot_id` is drawn by the door; the same spot sent again is the one that is there.
    """
    with dictated_text(action=Action.MARK_UNCLEAR, dictation_id=dictation_id, actor=actor, now=now) as it:
        require_free(it.dictation, person_id=actor.person_id, now=now)
        there = UnclearSpot.objects.filter(id=spot_id, dictation=it.dictation).first()
        if there is not None:
            return there
        return it.doing.loop.add(
            UnclearSpot(
                id=spot_id,
                dictation=it.dictation,
                at_ms=min(max(at_ms, 0), 24 * 60 * 60 * 1000),
                note=clean_line(note, max_length=200, field="note"),
                marked_at=now,
                marked_by_id=actor.person_id,
            )
        )


def settle_unclear(*, dictation_id: UUID, spot_id: UUID, actor: Actor, now: datetime) -> UnclearSpot:
    """The place has been heard, and the text is right there. Settled twice, the first time stays."""
    with dictated_text(action=Action.SETTLE_UNCLEAR, dictation_id=dictation_id, actor=actor, now=now) as it:
        spot = UnclearSpot.objects.filter(id=spot_id, dictation=it.dictation).first()
        if spot is None:
            raise NotFound
        if spot.settled_at is None:
            it.doing.loop.set(spot, settled_at=now, settled_by_id=actor.person_id)
    return spot
