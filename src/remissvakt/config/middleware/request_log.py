"""One log line per request: route, method, status, time. Never the address or the query: they hold what was typed."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

log = structlog.stdlib.get_logger("remissvakt.request")


class RequestLog:
    """Logs each answer at INFO, those above 499 at ERROR."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        write = log.error if response.status_code >= 500 else log.info
        write(
            "request",
            route=_route(request.resolver_match),
            method=request.method,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


def _route(match: ResolverMatch | None) -> str:
    # The pattern ("referrals/<uuid:referral_id>/"), not what stood in its place.
    return match.route if match is not None else ""
