"""/administration/rapport/: each night's conservation report of every unit. Numbers, and no patients."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.web.unit.gate import for_administrator
from remissvakt.web.unit.report import report_context

from .pages import admin_page


@for_administrator
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The same page as a manager's, of all units."""
    context = report_context(request, units=None)
    return admin_page(request, "unit/report.html", context, tab="admin_report")
