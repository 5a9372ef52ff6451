"""Instants in UTC, days in Sweden: also on the nights when clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from remissvakt.core.clock import SystemClock, local_date, local_time, start_of_local_day


def test_the_system_clock_gives_an_aware_instant_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("instant", "day", "hour"),
    [
        (datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), date(2026, 11, 22), 23),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23), 0),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1), 23),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2), 0),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1), 0),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29), 1),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), 3),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), date(2026, 10, 25), 2),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), date(2026, 10, 25), 2),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29), 0),
    ],
)
def test_the_swedish_day_and_hour_of_an_instant(instant: datetime, day: date, hour: int) -> None:
    assert local_date(instant) == day
    assert local_time(instant).hour == hour
    # In the hour that comes twice, Python finds no instants of two zones equal.
    assert local_time(instant).astimezone(UTC) == instant


def test_every_day_begins_once_for_thirty_years() -> None:
    day = date(2015, 1, 1)
    while day < date(2045, 1, 1):
        start = start_of_local_day(day)
        assert start.utcoffset() == timedelta(0)
        assert local_date(start) == day
        assert local_time(start).hour == 0
        assert local_date(start - timedelta(microseconds=1)) == day - timedelta(days=1)
        day += timedelta(days=1)


def test_days_of_23_and_25_hours() -> None:
    assert start_of_local_day(date(2026, 3, 30)) - start_of_local_day(date(2026, 3, 29)) == timedelta(
        hours=23
    )
    assert start_of_local_day(date(2026, 10, 26)) - start_of_local_day(date(2026, 10, 25)) == timedelta(
        hours=25
    )


@pytest.mark.parametrize("function", [local_date, local_time])
def test_a_naive_instant_is_a_mistake(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match="aware"):
        function(datetime(2026, 11, 23, 12))  # noqa: DTZ001
