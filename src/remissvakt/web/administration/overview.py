"""/administration/: what is set up, and what is missing before each unit can follow the routine."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Account, Assignment, CareProvider, Person, Role, Unit, UnitKind
from remissvakt.web.frame import today_of
from remissvakt.web.unit.gate import for_administrator

from .pages import admin_page

# While there are no more than these, the page says what to do first.
_STARTING = 3
_OFFICE = {Role.ADMINISTRATOR.value}
_NEEDED = (Role.MANAGER, Role.SECRETARY, Role.DOCTOR)


@for_administrator
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The same number of statements whatever the size of the region."""
    today = today_of(request)
    here = Unit.objects.filter(active=True, local=True).select_related("provider").order_by("sort_name", "id")
    roles: dict[UUID, set[str]] = defaultdict(set)
    current = Assignment.objects.filter(valid_on(today), person__active=True, unit__active=True)
    for unit_id, role in current.values_list("unit_id", "role").distinct():
        roles[unit_id].add(role)
    # Where others care for patients, a unit of administrators alone is an office and needs nobody else.
    cared_for = any(found - {Role.ADMINISTRATOR} for found in roles.values())
    units = [_unit(unit, roles[unit.id], office=cared_for and roles[unit.id] == _OFFICE) for unit in here]
    people = Person.objects.filter(active=True)
    assigned = Exists(current.filter(person=OuterRef("pk")))
    account = Exists(Account.objects.filter(person=OuterRef("pk"), is_active=True))
    counts = {
        "providers": CareProvider.objects.filter(active=True).count(),
        "external": Unit.objects.filter(active=True, local=False).count(),
        "people": people.count(),
    }
    context = {
        "units": units,
        "unfinished": [one for one in units if one["missing"] or one["no_address"]],
        "without_login": list(people.filter(assigned, ~account).order_by("sort_name")[:20]),
        "without_assignment": list(people.filter(account, ~assigned).order_by("sort_name")[:20]),
        "counts": counts,
        "nowhere": not counts["external"] and len(units) <= 1,
        "alone": len(units) <= 1 and counts["people"] <= _STARTING,
    }
    return admin_page(request, "administration/overview.html", context, tab="administration")


def _unit(unit: Unit, roles: set[str], *, office: bool) -> dict[str, Any]:
    """A care unit needs somebody to lead, to watch and to decide; a pool somebody to write."""
    if office:
        missing = []
    elif unit.kind == UnitKind.POOL:
        missing = [] if Role.SECRETARY in roles else [Role.SECRETARY]
    else:
        missing = [role for role in _NEEDED if role not in roles]
        if Role.DOCTOR in missing and Role.CLINICIAN in roles:
            missing.remove(Role.DOCTOR)
    return {
        "unit": unit,
        "missing": [{"role": role.value, "label": role.label} for role in missing],
        "no_address": unit.kind == UnitKind.CARE
        and not office
        and not (unit.street and unit.postal_code and unit.city),
    }
