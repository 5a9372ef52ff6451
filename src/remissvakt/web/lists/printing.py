"""A list on paper: every row of it, with a box to tick and room to write, for a day without computers."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.web.frame import page
from remissvakt.worklists.rows import WorkRow, read_page

from .listing import Listing, open_listing
from .menu import menu_of
from .rows import owner

# More than anybody carries away on paper; what is left out is said on the page.
MOST = 2000


@require_safe
def print_list(request: HttpRequest, whose: str, slug: str) -> HttpResponse:
    """The whole list as the filter shows it, in its order, on one page."""
    listing = open_listing(request, whose=whose, slug=slug)
    read = read_page(
        lambda: listing.items,
        number=1,
        actor=listing.actor,
        now=request.now,  # type: ignore[attr-defined]
        today=listing.today,
        size=MOST,
        action="print_list",
    )
    return printed(
        request,
        listing,
        read.rows,
        total=read.total,
        active=menu_of(listing).active if listing.filters else (),
    )


def printed(
    request: HttpRequest,
    listing: Listing,
    rows: Sequence[WorkRow],
    *,
    total: int | None = None,
    active: Sequence[str] = (),
) -> HttpResponse:
    """Draw rows for paper. Number and name, and never where a patient lives."""
    left_out = 0 if total is None else total - len(rows)
    context = {
        "listing": listing,
        "rows": [(row, owner(row)) for row in rows],
        "active": active,
        "left_out": left_out,
        "now": request.now,  # type: ignore[attr-defined]
        "chosen": total is None,
    }
    return page(request, "lists/print.html", context)
