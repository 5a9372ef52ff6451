"""/administration/vardgivare/: the care providers, who answer for their patients' data."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.change_provider import change_provider
from remissvakt.organisations.actions.create_provider import create_provider
from remissvakt.organisations.models import CareProvider
from remissvakt.organisations.seen import PROVIDER, version_of
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import ChangeForm, Form, Line, NewForm
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import done, drawn, newer

from .pages import admin_page, form_page

HSA_HELP = _("Till exempel SE2321000016-A1B2. Kan fyllas i senare.")


class _Fields(Form):
    name = Line(label=_("Namn"), help_text=_("Till exempel Region Exempel, eller bolagets namn."))
    hsa_id = Line(label=_("HSA-id"), required=False, help_text=HSA_HELP)


class NewProviderForm(NewForm, _Fields):
    """A new care provider."""


class ProviderForm(ChangeForm, _Fields):
    """One that is there."""


@for_administrator
@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """All of them, by name, with how many units each has."""
    rows = CareProvider.objects.annotate(
        here=Count("units", filter=Q(units__active=True, units__local=True)),
        outside=Count("units", filter=Q(units__active=True, units__local=False)),
    ).order_by("name", "id")
    return admin_page(request, "administration/providers.html", {"rows": rows}, tab="admin_providers")


@for_administrator
def new_provider(request: HttpRequest) -> HttpResponse:
    """Add one."""
    if request.method != "POST":
        return _draw(request, NewProviderForm(today=today_of(request), initial={"new_id": drawn(request)}))
    form = NewProviderForm(request.POST, today=today_of(request))
    made = run(
        request,
        form,
        lambda: create_provider(
            name=form.cleaned_data["name"],
            hsa_id=form.cleaned_data["hsa_id"],
            provider_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _draw(request, form)
    return done(request, _("Vårdgivaren är upplagd."), reverse("admin_providers"), made[1])


@for_administrator
def provider(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Change one."""
    row = found(CareProvider.objects.filter(id=provider_id).first())
    version = version_of(row.id, kinds=PROVIDER)
    if request.method != "POST":
        held = {"name": row.name, "hsa_id": row.hsa_id, "version": version}
        return _draw(request, ProviderForm(today=today_of(request), initial=held))
    form = ProviderForm(request.POST, today=today_of(request))
    changed = run(
        request,
        form,
        lambda: change_provider(
            provider_id=row.id,
            **form.cleaned_data,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if changed is None:
        newer(form, version)
        return _draw(request, form)
    return done(request, _("Vårdgivaren är ändrad."), reverse("admin_providers"), changed[1])


def _draw(request: HttpRequest, form: NewProviderForm | ProviderForm) -> HttpResponse:
    new = isinstance(form, NewProviderForm)
    return form_page(
        request,
        form,
        tab="admin_providers",
        title=_("Ny vårdgivare") if new else _("Ändra vårdgivare"),
        submit=_("Lägg upp") if new else _("Spara"),
        back=reverse("admin_providers"),
    )
