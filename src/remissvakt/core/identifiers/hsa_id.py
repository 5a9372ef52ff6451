"""Is it an HSA-id, the national identity of care units and their people?

"SE", ten digits of an organisation number, a hyphen, letters and digits; at most 31 characters. Those of test
environments, and a few old ones, begin otherwise: they are taken with a warning.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.typed import plain

HSA_ID_ROOT = "1.2.752.129.2.1.4.1"
MAX_LENGTH = 31
_USUAL = re.compile(r"SE[0-9]{10}-[0-9A-Z]+")
# At least one letter before the hyphen, so that no personal number is taken for an HSA-id.
_POSSIBLE = re.compile(r"(?=[0-9_]*[A-Z])[0-9A-Z_]+-[0-9A-Z]+")
_UNUSUAL = _("Ovanligt HSA-id: det börjar inte med SE och tio siffror. Kontrollera att det är rätt.")


@dataclass(frozen=True)
class HsaId:
    """An HSA-id in capital letters, with warnings for the one who typed it."""

    value: str
    warnings: tuple[Text, ...] = ()


def read_hsa_id(text: str) -> HsaId:
    """Return the HSA-id that was typed. Raises Refusal "hsa_id_format" or "hsa_id_too_long"."""
    value = plain(text).upper().replace(" ", "")
    if not _POSSIBLE.fullmatch(value):
        raise Refusal(
            "hsa_id_format",
            _(
                "HSA-id skrivs som SE, tio siffror, bindestreck och sedan bokstäver och siffror: SE2321000016-A1B2."
            ),
        )
    if len(value) > MAX_LENGTH:
        raise Refusal("hsa_id_too_long", _("HSA-id får ha högst %(max)s tecken."), max=MAX_LENGTH)
    return HsaId(value, () if _USUAL.fullmatch(value) else (_UNUSUAL,))
