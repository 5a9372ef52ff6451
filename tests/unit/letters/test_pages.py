"""What stands where: two codes, the code in plain text, page n of m, and the address alone in the window."""

from dataclasses import replace
from itertools import pairwise, product

import pytest
import zxingcpp

from remissvakt.letters.content import PatientLetter, ReferralLetter, SeparatorSheet
from remissvakt.letters.render import page_count, print_run, render, render_all
from remissvakt.letters.words import kind_of
from rescan.papers import CENTRE_STYLE, CODE, EYES_STYLE, letters, others
from rescan.stack import SENTENCE
from rescan.worn import DPI, pages_of

from .reading import inside, squashed, texts, written

LETTERS = letters()
_MM = DPI / 25.4
# The parts of a sheet that a window can show, however the sheet lies in its envelope; millimetres, from the top.
_SEEN = {"C5": (30.5, 79.0), "C4": (24.0, 82.0)}
_SEEN_X = {"right": (90.0, 210.0), "left": (0.0, 120.0)}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("side", ["right", "left"])
def test_two_codes_of_25_mm_stand_in_opposite_corners(name, side):
    content, style = LETTERS[name]
    page = pages_of(render(content=content, style=replace(style, side=side)))[-1]
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    assert [one.text for one in found] == [content.payload] * 2
    assert {one.ec_level for one in found} == {"H"}
    corners = set()
    for one in found:
        assert (one.position.top_right.x - one.position.top_left.x) / _MM >= 25
        across = "left" if one.position.top_left.x < page.width / 2 else "right"
        corners.add(("upper" if one.position.top_left.y < page.height / 2 else "lower", across))
    assert corners == (
        {("upper", "left"), ("lower", "right")}
        if side == "right"
        else {("upper", "right"), ("lower", "left")}
    )


@pytest.mark.parametrize("name", LETTERS)
def test_kind_code_and_page_number_stand_in_plain_text(name):
    content, style = LETTERS[name]
    text = texts(render(content=content, style=style))[-1]
    assert CODE in text
    assert "Sida 1 av 1" in text
    title = kind_of("referral" if name == "remiss" else content.kind)
    assert squashed(title) in squashed(text)


def test_every_page_of_a_long_letter_says_what_it_belongs_to():
    content, style = LETTERS["remiss"]
    assert isinstance(content, ReferralLetter)
    long = (("question", (SENTENCE * 120)[:8192]), ("clinical_information", (SENTENCE * 120)[:8192]))
    pdf = render(content=replace(content, texts=long), style=style)
    pages = texts(pdf)
    assert len(pages) == 5
    for number, text in enumerate(pages, start=1):
        assert f"Sida {number} av 5" in text
        assert CODE in text
        assert "19121212-1212" in text
        assert "Remiss" in text
    for page in pages_of(pdf):
        assert len(zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)) == 2


def test_many_references_push_the_text_down_and_never_lie_upon_it():
    content, style = LETTERS["remiss"]
    assert isinstance(content, ReferralLetter)
    many = replace(
        content, version=3, reason="AB", priority="Inom fyra veckor efter gemensam bedömning av båda"
    )
    signs = written(render(content=many, style=style))
    left = [one for one in signs if one.left < 90 and one.top > 42]
    lines = sorted({round(one.bottom, 1) for one in left if one.sign in "aoermn"})
    assert all(after - before > 2 for before, after in pairwise(lines) if after - before > 0.5)


def test_papers_of_one_envelope_are_numbered_each_by_itself():
    contents = [LETTERS[name][0] for name in ("remiss", "bekraftelseblad", "svarsblad")]
    for text in texts(render_all(contents=contents, style=CENTRE_STYLE)):
        assert "Sida 1 av 1" in text


@pytest.mark.parametrize(("envelope", "side"), list(product(_SEEN, _SEEN_X)))
@pytest.mark.parametrize("name", LETTERS)
def test_nothing_but_the_address_shows_through_the_window(name, envelope, side):
    content, style = LETTERS[name]
    long_head = ("Ögonkliniken vid Kustsjukhuset i Kuststad", "Verksamhetsområde sinnesorgan", "Region Norr")
    chosen = replace(style, envelope=envelope, side=side, letterhead=long_head)
    pdf = render(content=content, style=chosen)
    (top, bottom), (left, right) = _SEEN[envelope], _SEEN_X[side]
    seen = inside(written(pdf, page_count(pdf) - 1), left=left, top=top, right=right, bottom=bottom)
    assert seen == squashed("".join(_window(content, style)))


