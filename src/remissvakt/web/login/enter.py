"""Log in with user name and password."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain
from remissvakt.organisations.models import Account, Person
from remissvakt.web.acting import show_refusal

from . import attempts, browser, demo, sessions
from .forms import LoginForm
from .gate import safe_next
from .middleware import TIME_OUT

log = structlog.stdlib.get_logger(__name__)
_WRONG = _("Användarnamnet eller lösenordet stämmer inte.")
_TIMED_OUT = _(
    "Du loggades ut, eftersom ingenting hade hänt på en stund eller dagen var slut. Logga in igen."
)


@require_http_methods(["GET", "POST"])
def login(request: Any) -> HttpResponse:
    """Show the form; log in, and go on to `next`. In the demo also by choosing a persona."""
    if request.method == "GET" and request.actor is not None:
        return HttpResponseRedirect(safe_next(request))
    if request.method == "POST" and "persona" in request.POST:
        return demo.demo_login(request, key=request.POST["persona"])
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                account = _checked(request, form)
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = 429 if refusal.code == "too_many_attempts" else 422
            else:
                sessions.start(request, account, now=request.now)
                response = HttpResponseRedirect(safe_next(request))
                browser.remember(request, response, username=account.username)
                return response
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "personas": demo.personas() if settings.REMISSVAKT_DEMO else (),
        "told": _TIMED_OUT if request.method == "GET" and request.GET.get("orsak") == TIME_OUT else "",
    }
    return render(request, "login.html", context, status=status)


def _checked(request: Any, form: LoginForm) -> Account:
    """Return the account. Raises Refusal "login_failed", the same whatever was wrong, or "too_many_attempts"."""
    username = plain(form.cleaned_data["username"])
    attempt = attempts.begin_attempt(
        username=username,
        address=browser.client_address(request),
        known_browser=browser.is_known(request, username=username),
        now=request.now,
    )
    account = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if (
        not isinstance(account, Account)
        or not Person.objects.filter(id=account.person_id, active=True).exists()
    ):
        log.warning("login_failed")
        raise Refusal("login_failed", _WRONG)
    attempts.succeeded(attempt, now=request.now)
    log.info("login", account=str(account.id))
    return account
