"""Is a period one? The first day comes before or with the last."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

_BACKWARDS = _("Sista dagen ligger före den första.")


def require_period(*, from_on: date, to_on: date | None, field: str = "to_on") -> None:
    """Raise Refusal "period_backwards" for `field` if the period ends before it begins; None is an open end."""
    if to_on is not None and to_on < from_on:
        raise Refusal("period_backwards", _BACKWARDS, field=field)
