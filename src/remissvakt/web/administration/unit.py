"""/administration/enheter/<id>/: one unit: what is known of it, its people, its pools; and that it is closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.change_unit import change_unit
from remissvakt.organisations.actions.deactivate_unit import deactivate_unit, reactivate_unit
from remissvakt.organisations.models import (
    Assignment,
    Channel,
    ForwardingTarget,
    ForwardingTargetState,
    PoolService,
    Unit,
    UnitKind,
)
from remissvakt.organisations.models.forwarding_target import MAX_ACTIVE
from remissvakt.organisations.seen import UNIT, version_of
from remissvakt.referrals.models import WorkItem
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.contact import held
from remissvakt.web.unit.fields import ChangeForm
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context, ask_first, done, newer
from remissvakt.web.unit.shown import period, role_label
from remissvakt.worklists.nodes import BY_NAME

from .pages import admin_page, form_page
from .units import UnitFields


class UnitForm(ChangeForm, UnitFields):
    """A unit that is there. What it is, and whose, stands: other records rest on it."""


@for_administrator
@require_safe
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Everything about it that is not about patients."""
    row, today = find_unit(unit_id), today_of(request)
    assignments = (
        Assignment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), unit=row, person__active=True)
        .select_related("person__account", "person")
        .order_by("person__sort_name", "role")
    )
    services = PoolService.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
    targets = ForwardingTarget.objects.filter(unit=row)
    pool = row.kind == UnitKind.POOL
    context = {
        "row": row,
        "pool": pool,
        "channels": [Channel(value).label for value in row.channels],
        "people": [_assignment(one, today) for one in assignments],
        "services": [
            _service(one, today)
            for one in services.filter(**{"pool" if pool else "unit": row})
            .select_related("pool", "unit")
            .order_by("from_on")
        ],
        "active_targets": targets.filter(state=ForwardingTargetState.ACTIVE).count(),
        "max_targets": MAX_ACTIVE,
        "work": WorkItem.objects.filter(unit=row).count(),
    }
    return admin_page(request, "administration/unit.html", context, tab="admin_units")


@for_administrator
def change(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Name, address, phone, HSA-id, channels."""
    row = find_unit(unit_id)
    version = version_of(row.id, kinds=UNIT)
    if request.method != "POST":
        initial = {**held(row), "name": row.name, "hsa_id": row.hsa_id, "version": version}
        return _draw(request, row, _form(request, row, None, initial=initial))
    form = _form(request, row, request.POST)
    changed = run(
        request,
        form,
        lambda: change_unit(
            unit_id=row.id,
            **{"channels": row.channels, **form.cleaned_data},
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if changed is None:
        newer(form, version)
        return _draw(request, row, form)
    return done(request, _("Enheten är ändrad."), unit_url(row.id), changed[1])


@for_administrator
def close(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Ask, and close a unit without open work, or open it again."""
    row = find_unit(unit_id)
    acting = {"unit_id": row.id, "actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("do") == "open":
        run(request, None, lambda: reactivate_unit(**acting))
        return done(request, _("Enheten är öppen igen."), unit_url(row.id))
    question = ask_context(
        title=_("Stänga %(unit)s?") % {"unit": row.name},
        text=_(
            "Ingen kan arbeta där eller skicka remisser dit. Det går bara när inget öppet arbete finns kvar, och "
            "det går att öppna igen. Allt som har hänt finns kvar."
        ),
        submit=_("Stäng enheten"),
        back=unit_url(row.id),
    )
    return ask_first(
        request,
        lambda: deactivate_unit(**acting, count_open_work=lambda: WorkItem.objects.filter(unit=row).count()),
        told=_("Enheten är stängd."),
        question=question,
        draw=admin_page,
        tab="admin_units",
    )


def find_unit(unit_id: UUID) -> Unit:
    """The unit, or 404."""
    return found(Unit.objects.select_related("provider").filter(id=unit_id).first())


def unit_url(unit_id: UUID) -> str:
    return reverse("admin_unit", kwargs={"unit_id": unit_id})


def _assignment(row: Assignment, today: Any) -> dict[str, Any]:
    return {
        "row": row,
        "role": role_label(row.role),
        "period": period(row.from_on, row.to_on),
        "future": row.from_on > today,
        "login": getattr(row.person, "account", None),
    }


def _service(row: PoolService, today: Any) -> dict[str, Any]:
    return {
        "row": row,
        "period": period(row.from_on, row.to_on),
        "future": row.from_on > today,
        "nodes": [BY_NAME[node].label for node in row.nodes],
    }


def _form(request: HttpRequest, row: Unit, data: Any, **options: Any) -> UnitForm:
    form = UnitForm(data, today=today_of(request), **options)
    if row.kind == UnitKind.POOL:
        del form.fields["channels"]
    return form


def _draw(request: HttpRequest, row: Unit, form: UnitForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="admin_units",
        title=_("Ändra %(unit)s") % {"unit": row.name},
        submit=_("Spara"),
        back=unit_url(row.id),
    )
