"""/enhet/: how the unit stands today: who is here, who does whose work, and what its manager should look at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.delegation.models import Delegation
from remissvakt.delegation.queries import in_force
from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import (
    Channel,
    ForwardingTarget,
    ForwardingTargetState,
    PoolService,
    PriorityLevel,
    ReplyTemplate,
    Role,
    UnitKind,
    UnitRoutine,
)
from remissvakt.organisations.models.forwarding_target import MAX_ACTIVE
from remissvakt.organisations.people import UnitPerson, people_at
from remissvakt.web.frame import actor_of, today_of
from remissvakt.worklists.person_work import work_of_people

from .gate import for_unit
from .limit_texts import changed_limits
from .pages import own_unit, unit_page
from .shown import away, roles


@for_unit
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """About a dozen statements, whatever the size of the unit."""
    unit, actor, today = own_unit(request), actor_of(request), today_of(request)
    people = people_at(unit_id=unit.id, today=today)
    lent = list(
        Delegation.objects.filter(in_force(today=today), unit=unit)
        .select_related("from_person", "to_person")
        .prefetch_related("nodes")
        .order_by("to_on", "from_person__sort_name")
    )
    work = work_of_people(unit_ids=actor.unit_ids, person_ids=[one.id for one in people], today=today)
    covered = {row.from_person_id for row in lent}
    shown = [_person(one, work.get(one.id, (0, 0)), lent=one.id in covered) for one in people]
    context: dict[str, Any] = {
        "channels": [Channel(value).label for value in unit.channels],
        "here": [one for one in shown if not one["away"]],
        "gone": [one for one in shown if one["away"]],
        "lent": lent,
        "uncovered": [one for one in shown if one["away"] and one["total"] and not one["lent"]],
        "missing": [Role(role).label for role in roles_missing(people)] if unit.kind == UnitKind.CARE else [],
        "incomplete": not (unit.street and unit.postal_code and unit.city and unit.phone),
    }
    if unit.kind == UnitKind.CARE:
        routine = UnitRoutine.objects.get(unit=unit)
        services = PoolService.objects.filter(valid_on(today), unit=unit).select_related("pool")
        targets = ForwardingTarget.objects.filter(unit=unit)
        context |= {
            "routine": routine,
            "changed": changed_limits(routine),
            "priorities": PriorityLevel.objects.filter(unit=unit, active=True).order_by("rank"),
            "templates": ReplyTemplate.objects.filter(unit=unit, active=True).count(),
            "pools": [row.pool for row in services],
            "active_targets": targets.filter(state=ForwardingTargetState.ACTIVE).count(),
            "requested_targets": targets.filter(state=ForwardingTargetState.REQUESTED).count(),
            "max_targets": MAX_ACTIVE,
        }
    else:
        rows = PoolService.objects.filter(valid_on(today), pool=unit).select_related("unit")
        context["served"] = [row.unit for row in rows.order_by("unit__sort_name")]
    return unit_page(request, "unit/overview.html", context, tab="unit_settings")


def roles_missing(people: list[UnitPerson]) -> list[str]:
    """Return the values of the roles without which a unit cannot do the routine."""
    present = {role.value for one in people for role in one.roles}
    missing = [role for role in ("manager", "secretary") if role not in present]
    return missing if present & {"doctor", "clinician"} else [*missing, "doctor"]


def _person(one: UnitPerson, work: tuple[int, int], *, lent: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "roles": roles(one),
        "away": away(one),
        "total": work[0],
        "overdue": work[1],
        "lent": lent,
    }
