"""A list as a file for a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from remissvakt.worklists.export import as_csv
from remissvakt.worklists.rows import read_page

from .listing import open_listing

MOST = 20_000


@never_cache
@require_safe
def export_list(request: HttpRequest, whose: str, slug: str) -> HttpResponse:
    """The whole list as the filter shows it; the file is named after the list and the day alone."""
    listing = open_listing(request, whose=whose, slug=slug)
    read = read_page(
        lambda: listing.items,
        number=1,
        actor=listing.actor,
        now=request.now,  # type: ignore[attr-defined]
        today=listing.today,
        size=MOST,
        action="export_list",
    )
    response = HttpResponse(as_csv(read.rows, today=listing.today), content_type="text/csv; charset=utf-8")
    name = f"{listing.work_list.slug}-{listing.today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
