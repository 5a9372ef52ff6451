"""Which year is meant by a typed day, week or month, and does it exist there?"""

from collections.abc import Callable
from datetime import date
from typing import Literal

from remissvakt.core.date_refusals import FIRST_YEAR, LAST_YEAR, does_not_exist, out_of_range

Prefer = Literal["future", "past"]
# After a day, week or month: " 2027", "/2027", "-27", " -27", ", 2027".
YEAR = r"(?:(?:[ /.,]+|[ /]?-[ ]?)'?(?P<year>[0-9]{4}|[0-9]{2}))?"


def dated(
    year: str | None,
    first_day: Callable[[int], date],
    *,
    today: date,
    prefer: Prefer,
    last_day: Callable[[date], date] = lambda day: day,
) -> date:
    """Return the first day, in the year that is meant, of what ``first_day(year)`` builds.

    ``first_day`` raises ValueError where the year lacks it. Without a typed year it is the first period that
    is not over, or for "past" the last that has begun, of those near. Raises Refusal
    "date_does_not_exist" or "date_out_of_range".
    """
    if year is not None:
        try:
            return first_day(_within_range(_full_year(year, today=today)))
        except ValueError:
            raise does_not_exist() from None
    # A week can belong to the year before or after the one that today's date has.
    near = (today.year - 1, today.year, today.year + 1)
    for candidate in near if prefer == "future" else reversed(near):
        try:
            first = first_day(candidate)
        except ValueError:
            continue
        if last_day(first) >= today if prefer == "future" else first <= today:
            return first
    raise does_not_exist()


def within_range(day: date) -> date:
    """Return the day. Raises Refusal "date_out_of_range" if its year can only be a mistake."""
    _within_range(day.year)
    return day


def _within_range(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range()
    return year


def _full_year(typed: str, *, today: date) -> int:
    if len(typed) == 4:
        return int(typed)
    # Of the years with these two last digits, the one nearest to today.
    return min(
        (today.year // 100 * 100 + int(typed) + shift for shift in (-100, 0, 100)),
        key=lambda y: abs(y - today.year),
    )
