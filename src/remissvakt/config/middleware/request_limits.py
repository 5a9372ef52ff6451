"""Refuses a request before its body is read: too large, of unknown length, or sent by another site's page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from remissvakt.web.errors import error_response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"same-origin", "none"})


class RequestLimits:
    """400 without a length, 413 over REMISSVAKT_MAX_UPLOAD_MB, 403 for a write from another site (ASVS 3.5.8).

    Scans and recordings are larger than anything else: their pages have limits of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            # A body of unknown length would be read as an empty form.
            return error_response(request, status=400, message=_("Begäran säger inte hur lång den är."))
        if int(length) > settings.REMISSVAKT_MAX_UPLOAD_BYTES and int(length) > _largest(request):
            return error_response(request, status=413)
        # Browsers say where a request comes from; programs that are no browsers leave the header out.
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
            message = _("Begäran kom från en annan webbplats och utfördes inte.")
            return error_response(request, status=403, message=message)
        return self.get_response(request)


def _largest(request: HttpRequest) -> int:
    """Return how many bytes the page that is asked for takes."""
    try:
        page = resolve(request.path_info).view_name
    except Resolver404:
        return 0
    return settings.REMISSVAKT_LARGER_UPLOADS.get(page, 0)
