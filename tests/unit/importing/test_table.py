import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remissvakt.core.refusal import Refusal
from remissvakt.importing.encodings import decode
from remissvakt.importing.table import read_table


def test_lines_carry_the_number_on_which_they_begin():
    table = read_table('Typ;Nr\r\n1;"a\r\nb"\r\n\r\n;\r\n2;c')
    assert table.headings == ["Typ", "Nr"]
    assert table.rows == [(2, ["1", "a\r\nb"]), (6, ["2", "c"])]


def test_a_broken_line_does_not_hide_those_after_it():
    table = read_table('Typ;Nr\n1;"a"b\n2;c\n')
    assert [line for line, _why in table.broken] == [2]
    assert table.rows == [(3, ["2", "c"])]


def test_an_unclosed_quote_ends_the_reading_and_names_where_it_began():
    table = read_table('Typ;Nr\n1;a\n2;"b\n3;c\n')
    assert table.rows == [(2, ["1", "a"])]
    assert [line for line, _why in table.broken] == [3]
    assert "avslutas aldrig" in str(table.broken[0][1])


def test_a_value_without_end_is_no_memory_trap():
    table = read_table("Typ;Nr\n1;" + "x" * 200_000 + "\n")
    assert [line for line, _why in table.broken] == [2]


def test_a_quoted_heading_with_other_separators_in_it_does_not_mislead():
    table = read_table('"Typ","Nr","Annat; något, annat"\n1,2,3\n')
    assert (table.separator, len(table.headings)) == (",", 3)


def test_separators_to_the_right_of_the_headings_are_no_columns():
    assert read_table("Typ;Nr;;;\n1;2;;;\n").headings == ["Typ", "Nr"]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    try:
        text, _name = decode(raw)
        read_table(text)
    except Refusal as refusal:
        assert refusal.message


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab;,\t"\r\n å\x85\u2028', max_size=200), st.sampled_from([";", ",", "\t"]))
def test_any_text_after_known_headings_is_read_or_told(text, separator):
    table = read_table(f"Typ{separator}Nr\n{text}")
    lines = [line for line, _values in table.rows] + [line for line, _why in table.broken]
    last = 1 + len(f"x\n{text}".replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(2 <= line <= last for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="abcåäöÅÄÖé–” \n;", min_size=20, max_size=300))
def test_swedish_text_survives_every_encoding(encoding, text):
    text = "Typ;Nr\n" + text
    assert decode(text.encode(encoding))[0].removeprefix("\ufeff") == text
