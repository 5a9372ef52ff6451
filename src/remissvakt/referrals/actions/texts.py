"""What people have typed, made clean: shared by the actions that take text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.core.waits import Wait

from ..models.version import TEXT_FIELDS

CONTENT_FIELDS = (*TEXT_FIELDS, "care_responsibility_remains")
MAX_ANSWER = 65000
MAX_CONFIRMATION = 8192


def content(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The content fields that were given, cleaned; unknown names are a programming error."""
    clean: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "care_responsibility_remains":
            clean[name] = bool(value)
        else:
            clean[name] = clean_text(value, max_length=TEXT_FIELDS[name], field=name)
    return clean


def wanted(text: str, *, field: str, max_length: int = 2000) -> str:
    """A text that must not be empty."""
    clean = clean_text(text, max_length=max_length, field=field)
    if not clean.strip():
        raise Refusal("text_missing", _("Skriv något här."), field=field)
    return clean


def wanted_line(text: str, *, field: str, max_length: int = 200) -> str:
    """One line that must not be empty."""
    clean = clean_line(text, max_length=max_length, field=field)
    if not clean:
        raise Refusal("text_missing", _("Skriv något här."), field=field)
    return clean


def coming_day(day: date, *, today: date, field: str) -> date:
    """A day for a watch: today or later, and at most two years away."""
    if day < today:
        raise Refusal("date_passed", _("Datumet har passerat. Välj idag eller senare."), field=field)
    if day > today + timedelta(days=731):
        raise Refusal("date_too_far", _("Datumet ligger mer än två år fram. Välj ett tidigare."), field=field)
    return day


def coming_wait(wait: Wait, *, today: date) -> Wait:
    """A wait that has not passed: the day may have changed since it was typed."""
    if wait.until < today:
        raise Refusal("wait_in_past", _("Väntetiden har redan gått ut. Ange en ny."), field="wait")
    return wait


def priority(rank: int) -> int:
    """A step of a priority scale, 1–9."""
    if not 1 <= rank <= 9:
        raise Refusal("priority_unknown", _("Välj en prioritet."), field="priority")
    return rank


def past_day(day: date, *, today: date, field: str) -> date:
    """A day when something has happened: today or earlier, and at most ten years ago."""
    if day > today:
        raise Refusal("date_in_future", _("Datumet har inte varit än."), field=field)
    if day < today - timedelta(days=3653):
        raise Refusal("date_too_old", _("Datumet är mer än tio år sedan. Stämmer det?"), field=field)
    return day


def one_of(value: str, allowed: Any, *, field: str) -> str:
    """One of the choices that the form offers; anything else was forged or is out of date."""
    if value not in {str(one) for one in allowed}:
        raise Refusal("choice_unknown", _("Välj ett av alternativen."), field=field)
    return value
