"""Is it a reserve number, and whose?

The national one (NRID, specification 1.0), those of Västra Götaland, Stockholm and Inera, and the other
regions', which are only told by a date with letters after it. A check digit whose rule is known must be right;
a number whose rule is not is taken with a warning, for a patient who has no other must be cared for too.
"""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from remissvakt.core.identifiers.birth import born_on
from remissvakt.core.identifiers.check_digit import digits_are_right, luhn_is_right
from remissvakt.core.identifiers.kinds import NumberKind, PatientNumber
from remissvakt.core.identifiers.number_refusals import no_such_birth_date, wrong_check_digit

# 21 letters: A–Z but I, O, Q, V and W.
_NATIONAL = re.compile(r"(?P<series>00|2[2-9]|[3-9][0-9])[0-9]{6}[A-HJ-NPR-UX-Z]{2}[0-9A-HJ-NPR-UX-Z][0-9]")
_VGR = re.compile(r"[0-9]{8}[KMX][0-9]{3}")
_VGR_LETTERS = str.maketrans({"K": "5", "M": "7", "X": "8"})
_STOCKHOLM = re.compile(r"99(?:18|19|20)[0-9]{8}")
_INERA = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:3[2-9]|[45][0-9])[0-9]{4}")
_OTHER = re.compile(
    r"(?:18|19|20|21)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]{4})[0-9A-Z]{4}"
)
# Whoever types a letter for a digit must not get a personal number taken for somebody's reserve number.
_TYPED_FOR_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_UNUSUAL = _("Ovanligt reservnummer. Jämför det tecken för tecken med underlaget.")
_UNCHECKED = _(
    "Reservnumrets kontrollsiffra går inte att kontrollera. Jämför det tecken för tecken med underlaget."
)


def read_reserve_number(value: str, *, today: date | None) -> PatientNumber | None:
    """Return the reserve number that twelve digits and capital letters are, or None if they are none.

    Raises Refusal "patient_number_check_digit" or "patient_number_birth_date".
    """
    if _STOCKHOLM.fullmatch(value):
        # Two rules are in use: Luhn over all twelve digits, and as in a personnummer over the last ten.
        known = digits_are_right(value) or digits_are_right(value[2:])
        return PatientNumber(NumberKind.RESERVE_STOCKHOLM, value, (_UNUSUAL if known else _UNCHECKED,))
    if _INERA.fullmatch(value):
        return _checked(NumberKind.RESERVE_INERA, value, digits_are_right(value[2:]), warned=True)
    if _NATIONAL.fullmatch(value):
        birth_date_of_reserve(value, today=today)
        return _checked(NumberKind.NATIONAL_RESERVE, value, _national_check_digit_is_right(value))
    if _VGR.fullmatch(value):
        birth_date_of_reserve(value, today=today)
        return _checked(NumberKind.RESERVE_VGR, value, digits_are_right(value[2:].translate(_VGR_LETTERS)))
    if _OTHER.fullmatch(value) and not value.translate(_TYPED_FOR_DIGITS).isdigit():
        return PatientNumber(NumberKind.RESERVE_OTHER, value, (_UNCHECKED,))
    return None


def birth_date_of_reserve(value: str, *, today: date | None) -> date | None:
    """Return the birth date that a reserve number states, or None if it states none.

    Raises Refusal "patient_number_birth_date" if it states one that cannot be.
    """
    month, day = int(value[4:6]), int(value[6:8])
    if _STOCKHOLM.fullmatch(value) or _INERA.fullmatch(value):
        return None
    if not _NATIONAL.fullmatch(value):
        return born_on(int(value[:4]), month, day, today=today)
    if value.startswith("00"):
        # Without a known date the places hold a running number: 20–99 for the month, 40–59 for the day.
        if month >= 20 and 40 <= day <= 59:
            return None
        raise no_such_birth_date()
    # Each series adds three to the century: 19 is 22, 25, … and 20 is 23, 26, …
    century = (int(value[:2]) - 19) % 3 + 19
    return born_on(century * 100 + int(value[2:4]), month, day, today=today)


def _national_check_digit_is_right(value: str) -> bool:
    # A letter counts as its ASCII code, as one value.
    return luhn_is_right([int(sign) if sign.isdigit() else ord(sign) for sign in value])


def _checked(kind: NumberKind, value: str, is_right: bool, *, warned: bool = False) -> PatientNumber:
    if not is_right:
        raise wrong_check_digit()
    return PatientNumber(kind, value, (_UNUSUAL,) if warned else ())
