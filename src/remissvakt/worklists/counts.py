"""How much is in every list? One statement for all of them, built of the same scopes as the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import WorkItem

from . import scope
from .nodes import UNOWNED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and how many of them are overdue."""

    total: int = 0
    overdue: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.total + other.total, self.overdue + other.overdue)


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
    return _fold(_grouped(scope.ours(actor), actor=actor, today=today))


def _grouped(items: QuerySet[WorkItem], *, actor: Actor, today: date) -> Iterable[Any]:
    """The items by node and by what each scope says of them; few rows, whatever the size of the table."""
    return (
        items.order_by()
        .annotate(
            is_mine=_yes(scope.mine(actor=actor, today=today)),
            is_unowned=_yes(scope.unowned(today=today)),
            is_overdue=_yes(scope.overdue(today=today)),
        )
        .values("node", "is_mine", "is_unowned", "is_overdue")
        .annotate(n=Count("id"))
    )


def _fold(rows: Iterable[Any]) -> Counts:
    """Add the groups up to the lists they belong to."""
    mine: dict[str, Tally] = defaultdict(Tally)
    ours: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        tally = Tally(row["n"], row["n"] if row["is_overdue"] else 0)
        ours[row["node"]] += tally
        if row["is_mine"]:
            mine[row["node"]] += tally
        if row["is_unowned"]:
            ours[UNOWNED] += tally
    return Counts(mine=dict(mine), ours=dict(ours))


def _yes(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
