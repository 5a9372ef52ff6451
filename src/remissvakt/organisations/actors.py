"""Who acts: a person in one assignment, as it is valid today.

Built anew for every request, so that an ended assignment or a deactivated person is out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound

from .models import Assignment, Person, PoolService, Role, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in an assignment.

    `unit_ids` are the units whose work the assignment covers: its own and, in a pool, those that
    the pool serves today. `stands_in` holds (person, node) pairs lent to the actor now (C.3).
    `pool_nodes` holds the (unit, node) pairs that a pool does for its units, and nothing else of theirs
    is for its eyes; None in a unit of care, where there is no such limit.
    """

    person_id: UUID
    person_name: str
    assignment_id: UUID
    unit_id: UUID
    unit_name: str
    provider_id: UUID
    role: Role
    purpose: str
    unit_ids: frozenset[UUID]
    stands_in: frozenset[tuple[UUID, str]] = frozenset()
    pool_nodes: frozenset[tuple[UUID, str]] | None = None

    @property
    def in_pool(self) -> bool:
        return self.pool_nodes is not None

    @property
    def plain_unit_id(self) -> UUID | None:
        """The unit of whoever sees one unit's work, all of it, as most do: their queries differ in values alone."""
        return next(iter(self.unit_ids)) if self.pool_nodes is None and len(self.unit_ids) == 1 else None

    def units_for(self, node: str) -> frozenset[UUID]:
        """The units whose work of one node the assignment covers."""
        if self.pool_nodes is None:
            return self.unit_ids
        return frozenset(unit_id for unit_id, name in self.pool_nodes if name == node)

    def does(self, node: str) -> bool:
        """Whether work of the node is for the actor to see, at some unit."""
        return self.pool_nodes is None or bool(self.units_for(node))


def valid_on(day: date, *, prefix: str = "") -> Q:
    """The period around `day`: from_on <= day and no end before it."""
    return Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": day})
    )


def actor_for(*, assignment_id: UUID, person_id: UUID, today: date) -> Actor:
    """The actor of an assignment that is valid today; NotFound for any other.

    `stands_in` is left empty here: delegations lie above this package and the door adds them.
    """
    row = assignments_to_act_in(today=today).filter(id=assignment_id, person_id=person_id).first()
    if row is None:
        raise NotFound
    return actor_of(row, today=today)


def assignments_to_act_in(*, today: date) -> QuerySet[Assignment]:
    """The assignments that are valid today, of people and at units that are active, with both."""
    rows = Assignment.objects.select_related("person", "unit")
    return rows.filter(valid_on(today), person__active=True, unit__active=True)


def actor_of(row: Assignment, *, today: date) -> Actor:
    """The actor of a row of `assignments_to_act_in`; in a pool one statement more."""
    unit_ids, pool_nodes = frozenset({row.unit_id}), None
    if row.unit.kind == UnitKind.POOL:
        served = PoolService.objects.filter(valid_on(today), pool_id=row.unit_id, unit__active=True)
        services = list(served.values_list("unit_id", "nodes"))
        unit_ids = frozenset(unit_id for unit_id, _nodes in services)
        pool_nodes = frozenset((unit_id, node) for unit_id, nodes in services for node in nodes)
    return Actor(
        person_id=row.person_id,
        person_name=row.person.name,
        assignment_id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        provider_id=row.unit.provider_id,
        role=Role(row.role),
        purpose=row.purpose,
        unit_ids=unit_ids,
        pool_nodes=pool_nodes,
    )


def machine_at(*, unit: Unit, person: Person | None) -> Actor:
    """Who acts when a machine does, at one unit alone: for the person whose work it is, if there is one.

    Only for what follows from what people have done, such as a coded paper that is put where its code says. The events
    name the person; without one they name the machine, and no person stands in them.
    """
    return Actor(
        person_id=person.id if person else None,  # type: ignore[arg-type]
        person_name=person.name if person else str(_("Skannern")),
        assignment_id=None,  # type: ignore[arg-type]
        unit_id=unit.id,
        unit_name=unit.name,
        provider_id=unit.provider_id,
        role=Role.SECRETARY,
        purpose="",
        unit_ids=frozenset({unit.id}),
    )
