"""Register that somebody is away (C)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line

from ..absences import require_may_tell_of
from ..actors import Actor
from ..models import Absence, Person
from ..periods import require_period

_FARTHEST = timedelta(days=2 * 366)


@transaction.atomic(durable=True)
def register_absence(
    *,
    person_id: UUID,
    from_on: date,
    to_on: date | None,
    note: str = "",
    absence_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> Absence:
    """Register an absence from one day up to and including another; `to_on` None while the end is unknown.

    `absence_id` is the new row's id, drawn when the form was: the same form twice makes one absence.
    The person, a manager of a unit where they work, and administrators may. Raises NotFound; Refusal
    "not_allowed", "period_backwards", "absence_too_far", "absence_overlaps".
    """
    today = local_date(now)
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound
    require_may_tell_of(actor=actor, person_id=person_id, today=today)
    if absence_id and (standing := Absence.objects.filter(id=absence_id, person=person).first()):
        return standing
    require_period(from_on=from_on, to_on=to_on)
    if not today - _FARTHEST <= from_on <= today + _FARTHEST:
        raise Refusal(
            "absence_too_far", _("Datumet ligger mer än två år bort. Kontrollera året."), field="from_on"
        )
    overlapping = Absence.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on), person=person)
    if to_on is not None:
        overlapping = overlapping.filter(from_on__lte=to_on)
    if overlapping.exists():
        raise Refusal(
            "absence_overlaps",
            _("%(name)s har redan en frånvaro under en del av tiden. Ändra den i stället."),
            field="from_on",
            name=person.name,
        )
    row = Absence(
        id=absence_id or new_id(now=now),
        person=person,
        from_on=from_on,
        to_on=to_on,
        note=clean_line(note, max_length=200, field="note"),
    )
    row.save(force_insert=True)
    record_admin(
        kind="absence_registered",
        subject_kind="person",
        subject_id=person_id,
        data={"absence": row.id, "from_on": from_on, "to_on": to_on},
        actor=actor,
        now=now,
    )
    return row
