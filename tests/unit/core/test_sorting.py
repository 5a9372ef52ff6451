"""Swedish order and search keys: the same on every engine."""

import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import assume, given
from hypothesis import strategies as st

from remissvakt.core.sorting import KEY_LENGTH, after_prefix, search_key, swedish_key

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
WORDS = st.text(ALPHABET + ALPHABET.upper(), min_size=1, max_size=12)
TYPED = st.text(st.sampled_from(ALPHABET + ALPHABET.upper() + "éüÉÜæø0123456789 -'"), max_size=20)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Andersson", "Berg", "Zetterlund", "Åberg", "Ärlig", "Öberg"],
        ["al", "äl", "öl"],
        ["Zz", "Åa", "Åz", "Äa", "Äz", "Öa"],
        ["zon", "zoo", "zz", "å"],
        ["Vera", "Wera", "Xerxes", "Yngve"],
        ["Va", "Vö", "Wa"],
        ["Berg Adam", "Berg Åke", "Berg Örjan", "Berge Adam", "Bergman Adam"],
        ["Avdelning 2", "Avdelning 2 B", "Avdelning 10", "Avdelning A"],
        ["Mottagning 9", "Mottagning 10", "Mottagning 100"],
        ["Hörselenheten", "Ögonkliniken Lund", "Ögonkliniken, Malmö", "Ögonmottagningen", "Öron"],
        ["", "1", "a", "z", "ö", "Ж"],
        ["Myer", "Müller", "Mz"],
    ],
)
def test_the_swedish_order(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=swedish_key) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÅSA", "åsa"), ("Idén", "iden"), ("Müller", "Myller"), ("Anna-Lena", "Anna Lena"),
        ("O'Brien", "OBrien"), ("O\u2019Brien", "OBrien"), ("Søren", "Sören"), ("Næss", "Näss"), ("A\u030asa", "Åsa"),
        ("  Anna   Berg ", "anna berg"), ("Straße", "strasse"), ("Łukasz", "Lukasz"), ("S:t Erik", "st erik"),
        ("Ögon/Öron", "ögon öron"), ("Tolvansson, Tolvan", "tolvansson tolvan"), ("Avdelning 02", "avdelning 2"),
        ("Ｌｕｎｄ", "lund"), ("Lőrincz", "Lörincz"), ("👍 Anna", "anna"), ("ǿl", "öl"), ("a\u0323\u0308l", "äl"),
    ],
)  # fmt: skip
def test_what_stands_together(one: str, other: str) -> None:
    assert swedish_key(one) == swedish_key(other)


@given(st.lists(WORDS, min_size=2, max_size=6))
def test_words_stand_as_in_the_alphabet(words: list[str]) -> None:
    by_alphabet = sorted(words, key=lambda word: [ALPHABET.index(letter) for letter in word.lower()])
    assert [w.lower() for w in sorted(words, key=swedish_key)] == [w.lower() for w in by_alphabet]


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_names_are_compared_word_by_word(one: list[str], other: list[str]) -> None:
    def alphabetical(words: list[str]) -> list[list[int]]:
        return [[ALPHABET.index(letter) for letter in word.lower()] for word in words]

    assert (swedish_key(" ".join(one)) < swedish_key("-".join(other))) == (
        alphabetical(one) < alphabetical(other)
    )


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_stand_by_size(one: int, other: int) -> None:
    assert (swedish_key(f"Rum {one}") < swedish_key(f"Rum {other}")) == (one < other)


@given(st.text(st.characters()))
def test_a_key_is_plain_and_fits_its_column(text: str) -> None:
    for key in (swedish_key(text), search_key(text)):
        assert re.fullmatch(r"[0-9a-z]*", key)
        assert len(key) <= KEY_LENGTH
    assert swedish_key(text) == swedish_key(unicodedata.normalize("NFD", text))


def test_a_very_long_text_has_a_key() -> None:
    assert len(swedish_key("ö" * 1_000_000)) == KEY_LENGTH
    assert len(search_key("1" * 1_000_000)) == KEY_LENGTH


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("åker", "Åkerlund", True), ("ÅKER", "Åkerlund", True), ("aker", "Åkerlund", False), ("å", "Ärlig", False),
        ("ak", "Åkerlund", False), ("z", "Åberg", False), ("zå", "Zåberg", True), ("ide", "Idén", True),
        ("idé", "Iden", True), ("mull", "Müller", True), ("müll", "Muller", True), ("anna l", "Anna-Lena", True),
        ("anna-l", "Anna Lena", True), ("tolvans", "Tolvansson", True), ("olvans", "Tolvansson", False),
        ("avdelning 1", "Avdelning 12", True), ("avdelning 2", "Avdelning 12", False), ("%", "Anna", True),
        ("_nna", "Anna", False), ("soren", "Søren", False), ("sören", "Søren", True),
    ],
)  # fmt: skip
def test_a_beginning_finds_the_whole(typed: str, name: str, found: bool) -> None:
    assert search_key(name).startswith(search_key(typed)) == found


@given(TYPED, st.integers(0, 20))
def test_every_beginning_finds_the_whole(name: str, length: int) -> None:
    assert search_key(name).startswith(search_key(name[:length]))


@given(TYPED, TYPED)
def test_a_range_holds_exactly_what_begins_with_the_key(typed: str, name: str) -> None:
    key, other = search_key(typed), search_key(name)
    assume(key)
    assert (key <= other < after_prefix(key)) == other.startswith(key)


@pytest.mark.parametrize(("key", "after"), [("a", "b"), ("9", "a"), ("az", "b"), ("a9zz", "aa"), ("0", "1")])
def test_the_end_of_a_range(key: str, after: str) -> None:
    assert after_prefix(key) == after


def test_nothing_comes_after_the_empty_key() -> None:
    with pytest.raises(ValueError, match="empty"):
        after_prefix("")


@pytest.mark.django_db
def test_the_database_orders_and_finds_by_the_keys() -> None:
    """On either engine, whatever collation its texts have."""
    names = [
        "Öberg",
        "Åkerlund",
        "Ärlig",
        "Akerman",
        "Zetterlund",
        "åkerberg",
        "Aaron",
        "Avdelning 10",
        "Avdelning 2",
    ]
    rows = " UNION ALL ".join(["SELECT %s AS name, %s AS sort, %s AS search"] * len(names))
    values = [text for name in names for text in (name, swedish_key(name), search_key(name))]
    key = search_key("Åker")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM ({rows}) AS person ORDER BY sort", values)
        ordered = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            f"SELECT name FROM ({rows}) AS person WHERE search >= %s AND search < %s ORDER BY sort",
            [*values, key, after_prefix(key)],
        )
        in_range = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            f"SELECT name FROM ({rows}) AS person WHERE search LIKE %s ORDER BY sort", [*values, f"{key}%"]
        )
        alike = [name for (name,) in cursor.fetchall()]
    assert ordered == [
        "Aaron", "Akerman", "Avdelning 2", "Avdelning 10", "Zetterlund", "åkerberg", "Åkerlund", "Ärlig", "Öberg",
    ]  # fmt: skip
    assert in_range == alike == ["åkerberg", "Åkerlund"]
