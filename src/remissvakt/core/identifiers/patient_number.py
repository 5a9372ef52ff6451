"""Which number does a patient have, as it was typed?"""

import re
from datetime import date

from remissvakt.core.identifiers.kinds import PatientNumber
from remissvakt.core.identifiers.number_refusals import century_unknown, malformed
from remissvakt.core.identifiers.personal_number import birth_date_of, read_personal_number, with_century
from remissvakt.core.identifiers.reserve_numbers import birth_date_of_reserve, read_reserve_number
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain

_TWELVE = re.compile(r"([0-9]{8})[-+]?([0-9A-Z]{4})")
_TEN = re.compile(r"([0-9]{6})([-+]?)([0-9]{4})")
_KEPT = re.compile(r"[0-9]{8}[0-9A-Z]{4}")


def read_patient_number(text: str, *, today: date | None = None) -> PatientNumber:
    """Return the number that was typed, with or without hyphen, in any case, with spaces anywhere.

    Ten digits are completed from ``today`` ("-" or nothing: under a hundred; "+": a hundred or more), and
    without ``today`` refused ("patient_number_century"). Raises Refusal "patient_number_format",
    "patient_number_check_digit" or "patient_number_birth_date"; no refusal or warning repeats the number.
    """
    typed = plain(text).upper().replace(" ", "")
    if match := _TEN.fullmatch(typed):
        if today is None:
            raise century_unknown()
        date_part, sign, rest = match.groups()
        return read_personal_number(with_century(date_part + rest, sign=sign, today=today), today=today)
    match = _TWELVE.fullmatch(typed)
    if match is None:
        raise malformed()
    value = match[1] + match[2]
    reserve = read_reserve_number(value, today=today)
    if reserve is not None:
        return reserve
    if not value.isdigit():
        raise malformed()
    return read_personal_number(value, today=today)


def format_patient_number(value: str) -> str:
    """Return a kept number as people read it: "19121212-1212". Anything else comes back as it is."""
    return f"{value[:8]}-{value[8:]}" if _KEPT.fullmatch(value) else value


def birth_date(value: str) -> date | None:
    """Return the birth date that a kept number states, or None where it states none."""
    if not _KEPT.fullmatch(value):
        return None
    try:
        is_personal = value.isdigit() and read_reserve_number(value, today=None) is None
        return birth_date_of(value, today=None) if is_personal else birth_date_of_reserve(value, today=None)
    except Refusal:
        return None