def test_a_letter_to_a_patient_shows_no_clinic_outside():
    content, style = LETTERS["kallelse"]
    seen = inside(written(render(content=content, style=style)), left=90, top=30, right=210, bottom=82)
    assert seen == squashed("Tolvan Tolvansson Lillgatan 3 123 45 Norrstad")


def test_confirmation_says_that_it_is_not_an_answer():
    for name, (content, style) in LETTERS.items():
        said = "Detta är en bekräftelse, inte ett svar." in texts(render(content=content, style=style))[0]
        assert said == (name in ("bekraftelse", "komplettering", "vidaresand", "avvisad", "avbruten"))


def test_confirmation_tells_the_wait_and_the_sheet_asks_for_it():
    content, style = LETTERS["bekraftelse"]
    assert "vecka 12 2027" in texts(render(content=content, style=style))[0]
    sheet, style = LETTERS["bekraftelseblad"]
    text = texts(render(content=sheet, style=style))[0]
    for wanted in (
        "Beräknad väntetid",
        "kompletteras",
        "vidaresänd till",
        "tas inte emot",
        "Signatur",
        "Datum",
    ):
        assert wanted in text


def test_appointment_is_told_in_whole_words():
    content, style = LETTERS["kallelse"]
    assert isinstance(content, PatientLetter)
    assert "tisdag 8 december 2026 klockan 13:30" in texts(render(content=content, style=style))[0]


def test_a_letter_of_its_own_language_is_in_it():
    content, style = LETTERS["bekraftelse"]
    text = texts(render(content=replace(content, language="en"), style=style))[0]
    assert "This is a confirmation, not an answer." in text
    assert "Tue 17 Nov 2026" in text


def test_preview_has_no_code_and_says_so():
    content, style = LETTERS["remiss"]
    pdf = render(content=replace(content, payload=""), style=style)
    assert zxingcpp.read_barcodes(pages_of(pdf)[0]) == []
    assert texts(pdf)[0].count("Koden trycks") == 2


def test_draft_says_so():
    content, style = LETTERS["svar"]
    assert "UTKAST – inte skickat" in texts(render(content=replace(content, draft=True), style=style))[0]


def test_separator_sheet_says_nothing_of_anybody():
    pdf = render(content=SeparatorSheet(), style=EYES_STYLE)
    assert "Ögonkliniken" not in texts(pdf)[0]
    found = zxingcpp.read_barcodes(pages_of(pdf)[0])
    assert {one.text for one in found} == {"RV1:SKILJEBLAD"}


def test_print_run_is_the_list_and_then_every_paper_in_order():
    cover, style = others()["utskriftslista"]
    names = ["remiss", "svar", "kallelse"]
    papers = [render(content=LETTERS[name][0], style=LETTERS[name][1]) for name in names]
    pages = texts(print_run(cover=cover, papers=papers, style=style))
    assert len(pages) == 4
    assert "5 brev, 11 sidor" in pages[0]
    assert "Sida 1 av 1" in pages[0]
    assert "Tolvan" not in pages[0]
    assert [kind in page for kind, page in zip(("Remiss", "slutsvar", "Kallelse"), pages[1:], strict=True)]


def test_a_long_list_repeats_its_headings():
    cover, style = others()["utskriftslista"]
    rows = tuple(replace(cover.rows[0], number=number) for number in range(1, 80))
    pages = texts(render(content=replace(cover, rows=rows), style=style))
    assert len(pages) > 1
    assert all("Mottagare" in page for page in pages)
    assert f"Sida {len(pages)} av {len(pages)}" in pages[-1]


def _window(content, style):
    if isinstance(content, PatientLetter):
        return (
            ["19121212-1212"]
            if content.patient.protected
            else [content.patient.name, *content.patient.address]
        )
    if hasattr(content, "to"):
        return [style.return_address, content.to.name, *content.to.lines]
    return [content.sender.name, *content.sender.lines]
