"""What is to be typed: who spoke, how long it is, and who has it until when. One statement for a page of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from remissvakt.dictation.hold import held_until
from remissvakt.dictation.models import Dictation
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.states import Node

# Dictations of referrals and answers come first in the queue (A.1, B.3), whatever is due.
FIRST = (Why.TRANSCRIBE_REFERRAL.value, Why.TRANSCRIBE_ANSWER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One dictation as its row shows it. `duration_ms` 0: not spoken here, then `place` says where it lies."""

    author: str
    duration_ms: int
    place: str
    taken_by: str
    taken_until: datetime | None
    sent_back: bool


def speech_of(items: Iterable[Any], *, now: datetime) -> dict[UUID, Speech]:
    """Return the dictations of those items (as `rows` reads them) that wait to be typed, by the item's id."""
    waiting = [item for item in items if item.node == Node.TRANSCRIBE]
    if not waiting:
        return {}
    found: dict[UUID | None, Speech] = {}
    version = Q(referral_version__sent_at=None, referral_version__voided_at=None)
    rows = Dictation.objects.filter(
        Q(letter__in=[item.letter_id for item in waiting if item.letter_id])
        | Q(reply__in=[item.reply_id for item in waiting if item.reply_id])
        | version & Q(referral_version__referral__in=[item.referral_id for item in waiting])
    )
    related = ("letter", "reply", "referral_version", "recording", "dictated_by", "taken_by")
    for row in rows.select_related(*related).defer("recording__peaks", "recording__draft", "recording__cuts"):
        key = _about(row)
        until = held_until(row, now=now)
        found[key] = Speech(
            author=row.dictated_by.name,
            duration_ms=row.recording.duration_ms if row.recording else 0,
            place=row.place,
            taken_by=row.taken_by.name if row.taken_by and until else "",
            taken_until=until,
            sent_back=row.sent_back_at is not None,
        )
    keys = {item.id: item.letter_id or item.reply_id or item.referral_id for item in waiting}
    return {item_id: found[key] for item_id, key in keys.items() if key in found}


def _about(row: Dictation) -> UUID:
    for name in ("letter", "reply"):
        text = getattr(row, name, None)
        if text is not None:
            return text.id
    return row.referral_version.referral_id
