"""Any number of patients, each told from its number alone: no list of them has to be kept in memory.

Their numbers are reserve numbers with a day that no month has, and so nobody's personnummer.
"""

from __future__ import annotations

from uuid import UUID

from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.identifiers.check_digit import check_digit_of
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.demo.names import FAMILY, GIVEN
from remissvakt.patients.models import Patient

_MADE_AT = 0x0190_0000_0000  # a millisecond of July 2024
_BEGINNINGS = (
    "Ek",
    "Lind",
    "Berg",
    "Sjö",
    "Prov",
    "Test",
    "Ny",
    "Ros",
    "Söder",
    "Öst",
    "Väst",
    "Ång",
    "Häll",
    "Gran",
)
_ENDS = (
    "ström",
    "lund",
    "berg",
    "gren",
    "kvist",
    "dal",
    "man",
    "sson",
    "blad",
    "holm",
    "fors",
    "vall",
    "hage",
)
FAMILIES = (*FAMILY, *(first + last for first in _BEGINNINGS for last in _ENDS))
_KEYS = [(name, swedish_key(name), search_key(name)) for name in FAMILIES]
_GIVEN = [(name, swedish_key(name), search_key(name)) for name in GIVEN]
MOST = 91 * 12 * 28 * 1000


def patient_id(number: int) -> UUID:
    """The id of patient `number`."""
    return UUID(int=_MADE_AT << 80 | 0x7 << 76 | 0b10 << 62 | number)


def reserve_number(number: int) -> str:
    """Twelve digits with a right check digit, another for every number below MOST."""
    left, serial = divmod(number, 1000)
    left, day = divmod(left, 28)
    year, month = divmod(left, 12)
    body = f"{1932 + year}{month + 1:02}{day + 32}{serial:03}"
    return body + check_digit_of(body[2:])


def patient(number: int) -> Patient:
    """Patient `number`; some names are many's, others few's."""
    # As good as chance, and repeatable: the upper and the lower half of a product with an odd number.
    upper, lower = divmod(number * 0x9E37_79B9_7F4A_7C15 & 0xFFFF_FFFF_FFFF_FFFF, 1 << 32)
    family, family_sort, family_search = _KEYS[int(len(_KEYS) * (upper / (1 << 32)) ** 2)]
    given, given_sort, given_search = _GIVEN[int(len(_GIVEN) * (lower / (1 << 32)) ** 2)]
    value = reserve_number(number)
    return Patient(
        id=patient_id(number),
        number_kind=_KIND,
        number=value,
        given_name=given,
        family_name=family,
        sort_name=f"{family_sort}0{given_sort}",
        search_family=family_search,
        search_given=given_search,
    )


_KIND = read_patient_number(reserve_number(0)).kind.value
