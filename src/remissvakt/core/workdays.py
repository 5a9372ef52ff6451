"""Which days are worked in Sweden?

Monday to Friday, except public holidays and the days that are off in practice: Midsummer Eve, Christmas Eve
and New Year's Eve (category "de_facto"; the library's default would count them as worked). Half days
are worked. Every limit "within n working days" of the routine is counted here.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from remissvakt.core.formats import in_english
from remissvakt.core.swedish_calendar import Sweden

_CATEGORIES = ("public", "de_facto")
_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether a day is worked. Raises TypeError for a datetime: a day has no time."""
    if isinstance(day, datetime):
        raise TypeError("a working day is a date, not a datetime")
    return day.weekday() < _SATURDAY and day not in _days_off(day.year, "sv")


@lru_cache(maxsize=16384)
def add_working_days(day: date, n: int) -> date:
    """Return the n:th working day after ``day``; for a negative n, the n:th before it.

    ``day`` itself is never counted, worked or not: Friday + 1 and Saturday + 1 are both Monday. With n = 0
    the answer is ``day`` if it is worked, otherwise the next day that is.
    """
    step = -_DAY if n < 0 else _DAY
    left = abs(n)
    if not left:
        while not is_working_day(day):
            day += _DAY
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(a: date, b: date) -> int:
    """Return how many working days lie after ``a``, up to and including ``b``.

    It is negative if ``b`` is before ``a``. For a working day ``b`` other than ``a`` it undoes
    ``add_working_days``: add_working_days(a, n) is b exactly if this is n.
    """
    if b < a:
        return -sum(is_working_day(b + i * _DAY) for i in range((a - b).days))
    return sum(is_working_day(a + i * _DAY) for i in range(1, (b - a).days + 1))


def holiday_name(day: date) -> str | None:
    """Return what a day off is called in the active language ("Julafton", "Christmas Eve"), or None."""
    return _days_off(day.year, "en_US" if in_english() else "sv").get(day)


@lru_cache(maxsize=256)
def _days_off(year: int, language: str) -> Mapping[date, str]:
    # include_sundays stays off: Sundays are days off by their weekday, and would otherwise hide the names.
    calendar = Sweden(
        years=year, expand=False, include_sundays=False, categories=_CATEGORIES, language=language
    )
    return MappingProxyType(dict(calendar))
