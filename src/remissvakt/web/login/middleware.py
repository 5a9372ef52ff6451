"""Sets `request.now`, `request.today`, `request.account` and `request.actor`, and keeps the gate.

Everything is read anew for every request, so that a deactivated person or an ended assignment is out at once
(S6). Statements: session, account, assignment with person and unit; for whoever has borrowed something also
what, and in a pool the units that it serves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from remissvakt.core.clock import SystemClock, local_date
from remissvakt.core.refusal import NotFound
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.models import Account, Person

from . import sessions
from .assignments import valid_assignments
from .gate import FOR_ACCOUNTS, FOR_EVERYBODY, FOR_MACHINES, in_background, turned_away
from .who import who_acts, with_loans

TIME_OUT = "tid"


class ActorMiddleware:
    """Must stand after Django's own authentication, and before everything that asks for the actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = SystemClock().now()  # type: ignore[attr-defined]
        request.today = local_date(request.now)  # type: ignore[attr-defined]
        request.account = request.actor = request.around = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: Any, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Find out who it is, once it is known which page; return None to let them in."""
        page = request.resolver_match.view_name
        if page in FOR_MACHINES:
            return None
        timed_out = _identify(request)
        if page in FOR_EVERYBODY:
            return None
        if request.account is None:
            return turned_away(request, to="login", why=TIME_OUT if timed_out else "")
        if page in FOR_ACCOUNTS:
            return None
        if request.account.must_change_password:
            return turned_away(request, to="change_password")
        if request.actor is None:
            return turned_away(request, to="choose_assignment")
        return None


def _identify(request: Any) -> bool:
    """Set account and actor from the session; return whether a session had run out."""
    account = request.user
    if not isinstance(account, Account):
        return False
    if sessions.is_over(request.session, now=request.now):
        request.session.flush()
        return True
    actor = _actor(request, account)
    if actor is None and not Person.objects.filter(id=account.person_id, active=True).exists():
        request.session.flush()
        return False
    if not in_background(request):
        sessions.sign_of_life(request.session, now=request.now)
    request.account, request.actor = account, actor
    return False


def _actor(request: Any, account: Account) -> Actor | None:
    """The actor of the chosen assignment, or of the only one there is."""
    today: date = request.today
    chosen = sessions.chosen_assignment(request.session)
    if chosen is not None:
        try:
            actor, request.around = who_acts(assignment_id=chosen, person_id=account.person_id, today=today)
            return actor
        except NotFound:
            sessions.choose(request.session, None)
    possible = valid_assignments(person_id=account.person_id, today=today)
    if len(possible) != 1:
        return None
    return choose_assignment_of(request, assignment_id=possible[0].id, person_id=account.person_id)


def choose_assignment_of(request: Any, *, assignment_id: UUID, person_id: UUID) -> Actor:
    """Let the session act in an assignment. Raises NotFound for one that is not valid, or somebody else's."""
    actor = actor_for(assignment_id=assignment_id, person_id=person_id, today=request.today)
    sessions.choose(request.session, assignment_id)
    return with_loans(actor, today=request.today)
