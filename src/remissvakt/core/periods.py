"""Which week, or which month, was typed? Texts come in as ``typed.plain`` gives them.

Weeks: "v 12", "v. 12 2027", "vecka 12", "2027-W12". Months: "mars", "mars 2027", "2027-03", "3/2027". One
without a year is the first that is not over, or for ``prefer="past"`` the last that has begun.
"""

import re
from datetime import date, timedelta

from remissvakt.core.names_of_time import month_number
from remissvakt.core.years import YEAR, Prefer, dated

_WEEK = re.compile(r"(?:vecka|week|[vw])[. ]*(?P<week>[0-9]{1,2})" + YEAR)
_ISO_WEEK = re.compile(r"(?P<year>[0-9]{4})[- ]?[wv](?P<week>[0-9]{1,2})")
_NAMED_MONTH = re.compile(r"(?P<name>[a-zåäö]{3,})\.?" + YEAR)
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
_MONTH_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})")


def read_week(text: str, *, today: date, prefer: Prefer = "future") -> date | None:
    """Return the Monday of the ISO week that a text names, or None if it names none.

    Raises Refusal "date_does_not_exist" for a week 0, 54, or a week 53 that the year lacks.
    """
    match = _WEEK.fullmatch(text) or _ISO_WEEK.fullmatch(text)
    if match is None:
        return None
    return dated(
        match["year"],
        lambda year: date.fromisocalendar(year, int(match["week"]), 1),
        today=today,
        prefer=prefer,
        last_day=last_day_of_week,
    )


def read_month(text: str, *, today: date, prefer: Prefer = "future") -> date | None:
    """Return the first day of the month that a text names, or None if it names none.

    Raises Refusal "date_does_not_exist" for a month 0 or 13.
    """
    match = _NAMED_MONTH.fullmatch(text)
    month = month_number(match["name"]) if match else None
    if month is None:
        match = _ISO_MONTH.fullmatch(text) or _MONTH_OF_YEAR.fullmatch(text)
        month = int(match["month"]) if match else None
    if match is None or month is None:
        return None
    number = month
    return dated(
        match["year"],
        lambda year: date(year, number, 1),
        today=today,
        prefer=prefer,
        last_day=last_day_of_month,
    )


def last_day_of_week(day: date) -> date:
    """Return the Sunday of the day's ISO week."""
    return day + timedelta(days=6 - day.weekday())


def last_day_of_month(day: date) -> date:
    """Return the last day of the day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
