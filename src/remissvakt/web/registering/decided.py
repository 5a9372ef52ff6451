"""When was it decided? A day typed freely and a time of day; a decision may be registered afterwards."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import STOCKHOLM, local_date, start_of_local_day
from remissvakt.core.dates import parse_date
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain

_TIME = re.compile(r"(?:kl\.? ?)?([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


def read_decided(*, day: str, clock: str, now: datetime) -> datetime:
    """Return the instant (UTC). Nothing typed is now; a day without a time is its beginning, or now for today.

    Raises Refusal "date_…" (field "decided_on") or "time_unreadable" (field "decided_time").
    """
    today = local_date(now)
    try:
        on = parse_date(day, today=today, prefer="past") if day.strip() else today
    except Refusal as refusal:
        raise refusal.for_field("decided_on") from None
    if not clock.strip():
        return now if on == today else start_of_local_day(on)
    match = _TIME.fullmatch(plain(clock))
    if match is None:
        raise Refusal("time_unreadable", _("Skriv klockslaget som 10:15."), field="decided_time")
    at = datetime.combine(on, time(int(match[1]), int(match[2])), tzinfo=STOCKHOLM).astimezone(UTC)
    # The form shows whole minutes: the present one has begun already.
    return now if at > now and (at - now).total_seconds() < 60 else at
