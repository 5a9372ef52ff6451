"""/enhet/rapport/: each night's conservation report of the unit, for its manager."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.assurance.report.shown import shown_report
from remissvakt.web.frame import actor_of

from .gate import for_manager
from .pages import unit_page


@for_manager
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The manager's own unit alone."""
    context = report_context(request, units=[actor_of(request).unit_id])
    return unit_page(request, "unit/report.html", context, tab="unit_report")


def report_context(request: HttpRequest, *, units: Collection[UUID] | None) -> dict[str, Any]:
    """The report of the day that the address asks for (`dag`), or the last one; 404 for a day without one."""
    asked = request.GET.get("dag", "")
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        raise Http404 from None
    shown = shown_report(day=day, units=units)
    if shown is None and day is not None:
        raise Http404
    return {"shown": shown, "every_unit": units is None}
