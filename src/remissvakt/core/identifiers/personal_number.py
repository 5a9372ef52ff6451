"""Is it a personnummer or a samordningsnummer (day + 60)? Both are checked by the library of that name."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from personnummer import personnummer

from remissvakt.core.identifiers.birth import born_on
from remissvakt.core.identifiers.kinds import NumberKind, PatientNumber
from remissvakt.core.identifiers.number_refusals import wrong_check_digit

_COORDINATION = 60
_VERY_OLD = 115
_CENTURY_WARNING = _("Enligt numret är patienten mer än %(years)s år. Kontrollera århundradet.")


def read_personal_number(digits: str, *, today: date | None) -> PatientNumber:
    """Return the number that twelve digits are. Raises Refusal for a wrong birth date or check digit."""
    birth = birth_date_of(digits, today=today)
    if not personnummer.valid(digits):
        raise wrong_check_digit()
    kind = NumberKind.SAMORDNINGSNUMMER if int(digits[6:8]) > _COORDINATION else NumberKind.PERSONNUMMER
    old = today is not None and today.year - birth.year > _VERY_OLD
    return PatientNumber(kind, digits, (_CENTURY_WARNING % {"years": _VERY_OLD},) if old else ())


def with_century(digits: str, *, sign: str, today: date) -> str:
    """Return ten digits as twelve. "+" is written from the year of the hundredth birthday (1991:481, 18 §)."""
    latest = today.year - (100 if sign == "+" else 0)
    return f"{latest - (latest - int(digits[:2])) % 100}{digits[2:]}"


def birth_date_of(digits: str, *, today: date | None) -> date:
    """Return the birth date of a twelve-digit number. Raises Refusal "patient_number_birth_date"."""
    day = int(digits[6:8])
    return born_on(
        int(digits[:4]), int(digits[4:6]), day - _COORDINATION if day > _COORDINATION else day, today=today
    )
