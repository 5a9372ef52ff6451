"""Whose is an item, today? The one place that says it: counts and lists are both built of this.

Expressions over `referrals.WorkItem`; nothing here runs a statement. `today` is the Swedish day.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from remissvakt.delegation.models import DelegatedNode
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.availability import absent_on, assigned_at
from remissvakt.organisations.models import Person
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import PERSONAL_NODES, Node

_PERSONAL = [node.value for node in PERSONAL_NODES]


def ours(actor: Actor) -> QuerySet[WorkItem]:
    """All open work of the units that the assignment covers (Vårt arbete)."""
    return WorkItem.objects.filter(unit_id__in=actor.unit_ids)


def mine(*, actor: Actor, today: date) -> Q:
    """The actor's own work of the eight nodes, and what is lent to the actor now (C.3)."""
    return Q(node__in=_PERSONAL) & (Q(person_id=actor.person_id) | Q(lent(actor=actor, today=today)))


def lent(*, actor: Actor, today: date) -> Exists:
    """Whether the item's node of its person is lent to the actor at the item's unit today."""
    return Exists(_delegations(today=today).filter(delegation__to_person_id=actor.person_id))


def unowned(*, today: date) -> Q:
    """Utan ansvarig: nobody has it and somebody must, or the one who has it is away.

    One row for each obligation: a case in the inbox that has an assessor shows by its row in Att besvara, and a
    failed delivery by its row in Att skicka.
    """
    twin = Q(node=Node.FAILED.value) | Q(node=Node.INBOX.value, person__isnull=False)
    nobody = Q(person__isnull=True, wants_person=True)
    return ~twin & (nobody | (Q(person__isnull=False) & Q(person_is_away(today=today))))


def overdue(*, today: date) -> Q:
    """Late is what was due before today; what is due today is not late yet."""
    return Q(due_on__lt=today)


def person_is_away(*, today: date) -> Exists:
    """Whether the item's person cannot do it today.

    Inactive, or without a valid assignment at the unit or at a pool that serves it; or absent, and the node
    not lent to somebody who is there.
    """
    here = {"unit": OuterRef(OuterRef("unit_id")), "today": today}
    covered = _delegations(today=today, outer=2).filter(
        Q(delegation__to_person__active=True),
        ~Q(absent_on(person=OuterRef("delegation__to_person_id"), today=today)),
        Q(
            assigned_at(
                person=OuterRef("delegation__to_person_id"), unit=OuterRef("delegation__unit_id"), today=today
            )
        ),
    )
    return Exists(
        Person.objects.filter(id=OuterRef("person_id")).filter(
            Q(active=False)
            | ~Q(assigned_at(person=OuterRef("pk"), **here))
            | (Q(absent_on(person=OuterRef("pk"), today=today)) & ~Q(Exists(covered)))
        )
    )


def _delegations(*, today: date, outer: int = 1) -> QuerySet[DelegatedNode]:
    """Nodes lent today that cover the item's node, person and unit; `outer` levels below the item."""

    def item(name: str) -> OuterRef:
        ref = OuterRef(name)
        for _level in range(outer - 1):
            ref = OuterRef(ref)
        return ref

    return DelegatedNode.objects.filter(
        node=item("node"),
        delegation__unit_id=item("unit_id"),
        delegation__from_person_id=item("person_id"),
        delegation__from_on__lte=today,
        delegation__to_on__gte=today,
        delegation__ended_at__isnull=True,
    )
