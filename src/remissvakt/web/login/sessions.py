"""How long is somebody logged in? Until idle too long, logged in too long, or out.

The session lies in the database; the cookie holds nothing but its random key, which changes at every login
(ASVS 7.2.3–4, 7.3.1–2).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from remissvakt.core.ids import parse_id
from remissvakt.organisations.models import Account

STARTED, SEEN, ASSIGNMENT = "started_at", "seen_at", "assignment"
_BACKEND = settings.AUTHENTICATION_BACKENDS[0]
# A sign of life is written at most this often: each is a write to the disk.
_SECONDS_BETWEEN_SIGNS = 60


def start(request: HttpRequest, account: Account, *, now: datetime) -> None:
    """Log an account in, under a new session key."""
    # Django keeps key and content when the same person logs in again; here every login begins anew.
    request.session.flush()
    auth.login(request, account, backend=_BACKEND)
    request.session[STARTED] = request.session[SEEN] = _seconds(now)


def is_over(session: SessionBase, *, now: datetime) -> bool:
    """Whether the session is idle too long, or too old however busy."""
    started, seen = session.get(STARTED, 0), session.get(SEEN, 0)
    idle, age = _seconds(now) - seen, _seconds(now) - started
    return idle >= settings.REMISSVAKT_IDLE_MINUTES * 60 or age >= settings.REMISSVAKT_SESSION_HOURS * 3600


def sign_of_life(session: SessionBase, *, now: datetime) -> None:
    """Remember that somebody is there."""
    between = min(_SECONDS_BETWEEN_SIGNS, settings.REMISSVAKT_IDLE_MINUTES * 60 // 4)
    if _seconds(now) - session.get(SEEN, 0) >= between:
        session[SEEN] = _seconds(now)


def chosen_assignment(session: SessionBase) -> UUID | None:
    """Return the id of the assignment that was chosen, if any."""
    return parse_id(session.get(ASSIGNMENT))


def choose(session: SessionBase, assignment_id: UUID | None) -> None:
    """Remember which assignment one acts in; None: has to be chosen again."""
    if assignment_id is None:
        session.pop(ASSIGNMENT, None)
    else:
        session[ASSIGNMENT] = str(assignment_id)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
