"""What may not stand in any committed file: a number that could be somebody's."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from factories.region import PUBLISHED_NUMBERS

from .source import ROOT, tracked

_TWELVE = re.compile(r"(?<![0-9A-Za-z.-])((?:18|19|20)[0-9]{6})[-+]?([0-9]{4})(?![0-9A-Za-z-])")
_TEN = re.compile(r"(?<![0-9A-Za-z.-])([0-9]{6})[-+]([0-9]{4})(?![0-9A-Za-z-])")
# Locks hold hashes; nothing there is typed by people.
_LEFT_OUT = ("package-lock.json",)
_LEFT_OUT_FOLDERS = ("requirements",)


def is_number(ten: str) -> bool:
    """The check digit fits, and the birth number is not 000, which nobody has."""
    total = 0
    for index, digit in enumerate(ten):
        value = int(digit) * (2 - index % 2)
        total += value // 10 + value % 10
    return total % 10 == 0 and ten[6:9] != "000"


def is_a_day(text: str) -> bool:
    """YYYYMMDD, also with 60 added to the day (samordningsnummer)."""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    try:
        date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def could_be_somebody(text: str) -> set[str]:
    """Ten digits of everything that reads like a personal number and checks."""
    found = set()
    for match in _TWELVE.finditer(text):
        if is_a_day(match[1]) and is_number((match[1] + match[2])[2:]):
            found.add((match[1] + match[2])[2:])
    for match in _TEN.finditer(text):
        ten = match[1] + match[2]
        if is_number(ten) and any(is_a_day(century + match[1]) for century in ("19", "20")):
            found.add(ten)
    return found


def test_only_published_test_numbers_stand_in_the_repository():
    allowed = {number[2:] for number in PUBLISHED_NUMBERS}
    wrong: dict[str, set[str]] = {}
    for path in tracked():
        name = path.relative_to(ROOT)
        if name.name in _LEFT_OUT or name.parts[0] in _LEFT_OUT_FOLDERS:
            continue
        found = could_be_somebody(_text(path)) - allowed
        if found:
            wrong[str(name)] = found
    assert wrong == {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_the_search_finds_what_it_should():
    """Put together here, so that it does not stand in this file."""
    typed = "19" + "640823" + "-" + "3234"
    assert could_be_somebody(f"Nummer {typed}.") == {typed.replace("-", "")[2:]}
    assert could_be_somebody("640823" + "-" + "3234") == {"6408233234"}
    assert could_be_somebody("191313131313 20261117T0915 12345678") == set()
