"""Who works at a unit today? For choices in forms, and for proposals when somebody is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from .actors import valid_on
from .models import Absence, Assignment, PoolService, Role

_OPEN_END = date.max


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """A person with at least one valid assignment at a unit. `absent_until` None while absent: end unknown."""

    id: UUID
    name: str
    title: str
    roles: tuple[Role, ...]
    absent: bool
    absent_until: date | None


def people_at(
    *, unit_id: UUID, today: date, roles: Collection[str] | None = None, with_pools: bool = False
) -> list[UnitPerson]:
    """Return active persons with a valid assignment at the unit today, in Swedish name order. One statement.

    `roles` are values of Role; None means any. `with_pools` adds those of the pools that serve the unit.
    """
    return people_of(assignments_at(unit_id=unit_id, today=today, roles=roles, with_pools=with_pools))


def assignments_at(
    *, unit_id: UUID, today: date, roles: Collection[str] | None = None, with_pools: bool = False
) -> QuerySet[Assignment]:
    """The rows that `people_of` makes into persons, for whoever reads them together with others."""
    where = Q(unit_id=unit_id)
    if with_pools:
        where |= Q(unit__in=PoolService.objects.filter(valid_on(today), unit_id=unit_id).values("pool"))
    rows = Assignment.objects.filter(valid_on(today), where, person__active=True, unit__active=True)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    ends = (
        Absence.objects.filter(valid_on(today), person=OuterRef("person"))
        .annotate(last=Coalesce(F("to_on"), Value(_OPEN_END, output_field=DateField())))
        .order_by("-last")
    )
    return rows.select_related("person").annotate(last_away=Subquery(ends.values("last")[:1]))


def people_of(rows: Iterable[Any]) -> list[UnitPerson]:
    """Persons by name, of rows from `assignments_at`."""
    found: dict[UUID, UnitPerson] = {}
    for row in sorted(rows, key=lambda one: (one.person.sort_name, one.person_id, one.role)):
        known = found.get(row.person_id)
        earlier = known.roles if known else ()
        found[row.person_id] = UnitPerson(
            id=row.person_id,
            name=row.person.name,
            title=row.person.title,
            roles=tuple(dict.fromkeys((*earlier, Role(row.role)))),
            absent=row.last_away is not None,
            absent_until=None if row.last_away in (None, _OPEN_END) else row.last_away,
        )
    return list(found.values())
