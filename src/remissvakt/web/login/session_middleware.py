"""Django's sessions, but for one thing: what was answered stays answered when the session cannot be written.

On a disk that is full or read-only a sign of life, or a sentence for the next page, is lost. That is no reason to
refuse a page that could be read, nor to say of a form that was done that it was not.
"""

from __future__ import annotations

import structlog
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from remissvakt.database.passing import passes

log = structlog.stdlib.get_logger(__name__)


class Sessions(SessionMiddleware):
    """A session that somebody else has ended is still refused, and a new one that cannot be written is an error."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted as error:
            if not _disk_failed(error):
                raise
            log.warning("session_not_written")
            return response


def _disk_failed(error: BaseException) -> bool:
    """Django hides the database's error behind two of its own."""
    before: BaseException | None = error
    while before is not None:
        if passes(before):
            return True
        before = before.__context__
    return False
