"""Can this person take on work at this unit today (C.1–C.3)? If not: why, and who could.

Refuses rather than warns: work given to somebody absent, inactive or without assignment is how work
comes to lie with nobody (hazard 14).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text
from remissvakt.database.together import Together

from .actors import valid_on
from .models import Absence, Assignment, Person, PoolService
from .people import people_at

PROPOSALS = 3


def assigned_at(*, person: Any, unit: Any, today: date, roles: Collection[str] | None = None) -> Exists:
    """Whether `person` has a valid assignment today at `unit`, or at a pool that serves it; an expression.

    `person` and `unit` are ids or OuterRefs. `roles` are values of Role; None means any.
    """
    # Within the pools' own query a reference to the row lies one level further out.
    served = OuterRef(unit) if isinstance(unit, OuterRef) else unit
    pools = PoolService.objects.filter(valid_on(today), unit=served).values("pool")
    rows = Assignment.objects.filter(
        valid_on(today), Q(unit=unit) | Q(unit__in=pools), person=person, unit__active=True
    )
    return Exists(rows if roles is None else rows.filter(role__in=list(roles)))


def absent_on(*, person: Any, today: date) -> Exists:
    """Whether `person` (an id or OuterRef) is away today; an expression."""
    return Exists(Absence.objects.filter(valid_on(today), person=person))


def who_can_take(
    *,
    person_id: UUID,
    unit_id: UUID,
    today: date,
    roles: Collection[str] | None = None,
    lent_to: Callable[[], Sequence[str]] | None = None,
) -> Refusal | None:
    """Return why the person cannot take work at the unit today, or None. One statement when they can.

    The refusal ("person_inactive", "person_without_assignment", "person_absent") proposes up to three
    others who can. `lent_to` gives the names of those who have borrowed an absent person's work; it is
    called only then, since lending lies above this package. A person who does not exist is told like one
    without assignment.
    """
    found = _CAN_TAKE(
        tuple(roles) if roles is not None else None, person_id=person_id, unit_id=unit_id, today=today
    )
    person = next(iter(found["person"]), None)
    if person is not None and person.active and person.assigned and not person.absent:
        return None
    proposal = _proposal(person_id=person_id, unit_id=unit_id, today=today, roles=roles)
    if person is None:
        return Refusal("person_without_assignment", _NOBODY, proposal=proposal)
    if not person.active:
        return Refusal("person_inactive", _INACTIVE, name=person.name, proposal=proposal)
    if not person.assigned:
        return Refusal("person_without_assignment", _UNASSIGNED, name=person.name, proposal=proposal)
    borrowers = list(lent_to()) if lent_to else []
    if borrowers:
        lent = _("%(names)s har hand om arbetet så länge.") % {"names": ", ".join(borrowers)}
        proposal = format_lazy("{} {}", lent, proposal)
    if person.absent_until is None:
        return Refusal("person_absent", _ABSENT, name=person.name, proposal=proposal)
    return Refusal(
        "person_absent", _ABSENT_UNTIL, name=person.name, until=person.absent_until, proposal=proposal
    )


def _person(roles: Collection[str] | None, *, person_id: UUID, unit_id: UUID, today: date) -> dict[str, Any]:
    ends = Absence.objects.filter(valid_on(today), person=OuterRef("pk")).order_by(
        F("to_on").desc(nulls_first=True)
    )
    rows = Person.objects.filter(id=person_id).annotate(
        assigned=assigned_at(person=OuterRef("pk"), unit=unit_id, today=today, roles=roles),
        absent=absent_on(person=OuterRef("pk"), today=today),
        absent_until=Subquery(ends.values("to_on")[:1]),
    )
    return {"person": rows}


_CAN_TAKE = Together(_person)


def require_available(
    *,
    person_id: UUID,
    unit_id: UUID,
    today: date,
    field: str | None,
    roles: Collection[str] | None = None,
    lent_to: Callable[[], Sequence[str]] | None = None,
) -> None:
    """Raise what `who_can_take` returns, for the form's `field`."""
    refusal = who_can_take(person_id=person_id, unit_id=unit_id, today=today, roles=roles, lent_to=lent_to)
    if refusal is not None:
        raise refusal.for_field(field) if field else refusal


_NOBODY = _("Personen har inget uppdrag vid enheten som räcker för det här. %(proposal)s")
_INACTIVE = _("%(name)s arbetar inte längre här. %(proposal)s")
_UNASSIGNED = _("%(name)s har inget uppdrag vid enheten som räcker för det här. %(proposal)s")
_ABSENT = _("%(name)s är frånvarande tills vidare. %(proposal)s")
_ABSENT_UNTIL = _("%(name)s är frånvarande till och med %(until)s. %(proposal)s")


def _proposal(*, person_id: UUID, unit_id: UUID, today: date, roles: Collection[str] | None) -> Text:
    present = [
        person.name
        for person in people_at(unit_id=unit_id, today=today, roles=roles)
        if not person.absent and person.id != person_id
    ]
    if not present:
        return _("Ingen annan vid enheten kan ta det just nu.")
    return _("Du kan i stället välja %(names)s.") % {"names": ", ".join(present[:PROPOSALS])}


def require_assigned(*, person_id: UUID, unit_id: UUID, today: date, field: str) -> None:
    """Raise the refusal of `who_can_take` unless the person is active and assigned; absence does not matter."""
    refusal = who_can_take(person_id=person_id, unit_id=unit_id, today=today)
    if refusal is not None and refusal.code != "person_absent":
        raise refusal.for_field(field)
