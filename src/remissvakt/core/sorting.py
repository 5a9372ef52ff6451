"""In which order do Swedish texts stand, and how are they found?

SQLite and PostgreSQL both sort Ä before Å, and fold case differently, so rows carry keys of their own. A key
holds only ``0-9a-z``, arranged so that binary order, and any other collation's order, is the Swedish one:

    between words  0            digit  1…           a … y  themselves
    z  z0    å  z1    ä  z2    ö  z3    any other letter or sign  z9 and its code point

Keys are cut at ``KEY_LENGTH`` characters, so that a column can hold any of them. Texts that differ only in
case, accents or signs share a key: order by the key, then by something unique.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

KEY_LENGTH = 200
_LONGEST_READ = 4 * KEY_LENGTH
_BETWEEN_WORDS = "0"
_SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LAST_LETTERS = {"z": "z0", "å": "z1", "ä": "z2", "ö": "z3"}
_RING, _TWO_DOTS, _DOUBLE_ACUTE = "\u030a", "\u0308", "\u030b"
# A mark that makes another letter of the one before it; all other marks are left out.
_MARKED = {"a" + _RING: "å", "a" + _TWO_DOTS: "ä", "o" + _TWO_DOTS: "ö", "o" + _DOUBLE_ACUTE: "ö"}
_MARKED_SORTED = _MARKED | {"u" + _TWO_DOTS: "y", "u" + _DOUBLE_ACUTE: "y"}
# Letters that no decomposition brings down to a–z; æ and ø stand with ä and ö, as in Swedish catalogues.
_ALIKE = {
    "æ": "ä",
    "ø": "ö",
    "œ": "oe",
    "ð": "d",
    "đ": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
}
_PART = re.compile(r"([0-9]+)|(.)")


@lru_cache(maxsize=4096)
def swedish_key(text: str) -> str:
    """Return the sort key of a text: …x y z å ä ö, whatever the case; é as e, ü as y, w after v.

    Words are compared one by one ("Berg Åke" before "Bergman Adam"; space and hyphen alike, other signs
    ignored), whole numbers by size ("Avdelning 2" before "Avdelning 10").
    """
    return _key(text, _MARKED_SORTED, _by_size)


@lru_cache(maxsize=4096)
def search_key(text: str) -> str:
    """Return the key by which a text is found from its beginning.

    The key of a beginning begins the key of the whole, whatever case or accents were typed; å, ä and ö stay
    letters of their own. Search with ``column__gte=key, column__lt=after_prefix(key)``, which uses a plain
    index on both engines, or with ``startswith``: a key holds no wildcard. A text without letters and digits
    has an empty key, which begins every other: refuse it before searching.
    """
    return _key(text, _MARKED, _digit_by_digit)


def after_prefix(key: str) -> str:
    """Return the least key above all that begin with ``key``. Raises ValueError for an empty one."""
    kept = key.rstrip(_SYMBOLS[-1])
    if not kept:
        raise ValueError("an empty key begins every other")
    return kept[:-1] + _SYMBOLS[_SYMBOLS.index(kept[-1]) + 1]


def _key(text: str, marked: Mapping[str, str], number: Callable[[str], str]) -> str:
    words = (
        "".join(number(digits) if digits else _symbol(letter) for digits, letter in _PART.findall(word))
        for word in _folded(text[:_LONGEST_READ], marked).split()
    )
    return _BETWEEN_WORDS.join(words)[:KEY_LENGTH]


def _folded(text: str, marked: Mapping[str, str]) -> str:
    """Return the text in letters, digits 0–9 and spaces alone, without case or accents."""
    # casefold, not lower: lower looks at what follows (a final sigma), and a beginning would not match.
    folded: list[str] = []
    for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        if unicodedata.combining(letter):
            if folded:
                folded[-1] = marked.get(folded[-1] + letter, folded[-1])
        else:
            folded.append(_plain(letter))
    return "".join(folded)


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    category = unicodedata.category(letter)
    if category[0] in "LN":
        return _ALIKE.get(letter, letter)
    return " " if letter.isspace() or category == "Pd" or letter in "/,_" else ""


def _symbol(letter: str) -> str:
    return letter if "a" <= letter <= "y" else _LAST_LETTERS.get(letter) or f"z9{ord(letter):06x}"


def _by_size(digits: str) -> str:
    significant = digits.lstrip("0") or "0"
    return f"1{min(len(significant), 99):02d}{significant}"


def _digit_by_digit(digits: str) -> str:
    return "".join("1" + digit for digit in digits)
