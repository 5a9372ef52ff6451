"""What is said when a typed date cannot be used? Never what was typed: it may be anything."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from remissvakt.core.formats import format_weekday
from remissvakt.core.refusal import Refusal

FIRST_YEAR, LAST_YEAR = 1900, 2199


def unreadable() -> Refusal:
    """Return the refusal of a text that is no date."""
    return Refusal(
        "date_unreadable",
        _("Datumet går inte att läsa. Skriv till exempel 2026-11-23, 23/11, 3 nov, v 48 eller om 2 veckor."),
    )


def does_not_exist() -> Refusal:
    """Return the refusal of a day, week or month that no calendar has."""
    return Refusal(
        "date_does_not_exist",
        _("Det datumet finns inte. Kontrollera dag, månad, vecka och år, till exempel 2026-11-23."),
    )


def out_of_range() -> Refusal:
    """Return the refusal of a year that can only be a mistake."""
    return Refusal(
        "date_out_of_range",
        _("Årtalet måste ligga mellan %(first)s och %(last)s. Skriv till exempel 2026-11-23."),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def another_weekday(day: date) -> Refusal:
    """Return the refusal of a date typed with a weekday that it does not fall on."""
    return Refusal(
        "date_weekday_differs",
        _("Veckodagen och datumet stämmer inte överens: det är %(weekday)s den dagen. Rätta det ena av dem."),
        weekday=format_weekday(day),
    )
