"""The forms of the login pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.accounts import MAX_PASSWORD


def _password(label: Any, **more: Any) -> forms.CharField:
    # Blanks at the ends belong to a password.
    return forms.CharField(
        label=label, widget=forms.PasswordInput, max_length=MAX_PASSWORD, strip=False, **more
    )


class LoginForm(forms.Form):
    username = forms.CharField(label=_("Användarnamn"), max_length=100)
    password = _password(_("Lösenord"))


class PasswordForm(forms.Form):
    old_password = _password(_("Nuvarande lösenord"))
    password = _password(_("Nytt lösenord"), help_text=_("Minst 12 tecken. En mening är lätt att minnas."))
    again = _password(_("Nytt lösenord en gång till"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("De två nya lösenorden är olika."))
        return data
