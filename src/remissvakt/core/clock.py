"""What time is it, and which day is that in Sweden?

Instants are aware datetimes in UTC; days are dates in Europe/Stockholm (invariant D7). A door reads the
clock once, and hands ``now`` inwards: nothing else in the product calls the system clock.
"""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock: the only place that reads it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


def local_time(instant: datetime) -> datetime:
    """Return the same instant as Swedish wall-clock time. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(STOCKHOLM)


def local_date(instant: datetime) -> date:
    """Return the Swedish calendar day that an aware instant falls on."""
    return local_time(instant).date()


def start_of_local_day(day: date) -> datetime:
    """Return the instant (UTC) at which a Swedish calendar day begins.

    Swedish clocks are changed at 01:00 UTC, so midnight always exists, and exists once.
    """
    return datetime.combine(day, time.min, tzinfo=STOCKHOLM).astimezone(UTC)
