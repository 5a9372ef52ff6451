"""How are days and instants written for people? Swedish, and English where that is the active language."""

from datetime import date, datetime

from django.utils.translation import get_language

from remissvakt.core.clock import local_time

WEEKDAYS_SV = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS_SV = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS_EN = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# The Swedish Language Council shortens no month name of four letters or fewer, and "mars" stays whole.
_MONTHS_SV_SHORT = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


def in_english() -> bool:
    """Return whether the active language is English; everything else is shown in Swedish."""
    return (get_language() or "").startswith("en")


def format_weekday(day: date) -> str:
    """Return the short weekday: "tis", "Tue"."""
    if in_english():
        return WEEKDAYS_EN[day.weekday()][:3].capitalize()
    return WEEKDAYS_SV[day.weekday()][:3]


def format_date_short(day: date) -> str:
    """Return day and month: "3 nov", "3 Nov"."""
    if in_english():
        return f"{day.day} {MONTHS_EN[day.month - 1][:3].capitalize()}"
    return f"{day.day} {_MONTHS_SV_SHORT[day.month - 1]}"


def format_date(day: date) -> str:
    """Return a day in full: "tis 3 nov 2026", "Tue 3 Nov 2026"."""
    return f"{format_weekday(day)} {format_date_short(day)} {day.year}"


def format_day_long(day: date) -> str:
    """Return a day in whole words, for letters to patients: "tisdag 8 december 2026", "Tuesday 8 December 2026"."""
    if in_english():
        return f"{WEEKDAYS_EN[day.weekday()].capitalize()} {day.day} {MONTHS_EN[day.month - 1].capitalize()} {day.year}"
    return f"{WEEKDAYS_SV[day.weekday()]} {day.day} {MONTHS_SV[day.month - 1]} {day.year}"


def format_month(day: date) -> str:
    """Return month and year: "mars 2027", "March 2027"."""
    month = MONTHS_EN[day.month - 1].capitalize() if in_english() else MONTHS_SV[day.month - 1]
    return f"{month} {day.year}"


def format_time(instant: datetime) -> str:
    """Return the Swedish wall-clock time of an aware instant: "14:05"."""
    return f"{local_time(instant):%H:%M}"


def format_instant(instant: datetime) -> str:
    """Return an aware instant as Swedish day and time: "tis 3 nov 2026 14:05"."""
    return f"{format_date(local_time(instant).date())} {format_time(instant)}"
