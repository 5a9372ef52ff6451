"""Logins: a first one for somebody who has none, and a new first password for somebody who has lost theirs."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.accounts import suggest_username
from remissvakt.organisations.actions.create_account import create_account
from remissvakt.organisations.actions.set_password import set_password
from remissvakt.organisations.models import Account
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import Form, Line
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context

from .first_password import first_password
from .pages import admin_page, form_page
from .people import receipt
from .person import find_person, person_url

_OWN = _("Lämna tomt, så görs ett som är lätt att läsa upp. Det måste bytas vid första inloggningen.")


class AccountForm(Form):
    """A user name, and perhaps a first password."""

    username = Line(label=_("Användarnamn"))
    password = Line(label=_("Första lösenord"), required=False, help_text=_OWN, strip=False)


class PasswordForm(Form):
    """Perhaps a first password."""

    password = Line(label=_("Nytt första lösenord"), required=False, help_text=_OWN, strip=False)


@for_administrator
def new_account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the person a login; the answer shows the first password once."""
    person = find_person(person_id)
    found(person if person.active else None)
    if request.method != "POST":
        return _draw(
            request,
            person,
            AccountForm(today=today_of(request), initial={"username": suggest_username(person)}),
        )
    form = AccountForm(request.POST, today=today_of(request))
    password = request.POST.get("password") or first_password()
    made = run(
        request,
        form,
        lambda: create_account(
            person_id=person.id,
            username=form.cleaned_data["username"],
            password=password,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _draw(request, person, form)
    return receipt(request, person=person, username=made.username, password=password)


@for_administrator
def new_password(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask, and set a new first password: all who are logged in with the old one are out."""
    person = find_person(person_id)
    account = found(Account.objects.filter(person=person, person__active=True).first())
    form = PasswordForm(request.POST if request.method == "POST" else None, today=today_of(request))
    if request.method == "POST":
        password = request.POST.get("password") or first_password()
        made = run(
            request,
            form,
            lambda: set_password(
                account_id=account.id,
                password=password,
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            ),
        )
        if made is not None:
            return receipt(request, person=person, username=made.username, password=password)
    question = ask_context(
        title=_("Nytt lösenord till %(name)s?") % {"name": person.name},
        text=_(
            "Det gamla slutar gälla genast och alla inloggningar avslutas. Försäkra dig om vem du lämnar det nya till."
        ),
        submit=_("Sätt nytt lösenord"),
        back=person_url(person.id),
        form=form,
    )
    return admin_page(request, "unit/ask.html", question, tab="admin_people", status=status_of(form))


def _draw(request: HttpRequest, person: object, form: forms.Form) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="admin_people",
        title=_("Inloggning till %(name)s") % {"name": person.name},  # type: ignore[attr-defined]
        submit=_("Skapa inloggning"),
        back=person_url(person.id),  # type: ignore[attr-defined]
    )
