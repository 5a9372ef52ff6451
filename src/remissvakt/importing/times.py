"""Which days does a line name? Read without a guess: what could be two days is a fault."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from remissvakt.core.dates import parse_date
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain
from remissvakt.core.waits import Wait, WaitKind, read_wait

# "2026-11-03 08:15:00", "2026-11-03T08:15": systems export the time with the day.
_WITH_TIME = re.compile(
    r"(.*[0-9])(?: |T)[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?Z?", re.IGNORECASE
)
_SPREADSHEET_DAY = re.compile(r"[3-6][0-9]{4}")
_WEEKS = re.compile(r"(?:om )?[0-9]{1,4} ?(?:v|veckor|vecka|weeks?)\.?")


def read_day(text: str, *, today: date) -> date:
    """A day that has been; without a year the latest one. Raises Refusal."""
    return parse_date(_day_alone(text), today=today, prefer="past")


def read_watch(text: str, *, today: date) -> date:
    """A day that may lie before or after today, so that its year must be stated. Raises Refusal."""
    typed = _day_alone(text)
    day = parse_date(typed, today=today, prefer="future")
    if parse_date(typed, today=today, prefer="past") != day:
        raise Refusal(
            "date_without_year", _("Skriv datumet med år: det kan både ha varit och ligga framåt i tiden.")
        )
    return day


def read_promised(text: str, *, since: date) -> Wait:
    """A waiting time stated on the day `since`: weeks, a week, a month or a day. It may be over. Raises Refusal."""
    typed = plain(_day_alone(text))
    if _WEEKS.fullmatch(typed):
        return read_wait(kind=WaitKind.WEEKS, value=typed, today=since)
    for kind in (WaitKind.WEEK, WaitKind.MONTH):
        try:
            return read_wait(kind=kind, value=typed, today=since)
        except Refusal as refusal:
            if refusal.code != "wait_unreadable":
                raise _before(refusal) from None
    try:
        return read_wait(kind=WaitKind.DATE, value=typed, today=since)
    except Refusal as refusal:
        raise _before(refusal) from None


def _before(refusal: Refusal) -> Refusal:
    if refusal.code != "wait_in_past":
        return refusal
    return Refusal(
        "wait_before_confirmation", _("Väntetiden slutar innan remissen skickades eller bekräftades.")
    )


def _day_alone(text: str) -> str:
    if _SPREADSHEET_DAY.fullmatch(text):
        raise Refusal(
            "date_is_number",
            _(
                "Kalkylprogrammet har gjort om datumet till ett tal. Formatera kolumnen som datum och spara igen."
            ),
        )
    match = _WITH_TIME.fullmatch(text)
    return match[1] if match else text
