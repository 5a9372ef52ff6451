"""A form that was sent before: where is what it made then?"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from remissvakt.core.ids import parse_id
from remissvakt.web.frame import actor_of
from remissvakt.web.patients.referral_rows import visible_referrals


@dataclass(frozen=True, slots=True)
class MadeBefore:
    """The referral that the same form has made already."""

    code: str
    url: str


def already_there(request: HttpRequest, form: forms.Form) -> MadeBefore | None:
    """Return what a form with errors has made before, if it is there and one may see it; else None."""
    if not form.is_bound or not form.errors:
        return None
    referral_id = parse_id(form["referral_id"].value())
    row = visible_referrals(actor_of(request)).filter(id=referral_id).first() if referral_id else None
    if row is None:
        return None
    return MadeBefore(code=row.code, url=reverse("referral", kwargs={"referral_id": row.id}))
