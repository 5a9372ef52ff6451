"""Whatever somebody types or pastes, the letter is printed, and says it."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remissvakt.letters.content import Place, Signature
from remissvakt.letters.printable import marked, printable
from remissvakt.letters.render import page_count, render
from rescan.papers import letters

from .reading import squashed, texts

CONTENT, STYLE = letters()["svar"]
SWEDISH = string.ascii_letters + string.digits + "åäöÅÄÖéü.,:;!?()/%+=@#$*_<>[]{}\\`~^|'\"-–"


def said(text, **more):
    pages = texts(render(content=replace(CONTENT, text=text, **more), style=STYLE))
    return squashed("".join(pages))


@given(st.lists(st.text(SWEDISH, min_size=1, max_size=60), max_size=12))
@settings(max_examples=60)
def test_every_word_of_a_text_is_in_the_letter(words):
    found = said(" ".join(words))
    assert all(squashed(word) in found for word in words)


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_at_all_is_printed(text):
    found = said(text)
    for word in printable(text).split():
        if word.isascii() and word.isalnum():
            assert word in found


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=40)
def test_any_name_and_address_are_printed(name, line):
    place = Place(name, (line,))
    signature = Signature(line, name)
    assert (
        page_count(render(content=replace(CONTENT, to=place, sender=place, signature=signature), style=STYLE))
        == 1
    )


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.1": *',
        '#include "common.typ"',
        "$ sum_(i=1)^n i $ *fet* _kursiv_ `kod` <etikett> @hänvisning = Rubrik",
        "- punkt\n+ nummer\n/ ord: förklaring",
        "// kommentar /* och en till */",
        "\\u{41} \\ ~ --- ... 'citat' \"citat\"",
    ],
)
def test_markup_is_printed_as_it_stands(text):
    assert squashed(text) in said(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Glad 😀 idag", "Glad[U+1F600]idag"),
        ("中文", "[U+4E2D][U+6587]"),
        ("privat \ue000 tecken", "privat[U+E000]tecken"),
        ("\x00\x07Hej\x1b[31m", "Hej[31m"),
        ("höger\u202evänster", "högervänster"),
        ("Ελληνικά Кириллица", "ΕλληνικάКириллица"),
        ("38,5 °C ≥ 140/90, 5 µg – ½ ‰ €", "38,5°C≥140/90,5µg–½‰€"),
    ],
)
def test_what_no_font_has_is_its_number_and_the_rest_stands(text, shown):
    assert shown in said(text)


def test_writing_from_right_to_left_is_there():
    found = said("שלום عالم")
    assert set("שלום") <= set(found)
    assert "[U+" not in found


def test_a_word_longer_than_a_line_stays_on_the_page():
    import pypdfium2

    pdf = render(content=replace(CONTENT, text="https://exempel.se/" + "a" * 2000), style=STYLE)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            assert max(box[2] for box in boxes) <= page.get_width() - 20 / 25.4 * 72 + 1
    finally:
        document.close()
    assert "a" * 2000 in said("https://exempel.se/" + "a" * 2000)


def test_the_longest_text_of_the_contract_flows_over_pages():
    words = [f"ord{number}" for number in range(1200)]
    text = " ".join(words)[:8192]
    found = said(text)
    assert all(word in found for word in text.split()[:-1])


def test_marked_leaves_the_rest_alone():
    assert marked("a😀b", {"😀"}) == "a[U+1F600]b"
