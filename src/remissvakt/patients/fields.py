"""How is what was typed about a patient read? Cleaned and bounded, with the keys by which it is sorted and found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.core.texts import clean_line

_POSTAL_CODE = re.compile(r"([0-9]{3}) ?([0-9]{2})")


@dataclass(frozen=True, kw_only=True)
class PatientDetails:
    """What is kept of a patient beside the number, as it was typed."""

    given_name: str
    family_name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    interpreter_language: str = ""
    confidential: bool = False
    protected_registration: bool = False

    def columns(self) -> Mapping[str, Any]:
        """Return the columns. Raises Refusal "missing" for a name, "text_too_long" for any."""
        given = _name(self.given_name, field="given_name")
        family = _name(self.family_name, field="family_name")
        code = clean_line(self.postal_code, max_length=10, field="postal_code")
        match = _POSTAL_CODE.fullmatch(code)
        return {
            "given_name": given,
            "family_name": family,
            "sort_name": swedish_key(f"{family} {given}"),
            "search_family": search_key(family),
            "search_given": search_key(given),
            "street": clean_line(self.street, max_length=200, field="street"),
            "postal_code": f"{match[1]} {match[2]}" if match else code,
            "city": clean_line(self.city, max_length=100, field="city"),
            "phone": clean_line(self.phone, max_length=40, field="phone"),
            "interpreter_language": clean_line(
                self.interpreter_language, max_length=60, field="interpreter_language"
            ),
            "confidential": self.confidential,
            "protected_registration": self.protected_registration,
        }


def _name(text: str, *, field: str) -> str:
    name = clean_line(text, max_length=100, field=field)
    if not name:
        raise Refusal("missing", _("Patientens för- och efternamn behövs."), field=field)
    return name
