"""How much speech waits to be typed, at each unit and in each pool, and how late is it? Numbers alone, no patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from remissvakt.organisations.actors import Actor, valid_on
from remissvakt.organisations.models import PoolService, Unit
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Node

from . import scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`oldest_on` is the earliest decision, `due_on` the earliest due date; None where nothing waits."""

    unit_id: UUID
    name: str
    pool: bool
    total: int = 0
    overdue: int = 0
    oldest_on: date | None = None
    due_on: date | None = None


def load_of(*, actor: Actor, today: date) -> list[Load]:
    """The actor's units by name, then the pools that serve any of them, each with all that it serves.

    NotFound for a role without lists. Four statements at most.
    """
    scope.require_lists(actor)
    services = PoolService.objects.filter(valid_on(today), pool__active=True, unit__active=True)
    pools = services.filter(Q(unit_id__in=actor.unit_ids) | Q(pool_id=actor.unit_id)).values("pool_id")
    served: dict[UUID, list[UUID]] = {}
    for pool_id, unit_id in services.filter(pool_id__in=pools).values_list("pool_id", "unit_id"):
        served.setdefault(pool_id, []).append(unit_id)
    places = {*actor.unit_ids, *(one for units in served.values() for one in units)}
    waiting = {
        row["unit_id"]: row
        for row in WorkItem.objects.filter(node=Node.TRANSCRIBE, unit_id__in=places)
        .values("unit_id")
        .annotate(
            total=Count("id"),
            overdue=Count("id", filter=scope.overdue(today=today)),
            oldest_on=Min("since_on"),
            due_on=Min("due_on"),
        )
    }
    names = Unit.objects.filter(id__in={*actor.unit_ids, *served}).order_by("sort_name", "id")
    rows = list(names.values_list("id", "name"))
    units = [_row(key, name, [key], waiting, pool=False) for key, name in rows if key not in served]
    return units + [_row(key, name, served[key], waiting, pool=True) for key, name in rows if key in served]


def _row(key: UUID, name: str, units: list[UUID], waiting: Mapping[UUID, Any], *, pool: bool) -> Load:
    found = [waiting[one] for one in units if one in waiting]
    return Load(
        unit_id=key,
        name=name,
        pool=pool,
        total=sum(one["total"] for one in found),
        overdue=sum(one["overdue"] for one in found),
        oldest_on=min((one["oldest_on"] for one in found), default=None),
        due_on=min((one["due_on"] for one in found), default=None),
    )
