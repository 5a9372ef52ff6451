"""When is something due? Computed apart from the product: its own Easter, its own days off, its own summer time.

Nothing here imports the product, the holidays library or the time zone database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

DAY, HALF_HOUR = timedelta(days=1), timedelta(minutes=30)
BEGIN, END = datetime(2027, 7, 1, tzinfo=UTC), datetime(2029, 7, 1, tzinfo=UTC)


def easter(year: int) -> date:
    """Easter Sunday by Gauss' rule with Lichtenberg's corrections."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    golden = year % 19
    seed = (19 * golden + moon) % 30
    corrected = seed // 29 + (seed // 28 - seed // 29) * (golden // 11)
    full_moon = 21 + seed - corrected
    first_sunday = 7 - (year + year // 4 + sun) % 7
    offset = 7 - (full_moon - first_sunday) % 7
    return date(year, 3, 1) + (full_moon + offset - 1) * DAY


@lru_cache
def off(year: int) -> frozenset[date]:
    """Lag (1989:253) om allmänna helgdagar, and Midsummer Eve, Christmas Eve and New Year's Eve."""
    sunday = easter(year)
    midsummer_day = next(date(year, 6, day) for day in range(20, 27) if date(year, 6, day).isoweekday() == 6)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
    return frozenset(
        [date(year, month, day) for month, day in fixed]
        + [sunday - 2 * DAY, sunday + DAY, sunday + 39 * DAY, midsummer_day - DAY]
    )


def summer_time(instant: datetime) -> bool:
    """From the last Sunday in March to that in October, both at one o'clock UTC (directive 2000/84/EC)."""
    begins, ends = (_last_sunday(instant.year, month) for month in (3, 10))
    return begins <= instant < ends


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - DAY * (last.isoweekday() % 7)


def swedish_day(instant: datetime) -> date:
    return (instant + timedelta(hours=2 if summer_time(instant) else 1)).date()


@lru_cache(maxsize=100_000)
def workdays_after(day: date, number: int) -> date:
    """The day that is so many working days later; 0: that day, or the first one after it that is worked."""
    worked = [day + n * DAY for n in range(number * 2 + 30)]
    worked = [one for one in worked if one.isoweekday() < 6 and one not in off(one.year)]
    if number and worked[0] == day:
        worked = worked[1:]
    return worked[max(number - 1, 0)]


def half_hours() -> Iterator[datetime]:
    """Every half hour of two years, with a leap day in them."""
    at = BEGIN
    while at < END:
        yield at
        at += HALF_HOUR


def chosen_half_hours() -> list[datetime]:
    """Those around the nights when something happens to time, and some hundred others."""
    nights = [
        *(_last_sunday(year, month) for year, month in ((2027, 10), (2028, 3), (2028, 10), (2029, 3))),
        *(datetime(2028, 2, day, tzinfo=UTC) for day in (28, 29)),
        datetime(2028, 3, 1, tzinfo=UTC),
        *(datetime(year, 12, 31, 23, tzinfo=UTC) for year in (2027, 2028)),
        *(
            datetime(year, month, day, tzinfo=UTC)
            for year in (2027, 2028)
            for month, day in ((12, 24), (12, 27))
        ),
        datetime(2028, 6, 23, tzinfo=UTC),
        datetime(2028, 4, 14, tzinfo=UTC),
    ]
    around = [night + n * HALF_HOUR for night in nights for n in range(-5, 5)]
    return sorted({*around, *list(half_hours())[::251]})
