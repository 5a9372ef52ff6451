"""How does each person want the pages to look and behave? Kept in cookies: nothing about patients, nothing secret.

Cookies and not a table, so that the login and error pages, which may not touch the database, look the same.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("auto", "light", "dark")
THEME_COOKIE, LETTERS_COOKIE = "rv_theme", "rv_letters"
_ONE_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """``theme`` is one of THEMES; ``letters_on`` says whether single letters act (WCAG 2.1.4)."""

    theme: str = "auto"
    letters_on: bool = True


def read_preferences(request: HttpRequest | None) -> Preferences:
    """Return what the cookies say; what is missing or forged is the default."""
    if request is None:
        return Preferences()
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return Preferences(
        theme=theme if theme in THEMES else "auto",
        letters_on=request.COOKIES.get(LETTERS_COOKIE, "1") != "0",
    )


@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Set any of ``theme``, ``letters`` ("0" or "1") and ``language``, and go back to the page in ``next``."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    theme, letters = request.POST.get("theme"), request.POST.get("letters")
    language = request.POST.get("language")
    if theme in THEMES:
        _set(response, name=THEME_COOKIE, value=theme)
    if letters in ("0", "1"):
        _set(response, name=LETTERS_COOKIE, value=letters)
    if language in dict(settings.LANGUAGES):
        _set(response, name=settings.LANGUAGE_COOKIE_NAME, value=language)
    return response


def _set(response: HttpResponse, *, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
