"""What is known of the browser at the door: its address, and which names have logged in with it before."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .attempts import name_hash

_SALT = "remissvakt.login.browser"
_DAYS = 180
# Computers are shared; the oldest names fall out.
_MOST_NAMES = 20


def client_address(request: HttpRequest) -> str:
    """Return the address that the request came from; behind our own proxy the one that the proxy added last."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def is_known(request: HttpRequest, *, username: str) -> bool:
    """Whether this name has logged in with this browser."""
    return name_hash(username) in _names(request)


def remember(request: HttpRequest, response: HttpResponse, *, username: str) -> None:
    """Let the browser keep, signed, that this name has logged in with it."""
    mine = name_hash(username)
    names = [mine, *(name for name in _names(request) if name != mine)][:_MOST_NAMES]
    response.set_cookie(
        _cookie(),
        signing.dumps(names, salt=_SALT, compress=True),
        max_age=_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _names(request: HttpRequest) -> list[str]:
    try:
        names = signing.loads(request.COOKIES.get(_cookie(), ""), salt=_SALT, max_age=_DAYS * 24 * 3600)
    except signing.BadSignature:
        return []
    return names if isinstance(names, list) else []


def _cookie() -> str:
    return ("__Host-" if settings.SESSION_COOKIE_SECURE else "") + "remissvakt-browser"
