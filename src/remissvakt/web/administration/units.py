"""/administration/enheter/: units and secretary pools that work here, and units outside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.sorting import search_key
from remissvakt.organisations.actions.create_unit import create_unit
from remissvakt.organisations.models import CareProvider, Channel, Unit, UnitKind
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.contact import CHANNELS
from remissvakt.web.unit.fields import Form, FromList, Line, NewForm, OneOf, choose
from remissvakt.web.unit.gate import for_administrator
from remissvakt.web.unit.pages import done, drawn

from .pages import admin_page, asked_for, form_page, page_address, sheet_of
from .providers import HSA_HELP

SHOWN = (("har", _("Arbetar här")), ("utanfor", _("Utanför")), ("stangda", _("Stängda")), ("alla", _("Alla")))
NEW = "ny"
_UNCHOSEN = _("Välj ”En ny vårdgivare” i listan, eller töm fältet.")
_UNNAMED = _("Skriv den nya vårdgivarens namn.")
WHAT = (
    ("care", _("Vårdenhet som arbetar i Remissvakt")),
    ("pool", _("Sekreterarpool som arbetar åt vårdenheter")),
    ("external", _("Enhet utanför, som nås på papper eller telefon")),
)


class UnitFields(Form):
    """What is known of any unit."""

    name = Line(label=_("Namn"))
    street = Line(
        label=_("Gatuadress"), required=False, help_text=_("Postadressen står på brev och remisser.")
    )
    postal_code = Line(label=_("Postnummer"), required=False)
    city = Line(label=_("Ort"), required=False)
    phone = Line(label=_("Telefon"), required=False, help_text=_("Numret som ringer om remisser."))
    hsa_id = Line(label=_("HSA-id"), required=False, help_text=HSA_HELP)
    channels = forms.MultipleChoiceField(
        label=_("Tar emot remisser"),
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("En enhet utanför nås på papper eller telefon. En pool tar inte emot remisser."),
        error_messages={"invalid_choice": _("Välj bland sätten i listan.")},
    )


class NewUnitForm(NewForm, UnitFields):
    """A new unit."""

    provider = FromList(label=_("Vårdgivare"))
    provider_name = Line(
        label=_("Den nya vårdgivarens namn"),
        required=False,
        help_text=_("Bara när den inte finns i listan: välj ”En ny vårdgivare” där, så läggs den också upp."),
    )
    what = OneOf(label=_("Vad är det?"), choices=list(WHAT))

    def clean(self) -> dict[str, Any]:
        """A name without the choice, or the choice without a name, is a mistake that would give the wrong provider."""
        typed: dict[str, Any] = super().clean() or {}
        named = bool(typed.get("provider_name"))
        if "provider" in typed and named != (typed["provider"] is None):
            self.add_error("provider_name", _UNCHOSEN if named else _UNNAMED)
        return typed

    field_order = ("what", "provider", "provider_name", "name")


@for_administrator
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Found by name, a page at a time."""
    shown = request.GET.get("visa", "har")
    asked = asked_for(request)
    sheet = sheet_of(request, _found(shown, asked))
    context = {
        "sheet": sheet,
        "address": page_address(request),
        "asked": asked,
        "shown": shown,
        "choices": SHOWN,
    }
    return admin_page(request, "administration/units.html", context, tab="admin_units")


def _found(shown: str, asked: str) -> QuerySet[Unit]:
    rows = Unit.objects.select_related("provider").order_by("sort_name", "id")
    if shown != "alla":
        rows = rows.filter(active=shown != "stangda")
    if shown in ("har", "utanfor"):
        rows = rows.filter(local=shown == "har")
    for word in asked.split():
        if key := search_key(word):
            rows = rows.filter(search_name__contains=key)
    return rows


@for_administrator
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add one, with the routine's default limits and a scale of priorities."""
    providers = list(CareProvider.objects.filter(active=True).order_by("name"))
    choices: dict[str, Any] = {
        "provider": [*choose([(row.id, row.name) for row in providers]), (NEW, _("En ny vårdgivare"))]
    }
    if request.method != "POST":
        what = request.GET.get("vad", "")
        initial = {
            "new_id": drawn(request),
            "what": what,
            "provider": providers[0].id if len(providers) == 1 and what != "external" else None,
            "channels": [Channel.PAPER.value]
            if what == "external"
            else [Channel.LOCAL.value, Channel.PAPER.value],
        }
        return _draw(request, NewUnitForm(today=today_of(request), choices=choices, initial=initial))
    form = NewUnitForm(request.POST, today=today_of(request), choices=choices)
    made = run(request, form, lambda: _create(request, form.cleaned_data))
    if made is None:
        return _draw(request, form)
    to = reverse("admin_unit", kwargs={"unit_id": made[0].id})
    return done(request, _("%(unit)s är upplagd.") % {"unit": made[0].name}, to, made[1])


def _create(request: HttpRequest, typed: dict[str, Any]) -> tuple[Unit, Any]:
    external = typed["what"] == "external"
    # The box for referrals within Remissvakt is ticked from the start; a unit outside has no such way in.
    channels = [one for one in typed["channels"] if not (external and one == Channel.LOCAL)]
    return create_unit(
        provider_id=typed["provider"],
        provider_name=typed["provider_name"],
        kind=UnitKind.POOL if typed["what"] == "pool" else UnitKind.CARE,
        local=not external,
        channels=channels,
        unit_id=typed["new_id"],
        **{name: typed[name] for name in ("name", "hsa_id", "street", "postal_code", "city", "phone")},
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )


def _draw(request: HttpRequest, form: NewUnitForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="admin_units",
        title=_("Ny enhet"),
        lead=_("Enheten får rutinens gränser och en prioritetsskala; chefen ändrar dem sedan."),
        submit=_("Lägg upp enheten"),
        back=reverse("admin_units"),
    )
