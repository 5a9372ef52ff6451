"""/enhet/uppgifter/: the manager keeps address, phone and channels right; letters and calls depend on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actions.change_unit import change_unit
from remissvakt.organisations.models import Channel, Unit, UnitKind
from remissvakt.organisations.seen import UNIT, version_of
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of

from .fields import ChangeForm, Line
from .gate import for_manager
from .pages import done, form_page, newer, own_unit
from .shown import capital_later

CHANNELS = [(one.value, capital_later(one.label)) for one in Channel]


class ContactForm(ChangeForm):
    """How the unit is reached."""

    street = Line(label=_("Gatuadress"), required=False)
    postal_code = Line(label=_("Postnummer"), required=False)
    city = Line(label=_("Ort"), required=False)
    phone = Line(
        label=_("Telefon"), required=False, help_text=_("Numret som andra enheter ringer om remisser.")
    )
    channels = forms.MultipleChoiceField(
        label=_("Tar emot remisser"),
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Välj bland sätten i listan.")},
    )


@for_manager
def contact(request: HttpRequest) -> HttpResponse:
    """Name and HSA-id are the administrators' to change."""
    unit = own_unit(request)
    version = version_of(unit.id, kinds=UNIT)
    if request.method != "POST":
        return _draw(request, unit, _form(request, unit, None, initial={**held(unit), "version": version}))
    form = _form(request, unit, request.POST)
    result = run(
        request,
        form,
        lambda: change_unit(
            unit_id=unit.id,
            name=unit.name,
            hsa_id=unit.hsa_id,
            **{
                name: form.cleaned_data[name]
                for name in ("street", "postal_code", "city", "phone", "version")
            },
            channels=form.cleaned_data.get("channels", unit.channels),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if result is None:
        newer(form, version)
        return _draw(request, unit, form)
    return done(request, _("Enhetens uppgifter är sparade."), reverse("unit_settings"))


def held(unit: Unit) -> dict[str, Any]:
    """What the form holds from the start."""
    return {name: getattr(unit, name) for name in ("street", "postal_code", "city", "phone", "channels")}


def _form(request: HttpRequest, unit: Unit, data: Any, **options: Any) -> ContactForm:
    form = ContactForm(data, today=today_of(request), **options)
    if unit.kind == UnitKind.POOL:
        del form.fields["channels"]
    return form


def _draw(request: HttpRequest, unit: Unit, form: ContactForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="unit_settings",
        title=_("Adress, telefon och kanaler"),
        lead=_("Namn och HSA-id ändras av en administratör."),
        submit=_("Spara"),
        back=reverse("unit_settings"),
    )
