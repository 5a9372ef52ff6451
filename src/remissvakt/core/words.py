"""How are distances in time said in words? ui.md: how late it is, in words."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_LATE = ngettext_lazy("%(days)d dag sen", "%(days)d dagar sen", "days")
_AHEAD = ngettext_lazy("om %(days)d dag", "om %(days)d dagar", "days")
_AGO = ngettext_lazy("för %(days)d dag sedan", "för %(days)d dagar sedan", "days")
_NEAR = {-1: _("igår"), 0: _("idag"), 1: _("imorgon")}


def describe_days_late(n: int) -> str:
    """Return how late something is that was due ``n`` days ago: "3 dagar sen", "idag", "om 3 dagar"."""
    if n > 0:
        return _LATE % {"days": n}
    return _distance(-n)


def describe_relative_day(day: date, today: date) -> str:
    """Return where a day lies: "idag", "imorgon", "igår", "om 3 dagar", "för 3 dagar sedan"."""
    return _distance((day - today).days)


def _distance(days: int) -> str:
    if days in _NEAR:
        return str(_NEAR[days])
    return (_AHEAD if days > 0 else _AGO) % {"days": abs(days)}
