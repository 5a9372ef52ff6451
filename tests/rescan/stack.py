"""A stack as a secretary lays it in the scanner: 60 pages, 20 documents, and which pages belong to which.

Coded papers of one to three pages, some with attachments; papers of others behind separator sheets; blank backs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from paper_sheets import page as foreign_page
from remissvakt.documents.codes import read_token
from remissvakt.documents.models import CodeKind
from remissvakt.letters.content import ReferralLetter, SeparatorSheet
from remissvakt.letters.render import render

from .papers import CENTRE_STYLE, coded, letters
from .worn import Wear, jpeg, pages_of, scanned, worn

SENTENCE = "Patienten mår efter omständigheterna väl och kontrolleras på vårdcentralen. "
# (paper, its pages, pages without a code after them, blank pages after those); "" is somebody else's paper.
_PLAN = (
    ("remiss", 3, 0, 0), ("bekraftelseblad", 1, 2, 0), ("svarsblad", 1, 0, 1), ("", 1, 0, 1), ("", 3, 0, 0),
    ("remiss", 2, 0, 0), ("svar", 1, 1, 1), ("", 2, 0, 1), ("bekraftelseblad", 1, 0, 0), ("remiss", 3, 0, 0),
    ("svarsblad", 1, 3, 0), ("", 1, 0, 1), ("", 4, 0, 0), ("", 2, 0, 1), ("kallelse", 1, 0, 1),
    ("efterfragan", 1, 0, 0), ("remiss", 2, 0, 1), ("", 2, 0, 1), ("bekraftelse", 1, 1, 0), ("", 2, 0, 1),
)  # fmt: skip
_REPEATS = {2: 60, 3: 110}  # of the sentence, for so many pages
_KINDS = {
    "remiss": CodeKind.REFERRAL,
    "svar": CodeKind.REPLY,
    "bekraftelse": CodeKind.REPLY,
    "kallelse": CodeKind.LETTER,
    "efterfragan": CodeKind.LETTER,
    "bekraftelseblad": CodeKind.CONFIRMATION_SHEET,
    "svarsblad": CodeKind.ANSWER_SHEET,
}


@dataclass(frozen=True, slots=True)
class StackedDocument:
    """What must come out: page numbers from 1, blank pages and separator sheets with the document before them."""

    numbers: tuple[int, ...]
    token: str  # "" for a paper without a code
    kind: CodeKind | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The file as the scanner sends it, and its documents in order."""

    pdf: bytes
    documents: tuple[StackedDocument, ...]

    @property
    def pages(self) -> int:
        return sum(len(document.numbers) for document in self.documents)


@cache
def make_stack() -> Stack:
    """Print, wear and scan the stack; always the same one."""
    pictures: list[bytes] = []
    documents: list[tuple[list[int], str, CodeKind | None]] = []
    for place, (name, count, attached, blank) in enumerate(_PLAN):
        token = read_token(coded(5000 + place)) or "" if name else ""
        if not name:  # the separator sheet before it lies with the document before that
            pictures.append(_scan(_separator(), len(pictures)))
            documents[-1][0].append(len(pictures))
        numbers: list[int] = []
        for picture in _pages(name, place, count, attached, blank):
            pictures.append(_scan(picture, len(pictures)))
            numbers.append(len(pictures))
        documents.append((numbers, token, _KINDS.get(name)))
    return Stack(
        pdf=scanned(pictures),
        documents=tuple(StackedDocument(tuple(numbers), token, kind) for numbers, token, kind in documents),
    )


def _pages(name: str, place: int, count: int, attached: int, blank: int) -> Iterator[Image.Image]:
    if name:
        content, style = letters()[name]
        content = replace(content, payload=coded(5000 + place))
        if isinstance(content, ReferralLetter):
            content = replace(content, texts=(("question", SENTENCE * _REPEATS[count]),))
        printed = pages_of(render(content=content, style=style))
        assert len(printed) == count, (name, len(printed))
        yield from printed
    else:
        yield from (foreign_page(seed=100 * place + number) for number in range(count))
    yield from (foreign_page(seed=1000 * place + number) for number in range(attached))
    yield from (Image.new("L", (1654, 2339), 255) for _number in range(blank))


@cache
def _separator() -> Image.Image:
    return pages_of(render(content=SeparatorSheet(), style=CENTRE_STYLE))[0]


def _scan(page: Image.Image, number: int) -> bytes:
    wear = Wear(degrees=(number * 37 % 50 - 25) / 10, upside_down=number % 7 == 3, noise=20)
    return jpeg(worn(page, wear, seed=number))
