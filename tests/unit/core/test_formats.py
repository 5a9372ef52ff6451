"""Days and instants as people write them, in Swedish and in English."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from remissvakt.core.dates import format_date, format_date_short
from remissvakt.core.formats import format_instant, format_month, format_time


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (date(2026, 11, 3), "tis 3 nov 2026", "Tue 3 Nov 2026"),
        (date(2027, 1, 4), "mån 4 jan 2027", "Mon 4 Jan 2027"),
        (date(2026, 2, 28), "lör 28 feb 2026", "Sat 28 Feb 2026"),
        (date(2026, 3, 1), "sön 1 mars 2026", "Sun 1 Mar 2026"),
        (date(2026, 4, 1), "ons 1 april 2026", "Wed 1 Apr 2026"),
        (date(2026, 5, 1), "fre 1 maj 2026", "Fri 1 May 2026"),
        (date(2026, 6, 4), "tor 4 juni 2026", "Thu 4 Jun 2026"),
        (date(2026, 7, 31), "fre 31 juli 2026", "Fri 31 Jul 2026"),
        (date(2026, 8, 1), "lör 1 aug 2026", "Sat 1 Aug 2026"),
        (date(2026, 9, 1), "tis 1 sep 2026", "Tue 1 Sep 2026"),
        (date(2026, 10, 1), "tor 1 okt 2026", "Thu 1 Oct 2026"),
        (date(2026, 12, 31), "tor 31 dec 2026", "Thu 31 Dec 2026"),
    ],
)
def test_a_day(day: date, swedish: str, english: str) -> None:
    assert format_date(day) == swedish
    assert format_date_short(day) == " ".join(swedish.split()[1:3])
    with translation.override("en-gb"):
        assert format_date(day) == english
        assert format_date_short(day) == " ".join(english.split()[1:3])


def test_a_month() -> None:
    assert format_month(date(2027, 3, 31)) == "mars 2027"
    with translation.override("en"):
        assert format_month(date(2027, 3, 31)) == "March 2027"


def test_an_instant_is_shown_in_swedish_time() -> None:
    assert format_instant(datetime(2026, 7, 1, 22, 5, tzinfo=UTC)) == "tor 2 juli 2026 00:05"
    assert format_time(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == "00:00"


def test_where_no_language_is_active_it_is_swedish() -> None:
    with translation.override(None):
        assert format_date(date(2026, 11, 3)) == "tis 3 nov 2026"
