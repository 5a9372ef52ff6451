"""Who and which unit: the names behind the ids on a referral's page, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.core.ids import parse_id
from remissvakt.database.together import Together
from remissvakt.organisations.models import Person, Unit
from remissvakt.referrals.queries import OpenReferral

# Columns of the loop's rows that name a person; and those of units that the facts do not hold.
_PERSONS = (
    "assessor_id", "assessed_by_id", "forwarded_by_id", "author_id", "signed_by_id", "sent_by_id",
    "edited_by_id", "completed_by_id", "decided_by_id", "acknowledged_by_id", "instead_by_id",
    "registered_by_id", "asked_by_id", "answered_by_id", "queued_by_id", "from_person_id", "to_person_id",
    "voided_by_id", "printed_by_id", "arrival_registered_by_id",
)  # fmt: skip
_UNITS = ("unit_id", "from_unit_id", "to_unit_id", "forwarded_to_id")
_IN_EVENTS = ("old", "new", "to", "referrer", "receiver", "sender")


@dataclass(slots=True)
class Names:
    """Names by id; `person` and `unit` give "" for nobody."""

    persons: dict[UUID, str] = field(default_factory=dict)
    units: dict[UUID, str] = field(default_factory=dict)

    def person(self, person_id: UUID | None) -> str:
        return self.persons.get(person_id, "") if person_id else ""

    def unit(self, unit_id: UUID | None) -> str:
        return self.units.get(unit_id, "") if unit_id else ""

    def of(self, text: object) -> str:
        """The name of a person or a unit whose id an event holds as text."""
        found = parse_id(text) if isinstance(text, str) else None
        return self.person(found) or self.unit(found)


def names_of(opened: OpenReferral) -> Names:
    """All names that the page of an open referral needs."""
    loop = opened.loop
    rows = [
        opened.referral, *loop.versions, *loop.cases, *loop.replies, *loop.requests, *loop.questions,
        *loop.deliveries, *loop.letters,
    ]  # fmt: skip
    wanted = _ids(rows, _PERSONS)
    units = _ids(rows, _UNITS)
    for event in opened.events:
        mentioned = {parse_id(value) for key in _IN_EVENTS if isinstance(value := event.data.get(key), str)}
        mentioned.discard(None)
        wanted |= mentioned  # type: ignore[arg-type]
        units |= mentioned  # type: ignore[arg-type]
    known = {unit_id: unit.name for unit_id, unit in opened.facts.units.items()}
    found = _read(units=units - known.keys(), persons=wanted)
    known |= {row.id: row.name for row in found.get("units", ())}
    return Names(persons={row.id: row.name for row in found.get("persons", ())}, units=known)


def _read(*, units: set[UUID], persons: set[UUID]) -> dict[str, list[Any]]:
    asked = {"unit": _filled_up(units), "person": _filled_up(persons)}
    if not units and not persons:
        return {}
    named = {f"{name}_{number}": key for name, keys in asked.items() for number, key in enumerate(keys)}
    return _NAMED(len(asked["unit"]), len(asked["person"]), **named)


def _filled_up(ids: set[UUID]) -> list[UUID]:
    """4, 8, 16, … of them, the last one again and again: so there are few statements, and each is made once."""
    found = list(ids)
    room = 4
    while room < len(found):
        room *= 2
    return found + found[-1:] * (room - len(found))


def _named(units: int, persons: int, **ids: Any) -> dict[str, QuerySet[Any]]:
    found: dict[str, QuerySet[Any]] = {}
    if units:
        chosen = [ids[f"unit_{number}"] for number in range(units)]
        found["units"] = Unit.objects.filter(id__in=chosen).only("id", "name")
    if persons:
        chosen = [ids[f"person_{number}"] for number in range(persons)]
        found["persons"] = Person.objects.filter(id__in=chosen).only("id", "given_name", "family_name")
    return found


_NAMED = Together(_named)


def _ids(rows: Iterable[object], columns: tuple[str, ...]) -> set[UUID]:
    return {value for row in rows for name in columns if (value := getattr(row, name, None)) is not None}
