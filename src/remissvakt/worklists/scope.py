"""Whose is an item, today? The one place that says it: counts and lists are both built of this.

Expressions and querysets over `referrals.WorkItem`; nothing here runs a statement. `today` is the Swedish day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, Q, QuerySet, Value, When

from remissvakt.core.refusal import NotFound
from remissvakt.delegation.queries import lent_exists, person_is_away
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Role
from remissvakt.organisations.pool_sight import work_for
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.rules.who import CARE, LEADING
from remissvakt.referrals.states import PERSONAL_NODES, Node

from .nodes import UNOWNED
from .speech import FIRST

_PERSONAL = [node.value for node in PERSONAL_NODES]


class Whose(StrEnum):
    """Mitt arbete, or Vårt arbete."""

    MINE = "mine"
    OURS = "ours"


def require_lists(actor: Actor, *, whose: Whose = Whose.OURS) -> None:
    """Raise NotFound for roles without these lists.

    Those in care have both. A manager has the unit's (C.3, Dagens kontroll). An administrator sees no patient
    data at all, nor that there is any.
    """
    if actor.role not in (CARE if whose == Whose.MINE else LEADING):
        raise NotFound


def has_list(actor: Actor, *, name: str, whose: Whose) -> bool:
    """Whether the list is one of the actor's: a pool has of Vårt arbete only the nodes that it does."""
    return whose == Whose.MINE or actor.does(name)


def require_list(actor: Actor, *, name: str, whose: Whose) -> None:
    """Raise NotFound for a list that is none of the actor's."""
    require_lists(actor, whose=whose)
    if not has_list(actor, name=name, whose=whose):
        raise NotFound


def items_of(*, name: str, whose: Whose, actor: Actor, today: date) -> QuerySet[WorkItem]:
    """Return the items of one list, `name` from nodes.py, without order. NotFound for a role without it."""
    require_list(actor, name=name, whose=whose)
    return with_turns(
        ours(actor).filter(in_list(name=name, whose=whose, actor=actor, today=today)), name=name
    )


def with_turns(items: QuerySet[WorkItem], *, name: str) -> QuerySet[WorkItem]:
    """The items of a list with the turns by which it is ordered first, where it has any."""
    if name != Node.TRANSCRIBE:
        return items
    # Referrals and answers first, the rest after; within each as every list is ordered (A.1, B.3).
    first = When(reason__in=FIRST, then=Value(0))
    return items.annotate(turn=Case(first, default=Value(1), output_field=IntegerField()))


def in_list(*, name: str, whose: Whose, actor: Actor, today: date) -> Q:
    """Which of the units' items stand in a list."""
    if name == UNOWNED:
        return unowned(today=today)
    where = Q(node=name)
    return where & mine(actor=actor, today=today) if whose == Whose.MINE else where


def ours(actor: Actor) -> QuerySet[WorkItem]:
    """All open work that the assignment covers (Vårt arbete); in a pool only what it does for its units."""
    return WorkItem.objects.filter(work_for(actor))


def mine(*, actor: Actor, today: date) -> Q:
    """The actor's own work of the eight nodes, and what is lent to the actor now (C.3)."""
    return Q(node__in=_PERSONAL) & (Q(person_id=actor.person_id) | Q(lent(actor=actor, today=today)))


def lent(*, actor: Actor, today: date) -> Exists:
    """Whether the item's node of its person is lent to the actor at the item's unit today."""
    return lent_exists(today=today, to_person=actor.person_id)


def unowned(*, today: date) -> Q:
    """Utan ansvarig: nobody has it and somebody must, or the one who has it is away.

    One row for each obligation: a case in the inbox that has an assessor shows by its row in Att besvara, and a
    failed delivery by its row in Att skicka.
    """
    twin = Q(node=Node.FAILED.value) | Q(node=Node.INBOX.value, person__isnull=False)
    nobody = Q(person__isnull=True, wants_person=True)
    return ~twin & (nobody | person_is_away(today=today))


def anybody(*, unit_id: UUID, person_id: UUID) -> Actor:
    """Somebody with a plain unit, for a query that is made ready beforehand; what they may see is asked elsewhere."""
    return Actor(
        person_id=person_id,
        person_name="",
        assignment_id=unit_id,
        unit_id=unit_id,
        unit_name="",
        provider_id=unit_id,
        role=Role.DOCTOR,
        purpose="",
        unit_ids=frozenset({unit_id}),
    )


def overdue(*, today: date) -> Q:
    """Late is what was due before today; what is due today is not late yet."""
    return Q(due_on__lt=today)
