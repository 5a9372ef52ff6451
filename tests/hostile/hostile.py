"""What a hostile file is here: bytes made by code, of a class, with the outcomes that are allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from remissvakt.sandbox.scan_refusals import TEXTS

PAGES = "pages"
ANYTHING = frozenset({PAGES, *TEXTS})


@dataclass(frozen=True, slots=True)
class Hostile:
    """`allowed` are outcomes: `pages`, or codes of refusals. A large one is made when it is asked for."""

    kind: str
    name: str
    make: Callable[[], bytes]
    allowed: frozenset[str] = ANYTHING


def only(*outcomes: str) -> frozenset[str]:
    return frozenset(outcomes)


Corpus = Iterator[Hostile]
