"""Log in as one of the demo's persons with one click; only where REMISSVAKT_DEMO is on."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from remissvakt.organisations.models import Account, Assignment, Role

from . import sessions
from .gate import safe_next


@dataclass(frozen=True)
class ShownPersona:
    """A person to try the demo as. `key` is the user name; `about` says what they can show."""

    key: str
    name: str
    role: str
    unit: str
    about: str


def personas() -> list[ShownPersona]:
    """Return the demo's persons that are there, in the demo's order. One statement."""
    wanted = {one.username: one for one in _listed()}
    rows = (
        Assignment.objects.filter(person__account__username__in=list(wanted))
        .select_related("person__account", "unit")
        .order_by("from_on", "id")
    )
    first: dict[str, Assignment] = {}
    for row in rows:
        first.setdefault(row.person.account.username, row)
    return [
        ShownPersona(
            key=username,
            name=first[username].person.name,
            role=str(Role(first[username].role).label),
            unit=first[username].unit.name,
            about=str(one.description),
        )
        for username, one in wanted.items()
        if username in first
    ]


@require_POST
def demo_login(request: Any, key: str) -> HttpResponse:
    """Log in as a persona without a password. 404 for anybody else, and wherever this is no demo."""
    if not settings.REMISSVAKT_DEMO or key not in {one.username for one in _listed()}:
        raise Http404
    account = Account.objects.filter(username=key, is_active=True, person__active=True).first()
    if account is None:
        raise Http404
    sessions.start(request, account, now=request.now)
    return HttpResponseRedirect(safe_next(request))


def _listed() -> Any:
    # Only the demo needs the demo's package.
    return import_module("remissvakt.demo.personas").PERSONAS
