"""Django's sessions in the database, read by a statement that is ready."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Sessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from remissvakt.core.clock import SystemClock
from remissvakt.database.prepared import Prepared


class SessionStore(Sessions):
    """How a session is read differs from Django's, and whose clock says until when it is kept; nothing else."""

    def get_expiry_date(self, **given: Any) -> datetime:
        return super().get_expiry_date(**{"modification": SystemClock().now()} | given)

    def _get_session_from_db(self) -> Any:
        for row in _SESSION(session_key=self.session_key or "", now=SystemClock().now()):
            return row
        self._session_key = None
        return None


def _session(*, session_key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=now)


_SESSION = Prepared(_session)
