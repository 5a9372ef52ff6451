"""/diktat/lage/: how many dictations wait at each unit and in each pool, how old and how late. No patients."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.gate import for_unit
from remissvakt.web.unit.pages import unit_page
from remissvakt.worklists.dictation_load import load_of


@for_unit
@require_safe
def dictation_load(request: HttpRequest) -> HttpResponse:
    """The table, for whoever leads or works at the unit or in the pool."""
    rows = load_of(actor=actor_of(request), today=today_of(request))
    context = {
        "units": [row for row in rows if not row.pool],
        "pools": [row for row in rows if row.pool],
    }
    return unit_page(request, "dictation/load.html", context, tab="dictation_load")
