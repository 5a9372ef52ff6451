"""What stands around every page of somebody who is logged in: lists with counts, messages, links by role.

`page` is how every view answers. It adds the `shell` (shell.py), whose counts come from one statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Role
from remissvakt.referrals.rules.who import CARE, LEADING
from remissvakt.web.acting import take_messages
from remissvakt.web.addresses import address
from remissvakt.web.login.who import Around
from remissvakt.web.preferences import read_preferences
from remissvakt.web.shell import Daily, Link, Node, Shell
from remissvakt.worklists.counts import Counts, count_all
from remissvakt.worklists.daily import progress
from remissvakt.worklists.nodes import BY_NAME, MY_LISTS, OUR_LISTS, WorkList
from remissvakt.worklists.scope import Whose, has_list

# (name of the page, its label, the roles that have it in their menu); the page itself decides who may open it.
_LINKS = (
    ("scans", _("Skanna in"), CARE),
    ("register_arrival", _("Registrera ankomst"), CARE),
    ("register_paper", _("Registrera papper"), CARE),
    ("import", _("Importera"), frozenset({Role.SECRETARY, Role.MANAGER})),
    ("unit_settings", _("Enheten"), LEADING),
    ("administration", _("Administration"), frozenset({Role.ADMINISTRATOR})),
)
_LETTERS = {"scans": "m"}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a template with `shell`, `today` and `actor` around the context that the view gives."""
    whole = {"shell": shell_of(request), "today": today_of(request), "actor": actor_of(request)}
    return render(request, template, whole | dict(context or {}), status=status)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; a page that uses the frame is only for those who are logged in with an assignment."""
    return request.actor  # type: ignore[attr-defined]


def around_of(request: HttpRequest) -> Around | None:
    """Return what was read together with who acts, if it was."""
    return getattr(request, "around", None)


def today_of(request: HttpRequest) -> date:
    """Return the Swedish day of the request."""
    return local_date(request.now)  # type: ignore[attr-defined]


def counts_of(request: HttpRequest) -> Counts:
    """Return the counts of all lists, read once a request; an administrator sees no patients' work at all."""
    counts = getattr(request, "_counts", None)
    if counts is None:
        actor = actor_of(request)
        counts = count_all(actor=actor, today=today_of(request)) if actor.role in LEADING else Counts()
        request._counts = counts  # type: ignore[attr-defined]
    return counts


def shell_of(request: HttpRequest) -> Shell:
    """Return the frame for the person, assignment and address of the request."""
    actor, preferences = actor_of(request), read_preferences(request)
    return Shell(
        person_name=actor.person_name,
        unit_name=actor.unit_name,
        role_label=actor.role.label,
        my_nodes=my_nodes(request) if actor.role in CARE else (),
        our_nodes=our_nodes(request) if actor.role in LEADING else (),
        daily=_daily(request) if actor.role in LEADING else None,
        links=_links(request),
        new_url=address("new_referral") if actor.role in CARE else "",
        messages=take_messages(request),
        theme=preferences.theme,
        letters_on=preferences.letters_on,
        home_url=address("home"),
        switch_url=address("choose_assignment"),
        search_url=address("search") if actor.role in CARE else "",
        help_url=address("help"),
        logout_url=address("logout"),
        preferences_url=address("preferences"),
        account_url=address("account"),
        counts_url=address("counts") if actor.role in LEADING else "",
        keepalive_url=address("keepalive"),
        idle_seconds=settings.REMISSVAKT_IDLE_MINUTES * 60,
        here=request.get_full_path(),
    )


def my_nodes(request: HttpRequest) -> tuple[Node, ...]:
    """The eight nodes of Mitt arbete; in a pool those that it does, and any where something is one's own."""
    actor, counts = actor_of(request), counts_of(request)
    return tuple(
        _node(request, one, whose=Whose.MINE)
        for one in MY_LISTS
        if actor.does(one.name) or counts.of(one.name, whose=Whose.MINE).total
    )


def our_nodes(request: HttpRequest) -> tuple[Node, ...]:
    """The nodes of Vårt arbete. Where both have a list, its letter goes to the person's own."""
    taken = MY_LISTS if actor_of(request).role in CARE else ()
    return tuple(
        _node(request, one, whose=Whose.OURS, letter=one not in taken)
        for one in OUR_LISTS
        if has_list(actor_of(request), name=one.name, whose=Whose.OURS)
    )


def _node(request: HttpRequest, one: WorkList, *, whose: Whose, letter: bool = True) -> Node:
    url = address(f"{'my' if whose == Whose.MINE else 'our'}_list", slug=one.slug)
    tally = counts_of(request).of(one.name, whose=whose)
    return Node(
        label=_label(get_language(), one.name),
        url=url,
        count=tally.total,
        overdue=tally.overdue,
        key=f"{whose}:{one.name}",
        current=request.path == url,
        letter=one.letter if letter else "",
    )


@lru_cache(maxsize=200)
def _label(_language: str, name: str) -> str:
    return str(BY_NAME[name].label)


def _daily(request: HttpRequest) -> Daily | None:
    url, units = address("daily"), actor_of(request).unit_ids
    if actor_of(request).in_pool:
        return None  # the unit's own to answer for: it is about all of its lists
    around = around_of(request)
    signed = around.checks_done if around else None
    done, total = progress(unit_ids=units, today=today_of(request), signed=signed)
    return Daily(done=done, total=total, url=url, current=request.path == url)


def _links(request: HttpRequest) -> tuple[Link, ...]:
    role = actor_of(request).role
    found = ((name, label, address(name)) for name, label, roles in _LINKS if role in roles)
    return tuple(
        Link(label=label, url=url, current=request.path == url, letter=_LETTERS.get(name, ""))
        for name, label, url in found
    )


def our_list_or_home(request: HttpRequest, name: str) -> str:
    """Return the address of a list of Vårt arbete, or of the person's first page where that list is not theirs."""
    if has_list(actor_of(request), name=name, whose=Whose.OURS):
        return address("our_list", slug=BY_NAME[name].slug)
    return address("home")
