"""/administration/enheter/<pool>/arbetar-at/: which units a secretary pool serves (A.1)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actions.serve_unit import end_service, serve_unit
from remissvakt.organisations.models import PoolService, Unit, UnitKind
from remissvakt.organisations.pool_nodes import NODES, USUAL
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import OPEN_END, Day, FromList, NewForm, choose
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context, ask_first, done, drawn
from remissvakt.worklists.nodes import BY_NAME

from .pages import admin_page, form_page
from .unit import find_unit, unit_url


class ServeForm(NewForm):
    """Which unit, which of its lists, and when."""

    unit = FromList(label=_("Enhet"))
    nodes = forms.MultipleChoiceField(
        label=_("Listor som poolen arbetar med"),
        help_text=_("Poolen ser bara de patienter som har arbete där."),
        choices=[(name, BY_NAME[name].label) for name in NODES],
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    from_on = Day(label=_("Från och med"))
    to_on = Day(label=_("Till och med"), last=True, required=False, help_text=OPEN_END)


@for_administrator
def serve(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Let the pool's secretaries do chosen nodes of a unit's work: they then see that work's patients."""
    pool = find_unit(unit_id)
    found(pool if pool.kind == UnitKind.POOL and pool.active else None)
    care = Unit.objects.filter(kind=UnitKind.CARE, local=True, active=True).order_by("sort_name")
    choices = {"unit": choose([(row.id, row.name) for row in care])}
    today = today_of(request)
    if request.method != "POST":
        initial = {"new_id": drawn(request), "from_on": today}
        return _draw(request, pool, ServeForm(today=today, choices=choices, initial=initial))
    form = ServeForm(request.POST, today=today, choices=choices)
    made = run(
        request,
        form,
        lambda: serve_unit(
            pool_id=pool.id,
            unit_id=form.cleaned_data["unit"],
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            nodes=form.cleaned_data["nodes"],
            service_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _draw(request, pool, form)
    return done(request, _("Poolen arbetar nu åt enheten."), unit_url(pool.id))


@for_administrator
def end(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Ask, and end a pool's work for a unit at once."""
    row = found(PoolService.objects.select_related("pool", "unit").filter(id=service_id).first())
    back = unit_url(row.pool_id)
    names = {"pool": row.pool.name, "unit": row.unit.name}
    question = ask_context(
        title=_("Ska %(pool)s sluta arbeta åt %(unit)s?") % names,
        text=_("Poolens personal ser genast ingenting mer av enhetens arbete."),
        submit=_("Avsluta nu"),
        back=back,
    )
    return ask_first(
        request,
        lambda: end_service(
            service_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=_("Poolen arbetar inte längre åt enheten."),
        question=question,
        draw=admin_page,
        tab="admin_units",
    )


def _draw(request: HttpRequest, pool: Unit, form: ServeForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="admin_units",
        title=_("%(pool)s ska arbeta åt en enhet") % {"pool": pool.name},
        lead=_(
            "Poolens läkarsekreterare ser då det som ligger i de valda listorna, och inget annat av enhetens."
        ),
        submit=_("Låt poolen arbeta åt enheten"),
        back=unit_url(pool.id),
    )
