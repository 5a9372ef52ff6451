"""Which waiting time does the text of a reply seem to state? Proposals, which a person confirms (routine A.3).

Reads what receivers write in running text: "ca 3 månader", "inom 4-6 veckor", "v. 12", "mars 2027", "20270315". Of a
span its end is taken. What has lasted ("i 3 månader", "3 veckor sedan") is no wait, nor what has passed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from remissvakt.core.days_away import add_months
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait, WaitKind, read_wait

_LONGEST = 20_000
_WORDS = {
    word: number
    for number, word in enumerate(
        ("en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"), start=1
    )
} | {"ett": 1}
_NUMBER = r"(?:[0-9]{1,3}|" + "|".join(_WORDS) + ")"
# The first of a span is read over: "4-6 veckor", "två till tre månader".
_COUNT = rf"(?P<no>\bi )?\b(?:{_NUMBER} ?(?:-|till|eller) ?)?(?P<count>{_NUMBER}) ?"
_NOT_PAST = r"\b\.?(?! ?(?:sedan|sen\b|bakåt|innan))"
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni|juli|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"20[0-9]{2}"
_BEFORE = r"(?<![0-9a-zåäö/.+-])"
_AFTER = r"(?![0-9a-zåäö/+]|-[0-9])"


@dataclass(frozen=True)
class WaitProposal:
    """A wait that the text seems to state, and the words that say so."""

    wait: Wait
    quote: str


def propose_waits(*, text: str, today: date) -> tuple[WaitProposal, ...]:
    """Return the waits that a text seems to state, in the order of the text, each last day once."""
    plain = _plain(text[:_LONGEST])
    taken: list[tuple[int, int, Wait]] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end, _ in taken):
                continue
            wait = _read(read, match, today)
            if wait is not None:
                taken.append((start, end, wait))
    found: dict[date, WaitProposal] = {}
    for start, end, wait in sorted(taken, key=lambda one: one[0]):
        found.setdefault(wait.until, WaitProposal(wait, plain[start:end].strip()))
    return tuple(found.values())


def _plain(text: str) -> str:
    """Lower case, plain digits, hyphens and single spaces, whatever the length."""
    signs = (
        "-" if unicodedata.category(sign) == "Pd" else sign
        for sign in unicodedata.normalize("NFKC", text).lower()
        if unicodedata.category(sign) != "Cf"
    )
    return " ".join("".join(signs).split())


Read = Callable[[re.Match[str], date], Wait]


def _read(read: Read, match: re.Match[str], today: date) -> Wait | None:
    """None where it is no wait after all: passed, too long, or no day of any calendar."""
    try:
        return read(match, today)
    except (Refusal, ValueError, OverflowError):
        return None


def _typed(kind: WaitKind) -> Read:
    return lambda match, today: read_wait(kind=kind, value=match["value"], today=today)


def _counted(match: re.Match[str]) -> int:
    if match["no"]:
        raise ValueError("has lasted")
    return _WORDS.get(match["count"]) or int(match["count"])


def _weeks(match: re.Match[str], today: date) -> Wait:
    return read_wait(kind=WaitKind.WEEKS, value=str(_counted(match)), today=today)


def _day(day: date, today: date) -> Wait:
    return read_wait(kind=WaitKind.DATE, value=day.isoformat(), today=today)


def _months(match: re.Match[str], today: date) -> Wait:
    each = 12 if match["unit"].startswith("år") else 1
    return _day(add_months(today, each * _counted(match)), today)


def _days(match: re.Match[str], today: date) -> Wait:
    return _day(today + timedelta(days=_counted(match)), today)


def _half_year(match: re.Match[str], today: date) -> Wait:
    return _day(add_months(today, 6), today)


def _forms() -> Iterator[tuple[str, Read]]:
    """The most telling first: what one form has taken, the next ones leave."""
    day = _typed(WaitKind.DATE)
    yield rf"{_BEFORE}(?P<value>{_YEAR}-?[01][0-9]-?[0-3][0-9]){_AFTER}", day
    yield rf"{_BEFORE}(?P<value>[0-3]?[0-9]/[01]?[0-9][ -/]?{_YEAR}){_AFTER}", day
    yield rf"{_BEFORE}(?P<value>[0-3]?[0-9](?::?e)? {_MONTH}\.?(?: {_YEAR})?){_AFTER}", day
    yield rf"\b(?:den|senast|före|till|omkring) (?P<value>[0-3]?[0-9]/[01]?[0-9]){_AFTER}", day
    yield (
        rf"\b(?:vecka|veckorna|v)[. ]*(?:[0-9]{{1,2}} ?(?:-|till|eller) ?)?(?:v\.? ?)?"
        rf"(?P<value>[0-9]{{1,2}}(?:[ /,-]+{_YEAR})?){_AFTER}",
        _typed(WaitKind.WEEK),
    )
    yield rf"\b(?P<value>{_YEAR}-?[vw][0-9]{{1,2}}){_AFTER}", _typed(WaitKind.WEEK)
    yield rf"{_COUNT}(?:veckor|vecka|v\b){_NOT_PAST}", _weeks
    yield rf"{_COUNT}(?P<unit>månader|månad|mån|år){_NOT_PAST}", _months
    yield rf"{_COUNT}(?:dagar|dag|dgr){_NOT_PAST}", _days
    yield r"\bett halvår\b|\b1/2 år\b", _half_year
    yield (
        rf"{_BEFORE}(?:{_MONTH} ?(?:-|till|eller|/) ?)?(?P<value>{_MONTH}\.?(?: {_YEAR})?){_AFTER}",
        _typed(WaitKind.MONTH),
    )
    yield rf"{_BEFORE}(?P<value>{_YEAR}-[01][0-9]){_AFTER}", _typed(WaitKind.MONTH)


_FORMS = tuple((re.compile(form), read) for form, read in _forms())
