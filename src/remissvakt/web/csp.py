"""Which headers keep a page from doing what it should not? (ASVS 3.4.3–8, 14.3.2)

Everything a page uses is a file of our own, so the policy needs neither nonces nor exceptions: a script,
a style or a form target that somebody managed to put into a page does nothing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        # Recordings: stored ones from here, and the one being made from the browser's own memory.
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicyMiddleware:
    """Sets the policy on every answer that has none, and keeps pages and what scripts fetch out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Also exports and parts of pages: none may be found on a shared computer. Static files do not come here.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
