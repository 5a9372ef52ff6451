"""Until when does a receiver say that the patient must wait? (routine A.3)

A confirmation states its waiting time as a day, a week, a month or a number of weeks. It is kept as it was
stated and as one date, the last day that it covers: to that date the watch moves. A wait is never in the
past, and never longer than five years.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from remissvakt.core.dates import parse_date
from remissvakt.core.days_away import add_months
from remissvakt.core.formats import format_date, format_month
from remissvakt.core.periods import last_day_of_month, last_day_of_week, read_month, read_week
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain

LONGEST_WEEKS = 260
LONGEST_YEARS = 5
_WEEKS = re.compile(r"(?:om )?([0-9]{1,4}) ?(?:v|veckor|vecka|weeks?)?\.?")
_BARE_WEEK = re.compile(r"[0-9]{1,2}(?:[ /.-]+[0-9]{2,4})?")


class WaitKind(StrEnum):
    """How a waiting time is stated."""

    DATE = "date"
    WEEK = "week"
    MONTH = "month"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Wait:
    """A stated waiting time.

    ``value`` is what was stated, in one form for each kind: "2027-03-28", "2027-W12", "2027-03", "8" (weeks).
    ``until`` is the last day that it covers.
    """

    kind: WaitKind
    value: str
    until: date


def read_wait(*, kind: WaitKind | str, value: str, today: date) -> Wait:
    """Return the wait that was typed, seen from ``today``; a week or a month without a year is the next one.

    Raises Refusal "wait_kind_unknown", "wait_unreadable", "wait_in_past", "wait_too_long" (more than five
    years, or weeks but 1–260), or what ``parse_date`` raises. ``field`` is "kind" or "value".
    """
    try:
        kind = WaitKind(kind)
    except ValueError:
        raise Refusal(
            "wait_kind_unknown",
            _("Välj om väntetiden är ett datum, en vecka, en månad eller ett antal veckor."),
        ).for_field("kind") from None
    try:
        wait = _READERS[kind](value, today)
    except Refusal as refusal:
        raise refusal.for_field("value") from None
    if wait.until < today:
        raise Refusal(
            "wait_in_past",
            _("Väntetiden har redan gått ut: %(until)s. Ange en tid som inte har passerat."),
            field="value",
            until=wait.until,
        )
    if wait.until > add_months(today, 12 * LONGEST_YEARS):
        raise _too_long()
    return wait


def describe_wait(wait: Wait) -> str:
    """Return the wait in words: "vecka 12 2027 (senast sön 28 mars 2027)"."""
    by = {"date": format_date(wait.until)}
    if wait.kind is WaitKind.DATE:
        return _("senast %(date)s") % by
    if wait.kind is WaitKind.WEEK:
        year, week, _weekday = wait.until.isocalendar()
        return _("vecka %(week)s %(year)s (senast %(date)s)") % {"week": week, "year": year, **by}
    if wait.kind is WaitKind.MONTH:
        return _("%(month)s (senast %(date)s)") % {"month": format_month(wait.until), **by}
    text = ngettext_lazy("%(weeks)d vecka (senast %(date)s)", "%(weeks)d veckor (senast %(date)s)", "weeks")
    return text % {"weeks": int(wait.value), **by}


def _read_date(value: str, today: date) -> Wait:
    day = parse_date(value, today=today)
    return Wait(WaitKind.DATE, day.isoformat(), day)


def _read_week(value: str, today: date) -> Wait:
    typed = plain(value)
    # In a field for a week the "v" may be left out.
    monday = read_week(f"v {typed}" if _BARE_WEEK.fullmatch(typed) else typed, today=today)
    if monday is None:
        raise Refusal(
            "wait_unreadable", _("Veckan går inte att läsa. Skriv till exempel v 12 eller v 12 2027.")
        )
    year, week, _weekday = monday.isocalendar()
    return Wait(WaitKind.WEEK, f"{year}-W{week:02d}", last_day_of_week(monday))


def _read_month(value: str, today: date) -> Wait:
    first = read_month(plain(value), today=today)
    if first is None:
        raise Refusal(
            "wait_unreadable", _("Månaden går inte att läsa. Skriv till exempel mars eller mars 2027.")
        )
    return Wait(WaitKind.MONTH, f"{first:%Y-%m}", last_day_of_month(first))


def _read_weeks(value: str, today: date) -> Wait:
    match = _WEEKS.fullmatch(plain(value))
    if match is None:
        raise Refusal(
            "wait_unreadable", _("Antalet veckor går inte att läsa. Skriv ett helt tal, till exempel 8.")
        )
    weeks = int(match[1])
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise _too_long()
    return Wait(WaitKind.WEEKS, str(weeks), today + timedelta(weeks=weeks))


def _too_long() -> Refusal:
    return Refusal(
        "wait_too_long",
        _("Väntetiden får vara högst %(years)s år, eller 1 till %(weeks)s veckor."),
        field="value",
        years=LONGEST_YEARS,
        weeks=LONGEST_WEEKS,
    )


_READERS = {
    WaitKind.DATE: _read_date,
    WaitKind.WEEK: _read_week,
    WaitKind.MONTH: _read_month,
    WaitKind.WEEKS: _read_weeks,
}
