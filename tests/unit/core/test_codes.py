"""Short codes: every single wrong character and every swap of two is noticed."""

from datetime import UTC, datetime
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.codes import ALPHABET, new_code, parse_code
from remissvakt.core.ids import seeded_ids

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DRAWN = st.text(ALPHABET, min_size=7, max_size=7)


def completed(drawn: str) -> str:
    """Return the one code that begins with seven characters."""
    codes = [code for last in ALPHABET if (code := parse_code(drawn + last))]
    assert len(codes) == 1
    return codes[0].replace("-", "")


def test_the_alphabet_has_31_characters_and_none_that_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("1ILOU")


def test_a_new_code_reads_as_itself() -> None:
    for _ in range(500):
        code = new_code(now=NOW)
        assert code[4] == "-"
        assert len(code) == 9
        assert parse_code(code) == code


def test_codes_follow_the_seed() -> None:
    with seeded_ids("demo"):
        first = [new_code(now=NOW) for _ in range(20)]
    with seeded_ids("demo"):
        assert [new_code(now=NOW) for _ in range(20)] == first
    assert len(set(first)) == 20


def test_a_naive_now_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="now"):
        new_code(now=datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.parametrize("place", range(8))
def test_every_wrong_character_in_every_place_is_noticed(place: int) -> None:
    # The check is linear: if it holds beside zeros, it holds beside all (the property below samples that).
    for right, wrong in product(ALPHABET, repeat=2):
        drawn = "0" * place + right + "0" * (6 - place) if place < 7 else "R7K29MX"
        code = completed(drawn)
        changed = code[:place] + wrong + code[place + 1 :]
        assert (parse_code(changed) is None) == (changed != code)


@pytest.mark.parametrize(("one", "other"), list(combinations(range(8), 2)))
def test_every_swap_of_two_characters_is_noticed(one: int, other: int) -> None:
    for a, b in combinations(ALPHABET, 2):
        signs = ["0"] * 7
        signs[one] = a
        if other < 7:
            signs[other] = b
        code = completed("".join(signs))
        swapped = list(code)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert (parse_code("".join(swapped)) is None) == ("".join(swapped) != code)


@given(DRAWN, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_a_wrong_character_beside_any_others_is_noticed(drawn: str, place: int, wrong: str) -> None:
    code = completed(drawn)
    changed = code[:place] + wrong + code[place + 1 :]
    assert (parse_code(changed) is None) == (changed != code)


@given(DRAWN)
def test_it_is_read_however_it_is_written(drawn: str) -> None:
    code = completed(drawn)
    right = f"{code[:4]}-{code[4:]}"
    for written in (
        code, code.lower(), right, f" {code[:4]} {code[4:]} ", f"{code[:2]}–{code[2:]}", "\u00a0".join(code),
        code.replace("0", "O"), code.replace("0", "o"), code.replace("V", "U"), f"\u200f{code}\u200e",
    ):  # fmt: skip
        assert parse_code(written) == right


@pytest.mark.parametrize(
    "text", [None, "", "R7K2", "R7K2-9MX", "R7K2-9MX44", "R7K2-9M!4", "1111-1111", "å" * 8, "0" * 1_000_000]
)
def test_anything_else_is_no_code(text: str | None) -> None:
    assert parse_code(text) is None


@given(st.text())
def test_reading_never_fails(text: str) -> None:
    code = parse_code(text)
    assert code is None or parse_code(code) == code
