"""The Swedish calendar of working days, against an independent calculation and known dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.workdays import add_working_days, holiday_name, is_working_day, working_days_between

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def easter(year: int) -> date:
    """Return Easter Sunday (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def days_off(year: int) -> set[date]:
    """Return the weekdays off, by the act on public holidays (1989:253) and the three eves."""
    sunday = easter(year)
    midsummer_eve = next(date(year, 6, d) for d in range(19, 26) if date(year, 6, d).weekday() == 4)
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    movable = {sunday - 2 * DAY, sunday + DAY, sunday + 39 * DAY, midsummer_eve}
    return {date(year, month, day) for month, day in fixed} | movable


@pytest.mark.parametrize("year", range(2005, 2101))
def test_every_day_of_the_year_against_the_act(year: int) -> None:
    off = days_off(year)
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working_day(day) == (day.weekday() < 5 and day not in off), day
        day += DAY


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        # The dates that the routine's limits of three working days were first checked with.
        (date(2026, 12, 23), 3, date(2026, 12, 30)),
        (date(2026, 12, 30), 1, date(2027, 1, 4)),
        (date(2027, 3, 24), 3, date(2027, 3, 31)),
        (date(2026, 6, 17), 3, date(2026, 6, 23)),
        (date(2026, 6, 18), 1, date(2026, 6, 22)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2027, 5, 5), 2, date(2027, 5, 10)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 12, 24), 0, date(2026, 12, 28)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 12, 28), -1, date(2026, 12, 23)),
        (date(2027, 1, 4), -1, date(2026, 12, 30)),
    ],
)
def test_adding_working_days(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n) == end


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 12, 23), date(2026, 12, 30), 3),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 1, 1), date(2026, 12, 31), 251),
    ],
)
def test_counting_working_days(a: date, b: date, days: int) -> None:
    assert working_days_between(a, b) == days


@given(DAYS, st.integers(-60, 60))
def test_adding_lands_on_a_working_day_on_the_right_side(day: date, n: int) -> None:
    end = add_working_days(day, n)
    assert is_working_day(end)
    assert (end > day) == (n > 0) or (n == 0 and end >= day)


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_adding_twice_is_adding_the_sum(day: date, n: int, m: int) -> None:
    assert add_working_days(add_working_days(day, n), m) == add_working_days(day, n + m)


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_counting_undoes_adding(day: date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n)) == n


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_counting_back_takes_the_other_end(a: date, b: date) -> None:
    difference = working_days_between(a, b) + working_days_between(b, a)
    later, earlier = max(a, b), min(a, b)
    assert difference == (is_working_day(later) - is_working_day(earlier))


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (date(2026, 12, 24), "Julafton", "Christmas Eve"),
        (date(2026, 6, 19), "Midsommarafton", "Midsummer Eve"),
        (date(2026, 12, 31), "Nyårsafton", "New Year's Eve"),
        (date(2026, 6, 6), "Nationaldagen", "National Day"),
        (date(2026, 11, 23), None, None),
        (date(2026, 11, 22), None, None),
        (date(2026, 4, 2), None, None),
    ],
)
def test_days_off_have_names(day: date, swedish: str | None, english: str | None) -> None:
    assert holiday_name(day) == swedish
    with translation.override("en"):
        assert holiday_name(day) == english


def test_half_days_are_worked() -> None:
    assert is_working_day(date(2026, 4, 2))  # skärtorsdag
    assert is_working_day(date(2026, 4, 30))  # valborgsmässoafton


def test_a_datetime_is_no_day() -> None:
    with pytest.raises(TypeError, match="date"):
        is_working_day(datetime(2026, 12, 24, 12, tzinfo=UTC))
