"""Distances in time, in words."""

from datetime import date, timedelta

import pytest

from remissvakt.core.words import describe_days_late, describe_relative_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (400, "400 dagar sen"), (3, "3 dagar sen"), (2, "2 dagar sen"), (1, "1 dag sen"),
        (0, "idag"), (-1, "imorgon"), (-2, "om 2 dagar"), (-14, "om 14 dagar"),
    ],
)  # fmt: skip
def test_how_late(n: int, words: str) -> None:
    assert describe_days_late(n) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-30, "för 30 dagar sedan"), (-2, "för 2 dagar sedan"), (-1, "igår"),
        (0, "idag"), (1, "imorgon"), (2, "om 2 dagar"), (30, "om 30 dagar"),
    ],
)  # fmt: skip
def test_where_a_day_lies(days: int, words: str) -> None:
    assert describe_relative_day(TODAY + timedelta(days=days), TODAY) == words
