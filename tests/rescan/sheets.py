"""Two hundred sheets of every kind of paper, each with a token of its own, worn; and what reading them gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from remissvakt.documents.codes import read_token
from remissvakt.letters.content import ReferralLetter
from remissvakt.letters.render import render
from remissvakt.sandbox.scans import read_scan

from .papers import coded, letters
from .worn import jpeg, pages_of, scanned, wear_of, worn

SHEETS = 200
STACK = 50  # grain compresses badly: two hundred sheets would be more than a scan may be
_TEXT = "Patienten mår efter omständigheterna väl och kontrolleras på vårdcentralen. " * 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the kind of paper, the token it must give, and its worn picture as JPEG."""

    kind: str
    token: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What came back of one sheet."""

    kind: str
    token: str
    read: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.read == (self.token,)

    @property
    def wrong(self) -> bool:
        return any(token != self.token for token in self.read)


def sheets(numbers: Iterable[int]) -> Iterator[Sheet]:
    """Sheets by number, each kind of paper in turn; its last page, so that one of several pages is among them."""
    kinds: dict[str, Any] = letters()
    referral, style = kinds["remiss"]
    assert isinstance(referral, ReferralLetter)
    kinds["remiss, sida 2"] = (replace(referral, texts=(("question", _TEXT),)), style)
    for number in numbers:
        name = list(kinds)[number % len(kinds)]
        content, style = kinds[name]
        payload = coded(1000 + number)
        page = pages_of(render(content=replace(content, payload=payload), style=style))[-1]
        token = read_token(payload)
        assert token is not None
        yield Sheet(name, token, jpeg(worn(page, wear_of(number), seed=number)))


def read(stack: list[Sheet]) -> list[Result]:
    """Read the sheets as one scan, in the locked process that reads every scan."""
    found: list[tuple[str, ...]] = []
    scan = scanned([sheet.picture for sheet in stack])
    read_scan(content=[scan], on_page=lambda page: found.append(page.tokens))
    return [Result(sheet.kind, sheet.token, tokens) for sheet, tokens in zip(stack, found, strict=True)]
