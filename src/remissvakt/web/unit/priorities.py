"""/enhet/prioriteter/: the unit's own scale of priorities, the most urgent first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actions.change_priorities import MOST, change_priorities
from remissvakt.organisations.models import PriorityLevel
from remissvakt.organisations.seen import PRIORITIES, version_of
from remissvakt.web.acting import run, status_of
from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of, today_of

from .fields import ChangeForm, Long
from .gate import FOR_MANAGER, for_unit, found
from .pages import done, manages, newer, own_unit, unit_page


class ScaleForm(ChangeForm):
    """One step a line."""

    labels = Long(
        label=_("Stegen, ett på varje rad"),
        help_text=_("Det mest brådskande först. 1–9 steg, till exempel Akut, Förtur, Normal, Kan vänta."),
        strip=False,
    )


@for_unit
def priorities(request: HttpRequest) -> HttpResponse:
    """The manager changes; the others read. Referrals that have been sent keep the word they had."""
    unit = found(own_unit(request) if own_unit(request).kind == "care" else None)
    version = version_of(unit.id, kinds=PRIORITIES)
    if request.method != "POST":
        lines = "\n".join(row.label for row in _scale(request))
        form = ScaleForm(today=today_of(request), initial={"labels": lines, "version": version})
        return _draw(request, form)
    if not manages(request):
        return error_response(request, status=403, message=FOR_MANAGER)
    form = ScaleForm(request.POST, today=today_of(request))
    changed = run(
        request,
        form,
        lambda: change_priorities(
            unit_id=unit.id,
            labels=[line for line in form.cleaned_data["labels"].splitlines() if line.strip()],
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if changed is None:
        newer(form, version)
        return _draw(request, form)
    return done(request, _("Prioritetsskalan är sparad."), reverse("unit_priorities"))


def _scale(request: HttpRequest) -> list[PriorityLevel]:
    return list(PriorityLevel.objects.filter(unit=own_unit(request), active=True).order_by("rank"))


def _draw(request: HttpRequest, form: ScaleForm) -> HttpResponse:
    context = {"form": form, "scale": _scale(request), "most": MOST}
    return unit_page(request, "unit/priorities.html", context, tab="unit_priorities", status=status_of(form))
