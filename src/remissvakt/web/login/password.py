"""Change one's own password; the first one that an administrator gave must be changed before anything else."""

from __future__ import annotations

from typing import Any

from django.contrib import auth
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.organisations.actions.set_password import change_own_password
from remissvakt.web.acting import run, status_of, tell

from .forms import PasswordForm
from .gate import safe_next


@require_http_methods(["GET", "POST"])
def change_password(request: Any) -> HttpResponse:
    """Show the form; change the password. All other sessions of the account end, this one gets a new key."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST":
        account = run(
            request,
            form,
            lambda: change_own_password(
                account_id=request.account.id,
                old_password=form.cleaned_data["old_password"],
                password=form.cleaned_data["password"],
                now=request.now,
            ),
        )
        if account is not None:
            auth.update_session_auth_hash(request, account)
            tell(request, _("Lösenordet är ändrat."))
            return HttpResponseRedirect(safe_next(request))
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "forced": request.account.must_change_password,
        "logout_url": reverse("logout"),
    }
    return render(request, "change_password.html", context, status=status_of(form))
