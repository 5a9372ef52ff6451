"""Choose which assignment to act in; at login, and whenever one wants to change."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.formats import format_date
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound
from remissvakt.organisations.models import Assignment, Role

from .assignments import valid_assignments
from .gate import safe_next
from .middleware import choose_assignment_of


@require_http_methods(["GET", "POST"])
def choose_assignment(request: Any) -> HttpResponse:
    """Show the assignments that are valid today; act in the one that is chosen, and go on to `next`."""
    person_id = request.account.person_id
    if request.method == "POST":
        wanted = parse_id(request.POST.get("assignment"))
        if wanted is None:
            raise Http404
        try:
            choose_assignment_of(request, assignment_id=wanted, person_id=person_id)
        except NotFound as refusal:
            raise Http404 from refusal
        # What one may see changes with the assignment, so the key changes too (ASVS 7.2.4).
        request.session.cycle_key()
        return HttpResponseRedirect(safe_next(request))
    context = {
        "assignments": [_shown(row) for row in valid_assignments(person_id=person_id, today=request.today)],
        "next": request.GET.get("next", ""),
        "logout_url": reverse("logout"),
    }
    return render(request, "choose_assignment.html", context)


def _shown(row: Assignment) -> dict[str, str]:
    until = _("till och med %(day)s") % {"day": format_date(row.to_on)} if row.to_on else ""
    return {
        "key": str(row.id),
        "unit": row.unit.name,
        "role": str(Role(row.role).label),
        "purpose": row.purpose,
        "period": until,
    }
