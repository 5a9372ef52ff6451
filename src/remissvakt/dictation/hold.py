"""Who is typing a dictation now? Taking one holds it for an hour, counted from the last save; then it is free again.

Nothing runs when the hour is over: a hold is true or not at the time when it is asked about.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from .models import Dictation

HOLD = timedelta(hours=1)


def held_until(dictation: Dictation, *, now: datetime) -> datetime | None:
    """Until when somebody holds it; None when nobody does, or when the hour is over."""
    if dictation.taken_at is None or dictation.transcribed_at is not None:
        return None
    until = dictation.taken_at + HOLD
    return until if until > now else None


def held_by_other(dictation: Dictation, *, person_id: UUID, now: datetime) -> bool:
    return dictation.taken_by_id != person_id and held_until(dictation, now=now) is not None


def require_free(dictation: Dictation, *, person_id: UUID, now: datetime) -> None:
    """Raise Refusal "dictation_taken" while somebody else holds it."""
    until = held_until(dictation, now=now)
    if until is None or dictation.taken_by_id == person_id:
        return
    holder = dictation.taken_by
    raise Refusal(
        "dictation_taken",
        _("%(who)s skriver ut diktatet, till %(until)s. Ta ett annat, eller be om att få det."),
        who=holder.name if holder else "",
        until=until,
    )
