"""Which day did somebody type?

People write dates as they speak (ui.md): "2026-11-23", "23/11", "3/4 2027", "3 nov", "tis 3 nov 2026",
"20261123", "261123", "idag", "imorgon", "om 2 veckor", "v 12" (its Monday), "mars 2027" (the 1st), "fredag"
(the next one). What is read is shown back in full, with the weekday.
"""

import re
from datetime import date

from remissvakt.core.date_refusals import another_weekday, unreadable
from remissvakt.core.days_away import read_day_away
from remissvakt.core.formats import format_date, format_date_short
from remissvakt.core.names_of_time import month_number, weekday_number
from remissvakt.core.periods import last_day_of_month, last_day_of_week, read_month, read_week
from remissvakt.core.typed import plain
from remissvakt.core.years import YEAR, Prefer, dated, within_range

__all__ = ["Prefer", "format_date", "format_date_short", "parse_date", "parse_last_day"]

_WEEKDAY_FIRST = re.compile(r"(?P<weekday>[a-zåäö]{3,})\.?,? (?P<rest>(?:den )?[0-9].*)")
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        # The order of digits alone, or with the year first, is the Swedish one: year, month, day.
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4}|[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<sign>[/. ])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})",
        r"(?P<day>[0-9]{1,2}) ?[/.] ?(?P<month>[0-9]{1,2})\.?" + YEAR,
        r"(?:den )?(?P<day>[0-9]{1,2})(?::?[ea]|\.)? ?(?P<name>[a-zåäö]{3,})\.?" + YEAR,
    )
)


def parse_date(text: str, *, today: date, prefer: Prefer = "future") -> date:
    """Return the day that a text means, seen from ``today``.

    A day without a year is the nearest one from today on, or for ``prefer="past"`` the latest up to today; a
    weekday alone is never today. Raises Refusal "date_unreadable", "date_does_not_exist", "date_out_of_range"
    (years but 1900–2199) or "date_weekday_differs", without repeating the text.
    """
    typed = plain(text)
    weekday = None
    if match := _WEEKDAY_FIRST.fullmatch(typed):
        weekday = weekday_number(match["weekday"])
        typed = match["rest"] if weekday is not None else typed
    day = _read_day(typed, today=today, prefer=prefer)
    if day is None and weekday is None:
        day = (
            read_day_away(typed, today=today, prefer=prefer)
            or read_week(typed, today=today, prefer=prefer)
            or read_month(typed, today=today, prefer=prefer)
        )
    if day is None:
        raise unreadable()
    if weekday is not None and day.weekday() != weekday:
        raise another_weekday(day)
    return within_range(day)


def parse_last_day(text: str, *, today: date, prefer: Prefer = "future") -> date:
    """Return the last day of what a text means: "v 12" its Sunday, "mars" the 31st, else as ``parse_date``.

    For the end of a period: who is away "till och med v 12" is away that whole week. Raises as ``parse_date``.
    """
    typed = plain(text)
    if _read_day(typed, today=today, prefer=prefer) is None:
        if monday := read_week(typed, today=today, prefer=prefer):
            return within_range(last_day_of_week(monday))
        if first := read_month(typed, today=today, prefer=prefer):
            return within_range(last_day_of_month(first))
    return parse_date(text, today=today, prefer=prefer)


def _read_day(typed: str, *, today: date, prefer: Prefer) -> date | None:
    for form in _DAY_FORMS:
        if match := form.fullmatch(typed):
            parts = match.groupdict()
            month = month_number(parts["name"]) if "name" in parts else int(parts["month"])
            if month is not None:
                return _dated_day(parts["year"], month, int(parts["day"]), today=today, prefer=prefer)
    return None


def _dated_day(year: str | None, month: int, day: int, *, today: date, prefer: Prefer) -> date:
    return dated(year, lambda the_year: date(the_year, month, day), today=today, prefer=prefer)
