"""Which short code do people say and write for a referral? "R7K2-9MX4".

Seven random characters and a check character, of 31 that cannot be taken for each other: no 1, I or L, no O,
no U. Weights 8…2 and 1, all different, modulo the prime 31 make every single wrong character and every swap
of two characters show (proved exhaustively in the tests). A code says nothing of the patient and gives
no access: it only finds.
"""

import unicodedata
from datetime import datetime

from remissvakt.core.ids import chance

ALPHABET = "023456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
# What is written for a character that a code never has. 1, I and L resemble nothing that it has.
_LOOK_ALIKES = str.maketrans({"O": "0", "U": "V"})
_LONGEST_READ = 40


def new_code(*, now: datetime) -> str:
    """Return a new code, "XXXX-XXXX", from the same source of chance as ``new_id``.

    ``now`` is asked for as of every maker of identifiers; a code does not tell its age. There are 27 thousand
    million codes: a unique constraint, and another try, take care of the one that is drawn twice.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    drawn = "".join(chance().choices(ALPHABET, k=_LENGTH - 1))
    return _dashed(drawn + _check_character(drawn))


def code_of(number: int) -> str:
    """Return the code that is the `number`th in order, from 0; for archives that are made to be measured."""
    drawn = ""
    for _place in range(_LENGTH - 1):
        number, at = divmod(number, len(ALPHABET))
        drawn = ALPHABET[at] + drawn
    return _dashed(drawn + _check_character(drawn))


def parse_code(text: str | None) -> str | None:
    """Return the code that was typed, as "XXXX-XXXX", or None if it is not one.

    Case, spaces and hyphens do not matter, and O is read as 0, U as V.
    """
    if text is None or len(text) > _LONGEST_READ:
        return None
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    code = "".join(character for character in plain if not _is_gap(character))
    if len(code) != _LENGTH or any(character not in ALPHABET for character in code):
        return None
    return _dashed(code) if _check_character(code[:-1]) == code[-1] else None


def _check_character(drawn: str) -> str:
    total = sum(weight * ALPHABET.index(c) for weight, c in zip(range(_LENGTH, 1, -1), drawn, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def _dashed(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _is_gap(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Pd", "Cf")
