"""How people, periods and units are written on these pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from remissvakt.core.formats import format_date
from remissvakt.core.refusal import Text
from remissvakt.organisations.models import Person, Role, Unit
from remissvakt.organisations.people import UnitPerson


def period(from_on: date, to_on: date | None) -> str:
    """Return "från … till och med …", or "från … tills vidare"."""
    if to_on is None:
        return _("från %(day)s tills vidare") % {"day": format_date(from_on)}
    if to_on == from_on:
        return format_date(from_on)
    return _("%(first)s – %(last)s") % {"first": format_date(from_on), "last": format_date(to_on)}


def away(person: UnitPerson) -> str:
    """Return in words whether somebody is away; "" for one who is here."""
    if not person.absent:
        return ""
    if person.absent_until is None:
        return _("borta tills vidare")
    return _("borta till och med %(day)s") % {"day": format_date(person.absent_until)}


def roles(person: UnitPerson) -> str:
    """Return the roles of a person at the unit, with a capital letter."""
    return capital(", ".join(str(role.label) for role in person.roles))


def role_label(role: str) -> str:
    return capital(str(Role(role).label))


def capital(text: Text) -> str:
    told = str(text)
    return told[:1].upper() + told[1:]


# For what is written once, when a module is read, and shown in the language of each reader.
capital_later = lazy(capital, str)
role_label_later = lazy(role_label, str)


def people_choices(people: Iterable[UnitPerson]) -> list[tuple[UUID, str]]:
    """Persons to choose from; those who are away say so."""
    return [
        (one.id, f"{one.name}, {roles(one).lower()}" + (f" ({away(one)})" if one.absent else ""))
        for one in people
    ]


def all_people() -> list[tuple[UUID, str]]:
    """Everybody active, family name last but sorted on it. One statement."""
    rows = Person.objects.filter(active=True).order_by("sort_name", "id")
    return [(row.id, f"{row.name}, {row.title}" if row.title else row.name) for row in rows]


def units_by_provider(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units to choose from, grouped under their care provider as Django's choices are."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        groups.setdefault(unit.provider.name, []).append((str(unit.id), unit.name))
    return [("", _("Välj …")), *groups.items()]
