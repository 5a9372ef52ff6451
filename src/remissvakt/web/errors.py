"""What does somebody see when it did not work? One page per HTTP status, and the same as a part of a page for htmx.

The pages stand on their own: no database, no session, no context processor, since any of them may be what failed.
What does not exist and what one may not see give the same bytes (invariant S5).
"""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from remissvakt.core.refusal import NotFound, Refusal, Text
from remissvakt.database.passing import passes
from remissvakt.web.preferences import read_preferences

STATUSES = (400, 403, 404, 409, 410, 413, 429, 500, 503)
_TRY_AGAIN_SECONDS = 10


def error_response(
    request: HttpRequest, *, status: int, message: Text = "", back_url: str = "", back_label: Text = ""
) -> HttpResponse:
    """Return the page for ``status`` (one of STATUSES), with ``message`` in place of its general sentence.

    For htmx only the box comes, and it goes to the line for messages: what was typed stays where it is.
    ``back_url`` leads on, for example to the new state of what somebody else has changed.
    """
    if status not in STATUSES:
        raise ValueError(f"no page for status {status}")
    partial = request.headers.get("HX-Request") == "true"
    preferences = read_preferences(request)
    context = {
        "shell": None,
        "theme": preferences.theme,
        "message": message,
        "partial": partial,
        "back_url": back_url,
        "back_label": back_label,
    }
    response = HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)
    if partial:
        response["HX-Retarget"] = "#status"
        response["HX-Reswap"] = "innerHTML"
        response["HX-Reselect"] = "#error"
        response["HX-Push-Url"] = "false"
    return response


def refusal_response(request: HttpRequest, refusal: Refusal, *, back_url: str = "") -> HttpResponse:
    """Return the page for a refusal that no form could show: 404 for what is not found, else 409.

    An action that is refused met a state that forbids it: a conflict, not a fault of the request.
    """
    if isinstance(refusal, NotFound):
        return error_response(request, status=404)
    return error_response(request, status=409, message=refusal.message, back_url=back_url)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400; a body that is larger than the limit is told apart, as 413."""
    return error_response(request, status=413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403: one's role may not, at a place whose existence is no secret."""
    return error_response(request, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nearly always a page that was open since before the last login."""
    return error_response(request, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return error_response(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; 503 where disk or database is away or full: that passes, and the same form may come again."""
    if not passes(sys.exc_info()[1]):
        return error_response(request, status=500)
    response = error_response(request, status=503)
    response["Retry-After"] = str(_TRY_AGAIN_SECONDS)
    return response
