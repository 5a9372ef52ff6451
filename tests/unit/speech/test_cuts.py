"""Insert and overwrite: what is heard after it, and that nothing of it is thrown away."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.speech.cuts import Cut, Cuts, cuts_of, insert, length_ms, overwrite


@dataclass(frozen=True)
class Spoken:
    number: int
    at_ms: int | None
    overwrites: bool
    duration_ms: int | None


def moments(cuts: Cuts) -> list[tuple[int, int]]:
    """Every millisecond that is heard, as (take, when in it)."""
    return [(cut.take, at) for cut in cuts for at in range(cut.from_ms, cut.to_ms or 0)]


@st.composite
def speeches(draw: st.DrawFn) -> list[Spoken]:
    takes = []
    for number in range(draw(st.integers(0, 8))):
        at = draw(st.none() | st.integers(0, 120))
        takes.append(Spoken(number, at, draw(st.booleans()), draw(st.integers(0, 40))))
    return takes


WHOLE = (Cut(0, 0, 10_000),)


def test_a_take_without_a_place_comes_last() -> None:
    assert insert(WHOLE, at_ms=None, take=1, length_ms=500) == (*WHOLE, Cut(1, 0, 500))


def test_an_insertion_pushes_the_rest_aside() -> None:
    assert insert(WHOLE, at_ms=4_000, take=1, length_ms=500) == (
        Cut(0, 0, 4_000),
        Cut(1, 0, 500),
        Cut(0, 4_000, 10_000),
    )


def test_speaking_over_replaces_as_much_as_was_spoken() -> None:
    assert overwrite(WHOLE, at_ms=4_000, take=1, length_ms=500) == (
        Cut(0, 0, 4_000),
        Cut(1, 0, 500),
        Cut(0, 4_500, 10_000),
    )


def test_speaking_over_past_the_end_makes_it_longer() -> None:
    assert overwrite(WHOLE, at_ms=9_000, take=1, length_ms=3_000) == (Cut(0, 0, 9_000), Cut(1, 0, 3_000))


@pytest.mark.parametrize("place", [insert, overwrite])
def test_at_the_very_beginning_nothing_is_left_before(place: object) -> None:
    assert place(WHOLE, at_ms=0, take=1, length_ms=500)[0] == Cut(1, 0, 500)  # type: ignore[operator]


def test_a_file_of_unknown_length_lasts_until_it_ends() -> None:
    cuts = cuts_of([Spoken(0, None, False, None), Spoken(1, None, False, 300)])
    assert cuts == (Cut(0, 0, None), Cut(1, 0, 300))
    assert length_ms(cuts) is None


@given(speeches(), st.integers(0, 150), st.integers(1, 40))
def test_an_insertion_loses_nothing_and_keeps_the_order(takes: list[Spoken], at: int, length: int) -> None:
    before = moments(cuts_of(takes))
    after = moments(insert(cuts_of(takes), at_ms=at, take=99, length_ms=length))
    place = min(at, len(before))
    assert after == before[:place] + [(99, ms) for ms in range(length)] + before[place:]


@given(speeches(), st.integers(0, 150), st.integers(1, 40))
def test_speaking_over_changes_only_what_is_spoken_over(takes: list[Spoken], at: int, length: int) -> None:
    before = moments(cuts_of(takes))
    after = moments(overwrite(cuts_of(takes), at_ms=at, take=99, length_ms=length))
    place = min(at, len(before))
    assert after == before[:place] + [(99, ms) for ms in range(length)] + before[place + length :]


@given(speeches())
def test_no_piece_is_empty_and_each_take_is_heard_in_its_own_order(takes: list[Spoken]) -> None:
    cuts = cuts_of(takes)
    assert all(cut.to_ms is not None and cut.to_ms > cut.from_ms for cut in cuts)
    for number in {cut.take for cut in cuts}:
        own = [(cut.from_ms, cut.to_ms) for cut in cuts if cut.take == number]
        assert own == sorted(own)
        assert all(one[1] <= following[0] for one, following in itertools.pairwise(own))
