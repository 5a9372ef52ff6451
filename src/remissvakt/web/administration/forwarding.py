"""/administration/vidareremittering/: requests that managers have made, and the decisions on them (B.5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.activate_forwarding_target import activate_forwarding_target
from remissvakt.organisations.actions.decline_forwarding_target import decline_forwarding_target
from remissvakt.organisations.actions.end_forwarding_target import end_forwarding_target
from remissvakt.organisations.models import ForwardingTarget, ForwardingTargetState
from remissvakt.organisations.models.forwarding_target import MAX_ACTIVE
from remissvakt.web.frame import actor_of
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context, ask_first

from .pages import admin_page

_ACTS = {
    "aktivera": (activate_forwarding_target, _("%(unit)s får nu vidaresända till %(to)s.")),
    "avsla": (decline_forwarding_target, _("Begäran är avslagen.")),
    "avsluta": (end_forwarding_target, _("Det går inte längre att vidaresända dit.")),
}


@for_administrator
@require_safe
def forwarding(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first; and what is active, unit by unit."""
    rows = ForwardingTarget.objects.select_related(
        "unit__provider", "to_unit__provider", "requested_by", "decided_by"
    )
    active = list(
        rows.filter(state=ForwardingTargetState.ACTIVE).order_by("unit__sort_name", "to_unit__sort_name")
    )
    by_unit: dict[str, list[ForwardingTarget]] = {}
    for row in active:
        by_unit.setdefault(row.unit.name, []).append(row)
    context = {
        "requested": [
            {"row": row, "taken": len(by_unit.get(row.unit.name, []))}
            for row in rows.filter(state=ForwardingTargetState.REQUESTED).order_by("requested_at")
        ],
        "by_unit": by_unit,
        "most": MAX_ACTIVE,
    }
    return admin_page(request, "administration/forwarding.html", context, tab="admin_forwarding")


@for_administrator
def decide(request: HttpRequest, target_id: UUID, act: str) -> HttpResponse:
    """GET asks, POST does it."""
    action, text = found(_ACTS.get(act))
    row = found(ForwardingTarget.objects.select_related("unit", "to_unit").filter(id=target_id).first())
    back = reverse("admin_forwarding")
    names = {"unit": row.unit.name, "to": row.to_unit.name}
    questions: dict[str, tuple[Any, Any, Any]] = {
        "aktivera": (
            _("Ska %(unit)s få vidaresända till %(to)s?"),
            _("Enheten kan då skicka vidare remisser som den inte kan ta."),
            _("Aktivera"),
        ),
        "avsla": (
            _("Avslå att %(unit)s får vidaresända till %(to)s?"),
            _("Chefen ser att begäran är avslagen och kan begära igen."),
            _("Avslå"),
        ),
        "avsluta": (
            _("Ska %(unit)s sluta vidaresända till %(to)s?"),
            _("Det som redan är vidaresänt bevakas som förut. Platsen blir ledig."),
            _("Avsluta"),
        ),
    }
    title, why, submit = questions[act]
    question = ask_context(title=title % names, text=why, submit=submit, back=back)
    return ask_first(
        request,
        lambda: action(
            target_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=text % names,
        question=question,
        draw=admin_page,
        tab="admin_forwarding",
    )
