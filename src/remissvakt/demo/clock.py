"""Simulated time: office hours of working days, drawn from the seed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from remissvakt.core.clock import STOCKHOLM, local_date
from remissvakt.core.workdays import is_working_day


def at_work(rng: Random, day: date) -> datetime:
    """An instant in office hours on `day`, or on the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    minutes = rng.randint(8 * 60, 16 * 60 - 1)
    local = datetime.combine(day, time(minutes // 60, minutes % 60, rng.randint(0, 59)), tzinfo=STOCKHOLM)
    return local.astimezone(UTC)


def later(rng: Random, now: datetime, *, days: tuple[int, int]) -> datetime:
    """Some office minute from `days[0]` to `days[1]` calendar days after `now`, and after `now` itself."""
    span = rng.randint(*days)
    if span == 0:
        return now + timedelta(minutes=rng.randint(5, 50))
    moment = at_work(rng, local_date(now) + timedelta(days=span))
    return max(moment, now + timedelta(minutes=5))
