"""Which day is meant by "idag", "om 2 veckor", "för 3 dagar sedan" or "fredag"?"""

import re
from datetime import date, timedelta

from remissvakt.core.date_refusals import out_of_range
from remissvakt.core.names_of_time import weekday_number
from remissvakt.core.periods import last_day_of_month
from remissvakt.core.years import Prefer

_NEAR = {
    "i förrgår": -2, "förrgår": -2, "igår": -1, "i går": -1, "yesterday": -1,
    "idag": 0, "i dag": 0, "today": 0,
    "imorgon": 1, "i morgon": 1, "imorron": 1, "i morron": 1, "tomorrow": 1,
    "i övermorgon": 2, "övermorgon": 2,
}  # fmt: skip
_COUNTED = ("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_COUNTS = {word: count for count, word in enumerate(_COUNTED, start=1)} | {"ett": 1}
# In days, or in months. "v" is a week here, since a count stands before it.
_DAYS = {
    "dag": 1, "dagar": 1, "dgr": 1, "day": 1, "days": 1,
    "v": 7, "vecka": 7, "veckor": 7, "week": 7, "weeks": 7,
}  # fmt: skip
_MONTHS = {"mån": 1, "månad": 1, "månader": 1, "month": 1, "months": 1, "år": 12, "year": 12, "years": 12}
_COUNT = r"(?P<count>[0-9]{1,4}|[a-zåäö]+) ?(?P<unit>[a-zåäö]+)\.?"
_AHEAD = re.compile(r"(?:om|in) " + _COUNT)
_AGO = re.compile(r"(?:för )?" + _COUNT + r" (?:sedan|sen|ago)")
_WEEKDAY = re.compile(r"(?:på )?(?P<weekday>[a-zåäö]{3,})\.?")
_LAST_WEEKDAY = re.compile(r"i (?P<weekday>[a-zåäö]{3,}dag)s")


def read_day_away(text: str, *, today: date, prefer: Prefer = "future") -> date | None:
    """Return the day that a ``typed.plain`` text names by its distance from today, or None if it names none.

    A month away is the same day of the month, or its last one. Raises Refusal "date_out_of_range" where no
    calendar reaches.
    """
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if match := _AHEAD.fullmatch(text):
        return _counted(match["count"], match["unit"], today=today, sign=1)
    if match := _AGO.fullmatch(text):
        return _counted(match["count"], match["unit"], today=today, sign=-1)
    if match := _LAST_WEEKDAY.fullmatch(text):
        return _nearest_weekday(weekday_number(match["weekday"]), today=today, prefer="past")
    if match := _WEEKDAY.fullmatch(text):
        return _nearest_weekday(weekday_number(match["weekday"]), today=today, prefer=prefer)
    return None


def add_months(day: date, months: int) -> date:
    """Return the same day of the month so many months later (earlier), or that month's last day.

    Raises ValueError outside the years 1–9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, last_day_of_month(first).day))


def _counted(count: str, unit: str, *, today: date, sign: int) -> date | None:
    number = int(count) if count.isdigit() else _COUNTS.get(count)
    if number is None:
        return None
    try:
        if unit in _DAYS:
            return today + timedelta(days=sign * number * _DAYS[unit])
        if unit in _MONTHS:
            return add_months(today, sign * number * _MONTHS[unit])
    except (ValueError, OverflowError):
        raise out_of_range() from None
    return None


def _nearest_weekday(weekday: int | None, *, today: date, prefer: Prefer) -> date | None:
    if weekday is None:
        return None
    if prefer == "future":
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
