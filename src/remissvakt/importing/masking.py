"""How is a value shown without saying whose it is? (S8: no patient data in an error text.)"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]{4}(?![0-9A-Za-z])")
_LONGEST_SHOWN = 60


def masked(key: str, value: str, *, private: bool) -> str:
    """A value as it may be shown: numbers of patients as dots, names and texts by their length alone."""
    if not value:
        return ""
    if key == "patient_number":
        return re.sub(r"[^\s+-]", "•", value[:20])
    if private:
        return _("dolt (%(length)s tecken)") % {"length": len(value)}
    return without_numbers(value)


def holds_number(value: str) -> bool:
    """Whether something in a text looks like a personal number."""
    return _PERSONAL_NUMBER.search(value) is not None


def without_numbers(value: str) -> str:
    """One short line in which nothing looks like a personal number."""
    shown = _PERSONAL_NUMBER.sub(lambda found: re.sub(r"[0-9A-Za-z]", "•", found[0]), " ".join(value.split()))
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
