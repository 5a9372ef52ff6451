"""People as actors, away, and with each other's work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.delegation.models import DelegatedNode, Delegation
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.models import Absence


def act_as(actor: Actor, *, today: date) -> Actor:
    """The same person in the same assignment, as of another day (pools and assignments may have changed)."""
    return actor_for(assignment_id=actor.assignment_id, person_id=actor.person_id, today=today)


def with_loan(actor: Actor, *, of: UUID, node: str) -> Actor:
    """The actor as somebody to whom one node of a person's work is lent (C.3)."""
    return replace(actor, stands_in=actor.stands_in | {(of, node)})


def make_absent(*, person_id: UUID, from_on: date, to_on: date | None, now: datetime) -> Absence:
    """The person is away from one day up to and including another."""
    row = Absence(id=new_id(now=now), person_id=person_id, from_on=from_on, to_on=to_on)
    row.save(force_insert=True)
    return row


def make_loan(
    *,
    unit_id: UUID,
    from_person_id: UUID,
    to_person_id: UUID,
    decided_by_id: UUID,
    nodes: Iterable[str],
    from_on: date,
    to_on: date,
    now: datetime,
) -> Delegation:
    """Chosen nodes of one person's work at a unit, lent to another for a period."""
    row = Delegation(
        id=new_id(now=now),
        unit_id=unit_id,
        from_person_id=from_person_id,
        to_person_id=to_person_id,
        decided_by_id=decided_by_id,
        decided_at=now,
        agreement="Överenskommet på läkarmötet.",
        from_on=from_on,
        to_on=to_on,
    )
    row.save(force_insert=True)
    DelegatedNode.objects.bulk_create([DelegatedNode(delegation=row, node=node) for node in nodes])
    return row
