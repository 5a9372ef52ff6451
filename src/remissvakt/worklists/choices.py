"""What can a list be filtered by? Only what stands in it: four statements, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.referrals.models import WorkItem

from . import reasons


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs (value, label) in the order to show them. Persons and units by their Swedish sort key."""

    persons: tuple[tuple[UUID, str], ...]
    some_nobodys: bool
    units: tuple[tuple[UUID, str], ...]
    other_units: tuple[tuple[UUID, str], ...]
    priorities: tuple[tuple[int, str], ...]
    reasons: tuple[tuple[str, Any], ...]


def choices_of(items: QuerySet[WorkItem]) -> Choices:
    """Return what the items differ in."""
    items = items.order_by()
    persons = items.values_list(
        "person_id", "person__given_name", "person__family_name", "person__sort_name"
    ).distinct()
    units = items.values_list("unit_id", "unit__name", "unit__sort_name").distinct()
    other_units = items.values_list("other_unit_id", "other_unit__name", "other_unit__sort_name").distinct()
    kinds = sorted(items.values_list("priority_rank", "priority_label", "reason").distinct())
    people = sorted((row for row in persons if row[0]), key=lambda row: (row[3], str(row[0])))
    priorities: dict[int, str] = {}
    for rank, name, _why in kinds:
        # Units name their steps themselves; the rank is what is filtered by.
        if name and name not in priorities.get(rank, "").split(" / "):
            priorities[rank] = f"{priorities[rank]} / {name}" if rank in priorities else name
    whys = sorted({why for _rank, _name, why in kinds})
    return Choices(
        persons=tuple((row[0], f"{row[1]} {row[2]}") for row in people),
        some_nobodys=any(row[0] is None for row in persons),
        units=_by_name(units),
        other_units=_by_name(other_units),
        priorities=tuple(sorted(priorities.items())),
        reasons=tuple((why, reasons.label(why)) for why in whys),
    )


def _by_name(rows: Iterable[tuple[UUID | None, str, str]]) -> tuple[tuple[UUID, str], ...]:
    """Rows of (id or None, name, sort key) as choices, in Swedish order."""
    known = [(key, name, sort_key) for key, name, sort_key in rows if key is not None]
    return tuple((key, name) for key, name, _sort in sorted(known, key=lambda row: (row[2], str(row[0]))))
