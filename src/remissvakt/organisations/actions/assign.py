"""Give a person an assignment (medarbetaruppdrag): a role at a unit, with a purpose and a period."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal

from ..actors import Actor
from ..making import make_assignment
from ..models import Assignment, Person, Role, Unit
from ..periods import require_period
from ..permissions import require_administrator, require_lead

USUAL_PURPOSE = "Vård och behandling"
_PURPOSES = {Role.ADMINISTRATOR.value: "Administration"}
# Roles that a unit's manager may hand out; the others give power over persons and units.
_BY_MANAGER = frozenset({Role.SECRETARY, Role.DOCTOR, Role.CLINICIAN})


@transaction.atomic(durable=True)
def assign(
    *,
    person_id: UUID,
    unit_id: UUID,
    role: str,
    from_on: date,
    to_on: date | None = None,
    purpose: str = USUAL_PURPOSE,
    assignment_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> Assignment:
    """Assign a person to a local unit from one day up to and including another (None: until ended).

    `assignment_id` is the new row's id, drawn when the form was: the same form twice makes one assignment.
    A manager assigns care roles at the own unit, an administrator all roles. Raises NotFound; Refusal
    "not_allowed", "role_unknown", "period_backwards", "already_assigned".
    """
    if role not in Role.values:
        raise Refusal("role_unknown", _("Välj en roll."), field="role")
    if Role(role) in _BY_MANAGER:
        require_lead(actor, unit_id=unit_id)
    else:
        require_administrator(actor)
    require_period(from_on=from_on, to_on=to_on)
    person = Person.objects.select_for_update().filter(id=person_id, active=True).first()
    if person is None or not Unit.objects.filter(id=unit_id, local=True, active=True).exists():
        raise NotFound
    if assignment_id and (standing := _standing(assignment_id, person_id, unit_id)):
        return standing
    overlapping = Assignment.objects.filter(person_id=person_id, unit_id=unit_id, role=role).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on)
    )
    if to_on is not None:
        overlapping = overlapping.filter(from_on__lte=to_on)
    if overlapping.exists():
        raise Refusal(
            "already_assigned",
            _("%(name)s har redan det uppdraget vid enheten under en del av tiden."),
            field="person",
            name=person.name,
        )
    return make_assignment(
        person_id=person_id,
        unit_id=unit_id,
        role=role,
        purpose=purpose,
        from_on=from_on,
        to_on=to_on,
        assignment_id=assignment_id,
        actor=actor,
        now=now,
    )


def usual_purpose(role: str) -> str:
    """Return the purpose that an assignment usually has (HSLF-FS 2016:40)."""
    return _PURPOSES.get(role, USUAL_PURPOSE)


def _standing(assignment_id: UUID, person_id: UUID, unit_id: UUID) -> Assignment | None:
    return Assignment.objects.filter(id=assignment_id, person_id=person_id, unit_id=unit_id).first()
