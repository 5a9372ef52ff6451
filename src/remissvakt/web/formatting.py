"""How are days, numbers and form fields shown on a page?

Days and instants come from ``core.formats``; here is what only a page needs. Nothing here decides anything.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remissvakt.core.formats import MONTHS_SV, WEEKDAYS_SV, format_date, in_english


@dataclass(frozen=True, kw_only=True)
class Lateness:
    """How late something is: ``state`` is "late", "today", "soon" or "none"; ``words`` are for people."""

    state: str
    words: str


def lateness(due_on: date | None, today: date) -> Lateness:
    """Return how late a due date is. Overdue means before today; what is due today is not late yet."""
    if due_on is None:
        return Lateness(state="none", words="")
    days = (due_on - today).days
    if days < 0:
        late = ngettext("%(days)s dag försenad", "%(days)s dagar försenad", -days)
        return Lateness(state="late", words=late % {"days": -days})
    if days == 0:
        return Lateness(state="today", words=_("idag"))
    if days == 1:
        return Lateness(state="soon", words=_("imorgon"))
    return Lateness(state="soon", words=_("om %(days)s dagar") % {"days": days})


def long_day(day: date) -> str:
    """Return a day as it is read back: "tisdag 24 november 2026 (vecka 48)"."""
    week = day.isocalendar().week
    if in_english():
        return f"{format_date(day)} (week {week})"
    return f"{WEEKDAYS_SV[day.weekday()]} {day.day} {MONTHS_SV[day.month - 1]} {day.year} (vecka {week})"


def iso(value: date | datetime) -> str:
    """Return what the ``datetime`` attribute of <time> wants."""
    return value.isoformat()


def number(value: int) -> str:
    """Return a count with a no-break space between thousands: "1 204"."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def patient_number(value: str) -> str:
    """Return twelve digits as 19121212-1212; a reserve number with letters stays as it is."""
    return f"{value[:8]}-{value[8:]}" if len(value) == 12 and value[:8].isdigit() else value


_KINDS = {
    "Textarea": "textarea",
    "Select": "select",
    "NullBooleanSelect": "select",
    "RadioSelect": "radios",
    "CheckboxInput": "checkbox",
    "CheckboxSelectMultiple": "checkboxes",
    "SelectMultiple": "checkboxes",
    "PasswordInput": "password",
    "FileInput": "file",
    "ClearableFileInput": "file",
    "DateInput": "date",
    "HiddenInput": "hidden",
    "NumberInput": "number",
}


def widget_kind(bound_field: Any) -> str:
    """Return which macro draws a Django form field, by the class of its widget; "text" where none is known."""
    for cls in type(bound_field.field.widget).__mro__:
        if cls.__name__ in _KINDS:
            return _KINDS[cls.__name__]
    return "text"


def field_errors(form: Any) -> list[tuple[str, str]]:
    """Return (id of the field or "", "label: message") for each error of a Django form, in the order of its fields."""
    found = [("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        # A group of radio buttons has no id for its label; its fieldset has the field's own.
        target = bound.id_for_label or bound.auto_id
        found += [(target, f"{bound.label}: {message}") for message in bound.errors]
    return found
