"""/enhet/granser/: every deadline of the routine as this unit has decided it, and who acknowledges (A.1–B.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.models import AcknowledgeRule, UnitRoutine
from remissvakt.organisations.seen import ROUTINE, version_of
from remissvakt.referrals.actions.change_routine import MAX_DAYS, change_routine
from remissvakt.web.acting import run, status_of
from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of

from .fields import OneOf
from .gate import FOR_MANAGER, for_unit, found
from .limit_texts import GROUPS, LIMITS
from .pages import done, manages, newer, own_unit, unit_page
from .shown import capital, capital_later

_RANGE = _("Skriv ett helt antal dagar, 0 till 730.")


class LimitsForm(forms.Form):
    """A number of days for each limit, and the rule of acknowledging."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    acknowledge_rule = OneOf(
        label=_("Vem får vidimera svar? (A.7)"),
        choices=[(rule.value, capital_later(rule.label)) for rule in AcknowledgeRule],
        help_text=_("En bekräftelse får dessutom läkarsekreterare vidimera."),
    )

    virus_check_required = forms.BooleanField(
        required=False,
        label=_("Öppna bara viruskontrollerade filer"),
        help_text=_("Filer som inte har kunnat kontrolleras väntar, synliga, tills det går."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for limit in LIMITS:
            self.fields[limit.name] = forms.IntegerField(
                label=str(limit.label),
                min_value=0,
                max_value=MAX_DAYS,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _RANGE),
            )


@for_unit
def limits(request: HttpRequest) -> HttpResponse:
    """The manager changes; the others read. Open work follows at once, what somebody has promised stands."""
    unit = own_unit(request)
    routine = found(UnitRoutine.objects.filter(unit=unit, unit__kind="care").first())
    if request.method != "POST":
        names = ("acknowledge_rule", "virus_check_required", *(one.name for one in LIMITS))
        held = {name: getattr(routine, name) for name in names}
        form = LimitsForm(initial={**held, "version": version_of(unit.id, kinds=ROUTINE)})
        return _draw(request, routine, form)
    if not manages(request):
        return error_response(request, status=403, message=FOR_MANAGER)
    form = LimitsForm(request.POST)
    changed = run(
        request,
        form,
        lambda: change_routine(
            unit_id=unit.id,
            limits={one.name: form.cleaned_data[one.name] for one in LIMITS},
            acknowledge_rule=form.cleaned_data["acknowledge_rule"],
            virus_check_required=form.cleaned_data["virus_check_required"],
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if changed is None:
        newer(form, version_of(unit.id, kinds=ROUTINE))
        return _draw(request, routine, form)
    return done(
        request,
        _("Gränserna är sparade. Öppet arbete har fått nya datum, utom bevakningsdatum som redan är satta."),
        reverse("unit_limits"),
    )


def _draw(request: HttpRequest, routine: UnitRoutine, form: LimitsForm) -> HttpResponse:
    context = {
        "form": form,
        "groups": GROUPS,
        "routine": routine,
        "rule": capital(str(AcknowledgeRule(routine.acknowledge_rule).label)),
    }
    return unit_page(request, "unit/limits.html", context, tab="unit_limits", status=status_of(form))
