"""/enhet/vidareremittering/: the units that this one may forward to: asked for by its manager, at most ten (B.5)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actions.end_forwarding_target import end_forwarding_target
from remissvakt.organisations.actions.request_forwarding_target import request_forwarding_target
from remissvakt.organisations.models import ForwardingTarget, ForwardingTargetState, Unit, UnitKind
from remissvakt.organisations.models.forwarding_target import MAX_ACTIVE
from remissvakt.web.acting import run, status_of
from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of, today_of

from .fields import FromList, Long, NewForm
from .gate import FOR_MANAGER, for_manager, for_unit, found
from .pages import ask_context, ask_first, done, drawn, manages, own_unit, unit_page
from .shown import units_by_provider

_PRESENT = (ForwardingTargetState.ACTIVE, ForwardingTargetState.REQUESTED)


class RequestForm(NewForm):
    """Which unit, and why."""

    to_unit = FromList(label=_("Enhet att vidaresända till"))
    motivation = Long(
        label=_("Varför behövs den?"), required=False, help_text=_("Läses av administratören som avgör.")
    )


@for_unit
def forwarding(request: HttpRequest) -> HttpResponse:
    """GET shows; POST asks for one more."""
    unit = found(own_unit(request) if own_unit(request).kind == UnitKind.CARE else None)
    if request.method != "POST":
        form = RequestForm(
            today=today_of(request), choices=_choices(unit), initial={"new_id": drawn(request)}
        )
        return _draw(request, unit, form)
    if not manages(request):
        return error_response(request, status=403, message=FOR_MANAGER)
    form = RequestForm(request.POST, today=today_of(request), choices=_choices(unit, chosen=True))
    asked = run(
        request,
        form,
        lambda: request_forwarding_target(
            unit_id=unit.id,
            to_unit_id=form.cleaned_data["to_unit"],
            motivation=form.cleaned_data["motivation"],
            target_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if asked is None:
        return _draw(request, unit, form)
    text = _("Begäran är skickad till administratörerna. Enheten går att välja när de har aktiverat den.")
    return done(request, text, reverse("unit_forwarding"))


@for_manager
def end(request: HttpRequest, target_id: UUID) -> HttpResponse:
    """Ask, and end an active target."""
    rows = ForwardingTarget.objects.select_related("to_unit")
    row = found(rows.filter(id=target_id, unit_id=actor_of(request).unit_id).first())
    back = reverse("unit_forwarding")
    question = ask_context(
        title=_("Sluta vidaresända till %(unit)s?") % {"unit": row.to_unit.name},
        text=_("Det som redan är vidaresänt dit bevakas som förut. Platsen blir ledig för en annan enhet."),
        submit=_("Avsluta"),
        back=back,
    )
    return ask_first(
        request,
        lambda: end_forwarding_target(
            target_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=_("Det går inte längre att vidaresända till %(unit)s.") % {"unit": row.to_unit.name},
        question=question,
        draw=unit_page,
        tab="unit_forwarding",
    )


def _choices(unit: Unit, *, chosen: bool = False) -> dict[str, object]:
    """Care units to ask for; when a form comes back also those that were asked for, so that the action answers."""
    rows = Unit.objects.filter(active=True, kind=UnitKind.CARE).exclude(id=unit.id).select_related("provider")
    if not chosen:
        taken = ForwardingTarget.objects.filter(unit=unit, state__in=_PRESENT).values("to_unit")
        rows = rows.exclude(id__in=taken)
    return {"to_unit": units_by_provider(rows.order_by("provider__name", "sort_name"))}


def _draw(request: HttpRequest, unit: Unit, form: RequestForm) -> HttpResponse:
    rows = list(
        ForwardingTarget.objects.filter(unit=unit)
        .select_related("to_unit__provider", "requested_by", "decided_by")
        .order_by("to_unit__sort_name", "-requested_at")
    )
    by_state = {state.value: [row for row in rows if row.state == state] for state in ForwardingTargetState}
    context = {
        "form": form,
        "active": by_state["active"],
        "requested": by_state["requested"],
        "earlier": by_state["declined"] + by_state["ended"],
        "most": MAX_ACTIVE,
    }
    return unit_page(request, "unit/forwarding.html", context, tab="unit_forwarding", status=status_of(form))
