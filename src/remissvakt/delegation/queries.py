"""What is lent to whom today, and whose work lies with nobody who can do it?

Lending is read, never copied: it begins and ends by its dates, without anything that has to run. The
expressions are for queries over rows with `person`, `unit` and `node`, as `referrals.WorkItem` has.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.availability import absent_on, assigned_at

from .models import DelegatedNode, Delegation


def in_force(*, today: date, prefix: str = "") -> Q:
    """The delegations whose period covers `today` and that have not been ended."""
    return valid_on(today, prefix=prefix) & Q(**{f"{prefix}ended_at__isnull": True})


def delegations_in_force(*, today: date) -> QuerySet[Delegation]:
    """Everything that is lent by somebody to somebody today."""
    return Delegation.objects.filter(in_force(today=today))


def delegations_now(*, to_person_id: UUID, unit_ids: Iterable[UUID], today: date) -> QuerySet[Delegation]:
    """What a person has borrowed at these units today, with its lender and nodes; two statements."""
    return (
        delegations_in_force(today=today)
        .filter(to_person_id=to_person_id, unit_id__in=list(unit_ids))
        .select_related("from_person", "unit")
        .prefetch_related("nodes")
        .order_by("from_person__sort_name", "id")
    )


def borrowed_pairs(
    *, to_person_id: UUID, unit_ids: Iterable[UUID], today: date
) -> frozenset[tuple[UUID, str]]:
    """Return (person, node) of everything lent to a person at these units today, for `Actor.stands_in`."""
    rows = DelegatedNode.objects.filter(
        in_force(today=today, prefix="delegation__"),
        delegation__to_person_id=to_person_id,
        delegation__unit_id__in=list(unit_ids),
    )
    return frozenset(rows.values_list("delegation__from_person_id", "node"))


def borrowers(*, person_id: UUID, unit_id: UUID, today: date) -> list[str]:
    """Return the names of those who have borrowed a person's work at the unit today, for a refusal."""
    rows = Delegation.objects.filter(in_force(today=today), from_person_id=person_id, unit_id=unit_id)
    people = rows.select_related("to_person").order_by("to_person__sort_name", "id")
    return list(dict.fromkeys(row.to_person.name for row in people))


def lent_exists(
    *, today: date, person: Any = None, unit: Any = None, node: Any = None, to_person: UUID | None = None
) -> Exists:
    """Whether the row's work is lent today; to `to_person` if given.

    The names of the row's columns can be replaced by other expressions: OuterRef("assessor") for `person`.
    """
    rows = _lent(today=today, person=person, unit=unit, node=node)
    return Exists(rows.filter(delegation__to_person_id=to_person) if to_person else rows)


def covered_exists(*, today: date) -> Exists:
    """Whether the row's work is lent today to somebody who is there to do it."""
    borrower = OuterRef("delegation__to_person")
    return Exists(
        _lent(today=today).filter(
            assigned_at(person=borrower, unit=OuterRef("delegation__unit"), today=today),
            ~absent_on(person=borrower, today=today),
            delegation__to_person__active=True,
        )
    )


def person_is_away(*, today: date) -> Q:
    """The rows whose person cannot do the work today: for "Utan ansvarig", beside those without a person.

    Inactive; or without a valid assignment at the row's unit, or at a pool that serves it; or absent, unless
    the work is lent to somebody who is there. Rows without a person are not among them.
    """
    person, unit = OuterRef("person"), OuterRef("unit")
    return Q(person__isnull=False) & (
        Q(person__active=False)
        | ~Q(assigned_at(person=person, unit=unit, today=today))
        | (Q(absent_on(person=person, today=today)) & ~Q(covered_exists(today=today)))
    )


def _lent(*, today: date, person: Any = None, unit: Any = None, node: Any = None) -> QuerySet[DelegatedNode]:
    return DelegatedNode.objects.filter(
        in_force(today=today, prefix="delegation__"),
        delegation__from_person=person or OuterRef("person"),
        delegation__unit=unit or OuterRef("unit"),
        node=node or OuterRef("node"),
    )
