"""Read back a typed day that has been, while it is typed: "3/4" is then the latest third of April."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from remissvakt.core.dates import parse_date
from remissvakt.core.refusal import Refusal
from remissvakt.web.formatting import long_day
from remissvakt.web.frame import today_of


@require_GET
def read_past_date(request: HttpRequest) -> HttpResponse:
    """Answer the day in words, or 422 with what is wrong."""
    try:
        day = parse_date(request.GET.get("text", ""), today=today_of(request), prefer="past")
    except Refusal as refusal:
        return HttpResponse(refusal.message, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(long_day(day), content_type="text/plain; charset=utf-8")
