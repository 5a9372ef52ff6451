"""Where does somebody begin, and the page that explains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from remissvakt.organisations.models import Role
from remissvakt.referrals.rules.who import CARE
from remissvakt.referrals.states import Node
from remissvakt.web.frame import actor_of, counts_of, page
from remissvakt.worklists.nodes import BY_NAME, MY_LISTS
from remissvakt.worklists.scope import Whose


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to where one's day begins.

    The first of one's own lists that holds work; without any, a secretary's is the inbox (in a pool: what is to be
    typed) and anybody else's what they watch. A manager begins with the daily control, an administrator with
    administration.
    """
    return HttpResponseRedirect(_beginning(request))


def _beginning(request: HttpRequest) -> str:
    role = actor_of(request).role
    if role == Role.ADMINISTRATOR:
        return reverse("administration")
    if role not in CARE:
        return reverse("daily")
    counts = counts_of(request)
    for one in MY_LISTS:
        if counts.of(one.name, whose=Whose.MINE).total:
            return reverse("my_list", kwargs={"slug": one.slug})
    if role == Role.SECRETARY:
        first = Node.TRANSCRIBE if actor_of(request).in_pool else Node.INBOX
        return reverse("our_list", kwargs={"slug": BY_NAME[first].slug})
    return reverse("my_list", kwargs={"slug": BY_NAME[Node.WATCH].slug})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The words, the marks and the keys."""
    return page(request, "help.html")
