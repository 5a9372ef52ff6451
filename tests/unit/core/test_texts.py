"""Typed texts: cleaned of what cannot be seen, never cut."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_line, clean_text

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Frågeställning", "Frågeställning"),
        ("  Ont i knät.  ", "Ont i knät."),
        ("rad ett\r\nrad två\rrad tre", "rad ett\nrad två\nrad tre"),
        ("rad\u2028två\u2029tre\x85fyra\x0bfem\x0csex", "rad\ntvå\ntre\nfyra\nfem\nsex"),
        ("slut på rad   \nnästa", "slut på rad\nnästa"),
        ("stycke\n\n\nstycke", "stycke\n\n\nstycke"),
        ("tabb\tkvar", "tabb\tkvar"),
        ("noll\x00tecken\x07och\x1bescape\x7f", "nolltecken" + "ochescape"),
        ("a\u030ar", "år"),
        ("A\u030a" + "O\u0308", "ÅÖ"),
        ("\ufeffbom", "bom"),
        ("fil\u202egpj.exe", "filgpj.exe"),
        (f"dold{BIDI}text", "doldtext"),
        ("ensam\ud800surrogat", "ensamsurrogat"),
        ("👩‍⚕️ 👍🏽 🇸🇪", "👩‍⚕️ 👍🏽 🇸🇪"),
        ("مرحبا שלום", "مرحبا שלום"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200fעברית\u200e", "\u200fעברית\u200e"),
        ("1\u00a0000", "1\u00a0000"),
        ("", ""),
        (" \n\t ", ""),
        ("\u200b\u200b", ""),
        ("\u2060\u00ad \u200e", ""),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_a_text_of_several_lines(typed: str, kept: str) -> None:
    assert clean_text(typed, max_length=100, field="question") == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna   Alm ", "Anna Alm"),
        ("Anna\nAlm", "Anna Alm"),
        ("Anna\r\n\tAlm", "Anna Alm"),
        ("Anna\u00a0\u2003Alm", "Anna Alm"),
        ("Anna\x00Alm", "AnnaAlm"),
        ("\u202eAnna", "Anna"),
    ],
)
def test_a_line(typed: str, kept: str) -> None:
    assert clean_line(typed, max_length=100, field="name") == kept


def test_a_text_that_is_too_long_is_refused_with_both_lengths() -> None:
    assert clean_text("x" * 200, max_length=200, field="question") == "x" * 200
    with pytest.raises(Refusal) as caught:
        clean_text("x" * 201, max_length=200, field="question")
    assert caught.value.code == "text_too_long"
    assert caught.value.field == "question"
    assert caught.value.params == {"length": 201, "max": 200}
    assert "201" in caught.value.message
    assert "200" in caught.value.message


def test_a_megabyte_is_refused_and_what_is_cleaned_away_does_not_count() -> None:
    with pytest.raises(Refusal):
        clean_text("å" * 1_000_000, max_length=8192, field="question")
    assert clean_text("\u202e" * 1_000_000 + "kort", max_length=4, field="question") == "kort"
    assert clean_text("e\u0301" * 5, max_length=5, field="question") == "é" * 5


@given(st.text(st.characters()))
def test_the_result_is_clean_and_cleaning_it_again_changes_nothing(typed: str) -> None:
    for multiline in (True, False):
        kept = clean_text(typed, max_length=10_000, field="f", multiline=multiline)
        assert clean_text(kept, max_length=10_000, field="f", multiline=multiline) == kept
        assert unicodedata.is_normalized("NFC", kept)
        assert kept == kept.strip()
        assert not set(kept) & set(BIDI)
        allowed = "\n\t" if multiline else ""
        assert all(unicodedata.category(sign) not in ("Cc", "Cs") or sign in allowed for sign in kept)
        kept.encode()


@given(st.text(st.sampled_from("abcåäöABC ,.!?💉 عש\n"), min_size=1))
def test_ordinary_text_keeps_every_letter(typed: str) -> None:
    kept = clean_text(typed, max_length=10_000, field="f")
    assert kept.replace("\n", "").replace(" ", "") == typed.replace("\n", "").replace(" ", "")
