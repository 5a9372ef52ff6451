"""Names, days and what is shown of a value."""

from datetime import date

import pytest

from remissvakt.core.refusal import Refusal
from remissvakt.importing.masking import masked, without_numbers
from remissvakt.importing.patient import is_patient_number, split_name
from remissvakt.importing.times import read_day, read_promised, read_watch

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Tolvansson, Tolvan", ("Tolvan", "Tolvansson")),
        ("von Essen , Bo Åke", ("Bo Åke", "von Essen")),
        ("Bo Åke Berg", ("Bo Åke", "Berg")),
        ("Tolvansson", ("", "Tolvansson")),
        ("Tolvansson,", ("", "Tolvansson")),
        ("", ("", "")),
    ],
)
def test_a_whole_name_has_two_parts(whole, parts):
    assert split_name(whole) == parts


def test_a_number_of_a_person_is_known_by_its_check_digit():
    assert is_patient_number("191212121212")
    assert is_patient_number("121212-1212")
    assert not is_patient_number("191212121213")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ögonkliniken", "Ögonkliniken"),
        ("19121212-1212", "••••••••-••••"),
        ("Tolvan 121212-1212 x", "Tolvan ••••••-•••• x"),
        ("191212121212", "••••••••••••"),
        ("rad\nett", "rad ett"),
        ("x" * 80, "x" * 59 + "…"),
    ],
)
def test_a_value_is_shown_short_and_without_numbers(value, shown):
    assert without_numbers(value) == shown
    assert masked("other_unit", value, private=False) == shown


def test_private_values_are_shown_by_their_length():
    assert masked("question", "Glaukom?", private=True) == "dolt (8 tecken)"
    assert masked("question", "", private=True) == ""
    assert masked("patient_number", "19121212 12-1a", private=True) == "•••••••• ••-••"


def test_a_watch_may_be_told_without_year_only_where_there_is_no_doubt():
    assert read_watch("2026-11-01", today=TODAY) == date(2026, 11, 1)
    assert read_watch("idag", today=TODAY) == TODAY
    with pytest.raises(Refusal) as caught:
        read_watch("1/11", today=TODAY)
    assert caught.value.code == "date_without_year"


def test_a_promise_counts_from_the_day_it_was_made():
    assert read_promised("8 veckor", since=date(2026, 9, 1)).until == date(2026, 10, 27)
    assert read_promised("v 50", since=date(2025, 12, 20)).until == date(2026, 12, 13)
    assert read_promised("2026-12", since=TODAY).until == date(2026, 12, 31)
    with pytest.raises(Refusal) as caught:
        read_promised("2026-01-01", since=TODAY)
    assert caught.value.code == "wait_before_confirmation"


@pytest.mark.parametrize("typed", ["46322", "2026-13-01", "snart", "2026-11-03 25"])
def test_what_is_no_day_is_refused_without_repeating_it(typed):
    with pytest.raises(Refusal) as caught:
        read_day(typed, today=TODAY)
    assert typed not in caught.value.message
