"""Filters with a name of one's own, kept from one day to the next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from remissvakt.core.refusal import Refusal
from remissvakt.web.acting import back_path, tell
from remissvakt.web.frame import actor_of, around_of
from remissvakt.worklists.actions.favourites import delete_favourite, save_favourite
from remissvakt.worklists.favourites import favourites_of

from .listing import Listing, open_listing


def favourites_shown(request: HttpRequest, listing: Listing) -> list[tuple[str, str, bool, str]]:
    """Return (name, address, whether it is on now, address to post to for taking it away) for a list."""
    around = around_of(request)
    if around is not None and not around.has_favourites:
        return []
    path = f"{listing.word}/{listing.work_list.slug}"
    here = listing.address().partition("?")
    return [
        (
            one.name,
            f"{here[0]}?{one.query}",
            one.query == listing.filters.query(),
            reverse("delete_favourite", kwargs={"favourite_id": one.id}),
        )
        for one in favourites_of(person_id=listing.actor.person_id, path=path)
    ]


@require_POST
def save(request: HttpRequest, whose: str, slug: str) -> HttpResponse:
    """Keep the list's present filter under the name that was typed."""
    listing = open_listing(request, whose=whose, slug=slug)
    try:
        favourite = save_favourite(
            name=request.POST.get("name", ""),
            whose=whose,
            slug=slug,
            filters=listing.filters,
            actor=listing.actor,
            now=request.now,  # type: ignore[attr-defined]
        )
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
    else:
        tell(request, _("Favoriten %(name)s är sparad.") % {"name": favourite.name})
    return HttpResponseRedirect(listing.address())


@require_POST
def delete(request: HttpRequest, favourite_id: UUID) -> HttpResponse:
    """Take a favourite away; the list itself is as it was."""
    delete_favourite(favourite_id=favourite_id, actor=actor_of(request))
    tell(request, _("Favoriten är borttagen."))
    return HttpResponseRedirect(back_path(request) or reverse("home"))
