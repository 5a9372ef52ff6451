"""The pages of one referral: the referral itself, and days read back while they are typed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from remissvakt.core.clock import local_date
from remissvakt.core.dates import parse_date, parse_last_day
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.waits import describe_wait
from remissvakt.web.acting import back_path, is_told
from remissvakt.web.formatting import long_day
from remissvakt.web.frame import actor_of, page

from .detail import detail_context
from .reading import read_wait_as_typed


@require_GET
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The whole page of one referral."""
    try:
        context = detail_context(request, referral_id)
    except (Http404, NotFound):
        # What has just been done was the pool's last work on it: the message is shown at the list instead.
        if actor_of(request).in_pool and is_told(request):
            return HttpResponseRedirect(back_path(request) or reverse("home"))
        raise
    return page(request, "referral/page.html", {**context, "back": back_path(request)})


@require_GET
def read_date(request: HttpRequest) -> HttpResponse:
    """A typed day in full; 422 with what is wrong. `slag` is "vantetid" for a wait, "passerat" for a past day;
    with `sista` the last day of a week or a month."""
    today = local_date(request.now)  # type: ignore[attr-defined]
    text, kind = request.GET.get("text", ""), request.GET.get("slag", "")
    try:
        if kind == "vantetid":
            return _plain(str(describe_wait(read_wait_as_typed(text, today=today))))
        read = parse_last_day if "sista" in request.GET else parse_date
        day = read(text, today=today, prefer="past" if kind == "passerat" else "future")
    except Refusal as refusal:
        return _plain(refusal.message, status=422)
    return _plain(long_day(day))


def _plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
