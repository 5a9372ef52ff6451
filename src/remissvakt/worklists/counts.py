"""How much is in every list? One statement for all of them, built of the same scopes as the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, IntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast

from remissvakt.database.inner import inner_value, read_from
from remissvakt.database.prepared import Prepared
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import WorkItem

from . import scope
from .nodes import UNOWNED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, how many of them are overdue, and the latest id among them in hexadecimal."""

    total: int = 0
    overdue: int = 0
    last_id: str = ""

    def __add__(self, other: Tally) -> Tally:
        last_id = max(self.last_id, other.last_id)
        return Tally(self.total + other.total, self.overdue + other.overdue, last_id)


@dataclass(frozen=True, slots=True)
class Counts:
    """Tallies by the name of the list; what is empty is not there."""

    mine: Mapping[str, Tally] = field(default_factory=dict)
    ours: Mapping[str, Tally] = field(default_factory=dict)

    def of(self, name: str, *, whose: scope.Whose) -> Tally:
        """Return the tally of one list, zero for one without work."""
        return (self.mine if whose == scope.Whose.MINE else self.ours).get(name, Tally())


def count_all(*, actor: Actor, today: date) -> Counts:
    """Count every list of the actor's, in one statement. NotFound for a role without lists."""
    scope.require_lists(actor)
    unit_id = actor.plain_unit_id
    if unit_id is None:
        return _fold(_grouped(scope.ours(actor), actor=actor, today=today))
    return _fold(_COUNTED.tuples(unit_id=unit_id, person_id=actor.person_id, today=today))


def _counted(*, unit_id: UUID, person_id: UUID, today: date) -> QuerySet[WorkItem, Any]:
    actor = scope.anybody(unit_id=unit_id, person_id=person_id)
    return _grouped(scope.ours(actor), actor=actor, today=today)


_COUNTED = Prepared(_counted)


def _grouped(items: QuerySet[WorkItem], *, actor: Actor, today: date) -> QuerySet[WorkItem, Any]:
    """The items by what the scopes ask of them; few rows, whatever the size of the table.

    Whose they are is asked of each group: it depends on the node, the person, the unit and whether it wants somebody.
    """
    overdue = Count("id", filter=scope.overdue(today=today))
    last = Max(Cast("id", CharField(max_length=36)))
    groups = items.order_by().values("node", "person_id", "unit_id", "wants_person")
    questions = (
        WorkItem.objects.order_by()
        .annotate(
            is_mine=_yes(scope.mine(actor=actor, today=today)),
            is_unowned=_yes(scope.unowned(today=today)),
            n=inner_value(WorkItem, "n", IntegerField()),
            late=inner_value(WorkItem, "late", IntegerField()),
            last=inner_value(WorkItem, "last", CharField()),
        )
        .values_list("node", "is_mine", "is_unowned", "n", "late", "last")
    )
    return read_from(groups.annotate(n=Count("id"), late=overdue, last=last), rows=questions)


def _fold(rows: Iterable[tuple[str, bool, bool, int, int, str]]) -> Counts:
    """Add the groups up to the lists they belong to."""
    mine: dict[str, Tally] = defaultdict(Tally)
    ours: dict[str, Tally] = defaultdict(Tally)
    for node, is_mine, is_unowned, n, late, last in rows:
        tally = Tally(n, late, last.replace("-", ""))
        ours[node] += tally
        if is_mine:
            mine[node] += tally
        if is_unowned:
            ours[UNOWNED] += tally
    return Counts(mine=dict(mine), ours=dict(ours))


def _yes(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
