"""How much does somebody have at the units that one works for? For whoever plans around an absence (C)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import PERSONAL_NODES

from .counts import Tally

_PERSONAL = [node.value for node in PERSONAL_NODES]


def work_of(*, person_id: UUID, unit_ids: Collection[UUID], today: date) -> dict[str, Tally]:
    """Return the tally of each of the eight nodes in which the person has open work; one statement."""
    rows = _items(unit_ids).filter(person_id=person_id).values("node").annotate(**_counts(today))
    return {row["node"]: Tally(row["total"], row["late"]) for row in rows}


def work_of_people(
    *, unit_ids: Collection[UUID], person_ids: Iterable[UUID], today: date
) -> dict[UUID, tuple[int, int]]:
    """Return (open, overdue) of each person who has open work in the eight nodes; one statement."""
    rows = _items(unit_ids).filter(person_id__in=list(person_ids)).values("person_id")
    return {row["person_id"]: (row["total"], row["late"]) for row in rows.annotate(**_counts(today))}


def _items(unit_ids: Collection[UUID]) -> Any:
    return WorkItem.objects.filter(unit_id__in=list(unit_ids), node__in=_PERSONAL).order_by()


def _counts(today: date) -> dict[str, Count]:
    return {"total": Count("id"), "late": Count("id", filter=Q(due_on__lt=today))}
