"""Printed, worn and scanned: every sheet finds its way home, and none takes another's (A.3, A.6, B.1)."""

from __future__ import annotations

import pytest

from remissvakt.documents.codes import read_token
from remissvakt.letters.content import SeparatorSheet
from remissvakt.letters.render import render
from remissvakt.sandbox.scans import ReadPage, read_scan
from remissvakt.scanning.splitting import Page, groups_of

from .papers import CENTRE_STYLE, letters
from .sheets import SHEETS, STACK, read, sheets
from .stack import make_stack
from .worn import MOST_SKEW, fax, jpeg, pages_of, scanned, wear_of


def test_the_wear_is_all_that_was_promised():
    wears = [wear_of(number) for number in range(SHEETS)]
    assert min(wear.degrees for wear in wears) == -MOST_SKEW
    assert max(wear.degrees for wear in wears) == MOST_SKEW
    assert {wear.damaged for wear in wears} == {"upper", "lower"}
    assert sum(wear.upside_down for wear in wears) == SHEETS // 2
    assert all(wear.noise > 0 for wear in wears)


@pytest.mark.parametrize("first", range(0, SHEETS, STACK))
def test_every_worn_sheet_gives_its_own_token_and_no_other(first):
    stack = list(sheets(range(first, first + STACK)))
    results = read(stack)
    assert [result for result in results if result.wrong] == []
    assert [result for result in results if not result.right] == []
    assert len(results) == STACK
    assert {result.kind for result in results} >= set(letters())


def test_a_fax_in_black_and_white_is_read():
    printed = {name: render(content=content, style=style) for name, (content, style) in letters().items()}
    pages = [jpeg(fax(pages_of(pdf)[-1])) for pdf in printed.values()]
    found = _read(scanned(pages))
    wanted = [(read_token(content.payload),) for content, _style in letters().values()]
    assert [page.tokens for page in found] == wanted


def test_separator_sheet_is_known_even_as_a_fax():
    pages = pages_of(render(content=SeparatorSheet(), style=CENTRE_STYLE))
    found = _read(scanned([jpeg(pages[0]), jpeg(fax(pages[0]).rotate(180))]))
    assert [(page.separator, page.tokens) for page in found] == [(True, ()), (True, ())]


def test_sixty_pages_are_exactly_twenty_documents():
    stack = make_stack()
    assert (stack.pages, len(stack.documents)) == (60, 20)
    groups = groups_of(
        Page(
            number=page.number,
            blank=page.blank,
            separator=page.separator,
            coded=bool(page.tokens),
            token=page.tokens[0] if len(page.tokens) == 1 else "",
        )
        for page in _read(stack.pdf)
    )
    found = [(tuple(group.numbers), group.token) for group in groups]
    assert found == [(document.numbers, document.token) for document in stack.documents]


def _read(scan: bytes) -> list[ReadPage]:
    pages: list[ReadPage] = []
    read_scan(content=[scan], on_page=pages.append)
    return pages
