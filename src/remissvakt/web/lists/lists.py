"""A work list, and beside it what its open row is about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.ids import parse_id
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.rules.who import CARE
from remissvakt.referrals.states import Node
from remissvakt.web.frame import address, counts_of, page
from remissvakt.web.shell import Link
from remissvakt.worklists.rows import page_of, read_page

from . import rows
from .favourites import favourites_shown
from .jobs import JOBS, possible_jobs, prints_letters, prints_rows
from .listing import MINE, OURS, Listing, open_listing
from .menu import menu_of
from .panel import panel_of

_BEGINS = {
    Node.UNLINKED.value: ("scans", _("Skanna in")),
    Node.INBOX.value: ("register_arrival", _("Registrera ankomst")),
}


@require_safe
def my_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the eight nodes of Mitt arbete."""
    return _answer(request, open_listing(request, whose=MINE, slug=slug))


@require_safe
def our_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the nodes of Vårt arbete."""
    return _answer(request, open_listing(request, whose=OURS, slug=slug))


def _answer(request: HttpRequest, listing: Listing) -> HttpResponse:
    selected = parse_id(request.GET.get("rad"))
    if selected is not None and request.headers.get("HX-Request") == "true":
        return _part(request, listing, selected)
    number = _page_number(request, listing, selected)
    tally = counts_of(request).of(listing.work_list.name, whose=listing.whose)
    read = read_page(
        lambda: listing.items,
        number=number,
        actor=listing.actor,
        now=request.now,  # type: ignore[attr-defined]
        today=listing.today,
        whole=None if listing.filters else (listing.work_list.name, listing.whose),
        size_known=None if listing.filters else (tally.total, tally.last_id),
    )
    panel = panel_of(request, listing, item_id=selected) if selected else None
    newer_than = parse_id(request.GET.get("sedan"))
    jobs = [(name, JOBS[name].button) for name in possible_jobs(listing)]
    bulk = bool(jobs) or prints_rows(listing)
    shown = {
        "listing": listing,
        "tally": tally,
        "hidden": max(tally.total - read.total, 0),
        "rows": rows.draw(
            read.rows, rows.place_of(listing, bulk=bulk), selected=selected, newer_than=newer_than
        ),
        "read": read,
        "pages_url": listing.address(page=2).replace("sida=2", "sida={page}"),
        "menu": menu_of(listing) if listing.filters else None,
        "jobs": jobs,
        "prints_rows": prints_rows(listing),
        "bulk": bulk,
        "favourites": favourites_shown(request, listing),
        "gone": selected is not None and panel is None,
        "new_url": listing.address(sedan=str(UUID(read.newest.partition(".")[2])))
        if read.total
        else listing.address(),
        "back_url": listing.address(page=read.number),
        "panel": None,
        "begin": _begin(listing),
        "letters": _letters(listing),
    }
    return page(request, "lists/list.html", shown | (panel or {}))


def _part(request: HttpRequest, listing: Listing, selected: UUID) -> HttpResponse:
    """Only the pane beside the list, for htmx: the list itself stands still."""
    panel = panel_of(request, listing, item_id=selected)
    number = page_of(listing.items, item_id=selected) or 1
    context = {"today": listing.today, "panel": None, "back_url": listing.address(page=number)}
    return render(request, "lists/part.html", context | (panel or {}))


def _begin(listing: Listing) -> Link | None:
    """What fills the list by hand stands at the list: papers that have come, referrals on paper (B.1)."""
    found = _BEGINS.get(listing.work_list.name)
    if found is None or listing.actor.role not in CARE:
        return None
    name, label = found
    return Link(label=label, url=address(name))


def _letters(listing: Listing) -> dict[str, Any] | None:
    """What is printed and not yet posted, where the list holds letters."""
    if not prints_letters(listing):
        return None
    printed = listing.everything.filter(reason=Why.PRINTED_NOT_POSTED.value).count()
    return {
        "printed": printed,
        "url": f"{listing.path}?{urlencode({'varfor': Why.PRINTED_NOT_POSTED.value})}",
    }


def _page_number(request: HttpRequest, listing: Listing, selected: UUID | None) -> int:
    """The page that the open row stands on now, else the one that the address asks for."""
    if selected is not None and (number := page_of(listing.items, item_id=selected)) is not None:
        return number
    typed = request.GET.get("sida", "")
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 1
