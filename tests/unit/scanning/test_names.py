"""A file's own name is shown without a path and without what may be a patient's number (S8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.scanning.names import shown_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("bunt.pdf", "bunt.pdf"),
        ("Svar från ögon.PDF", "Svar från ögon.PDF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Skannat\\svar 2.tif", "svar 2.tif"),
        ("19121212-1212.pdf", "••••••••-••••.pdf"),
        ("svar 191212-1212 bil 3.pdf", "svar ••••••-•••• bil 3.pdf"),
        ("1912 12 12 1212.pdf", "•••• •• •• ••••.pdf"),
        ("scan_1912_12_12_1212.pdf", "scan_••••_••_••_••••.pdf"),
        ("bil 12345.pdf", "bil 12345.pdf"),
        ("", ""),
        ("..", ""),
        (".pdf", "pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
)
def test_what_is_shown_of_a_name(given_name, shown):
    assert shown_name(given_name) == shown


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_line(name):
    shown = shown_name(name)
    assert len(shown) <= 200
    assert "/" not in shown and "\\" not in shown and "\n" not in shown


@given(st.sampled_from(["", "-", " ", "_", "+"]), st.text("abcåäö ._-()", max_size=20))
def test_a_personal_number_is_never_kept(sign, around):
    for number in ("19121212", "121212"):
        assert "1212" not in shown_name(f"{around}{number}{sign}1212{around}.pdf")
