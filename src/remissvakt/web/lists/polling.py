"""Fresh numbers for a page that stands open: the counts of the menu, and how many rows wait behind "2 nya"."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from remissvakt.web.frame import actor_of, counts_of
from remissvakt.worklists.nodes import MY_LISTS, OUR_LISTS
from remissvakt.worklists.rows import count_new
from remissvakt.worklists.scope import Whose, has_list, require_lists

from .listing import open_listing


@never_cache
@require_safe
def counts(request: HttpRequest) -> JsonResponse:
    """Answer {"nodes": {"mine:watch": {"count": 12, "overdue": 3}, …}}, by the keys of shell.Node."""
    actor = actor_of(request)
    require_lists(actor)
    found = counts_of(request)
    nodes = {}
    for whose, lists in ((Whose.MINE, MY_LISTS), (Whose.OURS, OUR_LISTS)):
        for one in lists:
            if not has_list(actor, name=one.name, whose=whose):
                continue
            tally = found.of(one.name, whose=whose)
            nodes[f"{whose}:{one.name}"] = {"count": tally.total, "overdue": tally.overdue}
    return JsonResponse({"nodes": nodes})


@never_cache
@require_safe
def new_rows(request: HttpRequest, whose: str, slug: str) -> JsonResponse:
    """Answer {"new": 2, "label": "2 nya"} for the list as it was read at `newest`."""
    listing = open_listing(request, whose=whose, slug=slug)
    n = count_new(listing.items, newest=request.GET.get("newest", ""))
    return JsonResponse({"new": n, "label": ngettext("%(n)s ny", "%(n)s nya", n) % {"n": n}})
