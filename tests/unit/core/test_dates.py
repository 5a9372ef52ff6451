"""Typed dates: every way of writing that the manual names, and everything that is none."""

from datetime import date, timedelta
from typing import Literal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from remissvakt.core.dates import format_date, parse_date, parse_last_day
from remissvakt.core.refusal import Refusal

TODAY = date(2026, 11, 23)  # a Monday, week 48
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026/11/23", date(2026, 11, 23)),
        ("2026.11.23", date(2026, 11, 23)),
        ("2026 11 23", date(2026, 11, 23)),
        ("20261123", date(2026, 11, 23)),
        ("261123", date(2026, 11, 23)),
        ("26-11-23", date(2026, 11, 23)),
        ("23-11-2026", date(2026, 11, 23)),
        ("23/11", date(2026, 11, 23)),
        ("24/11", date(2026, 11, 24)),
        ("22/11", date(2027, 11, 22)),
        ("3/4", date(2027, 4, 3)),
        ("3/4 2027", date(2027, 4, 3)),
        ("3/4/2027", date(2027, 4, 3)),
        ("3/4-27", date(2027, 4, 3)),
        ("3/4 -27", date(2027, 4, 3)),
        ("3/4 27", date(2027, 4, 3)),
        ("3/4 '27", date(2027, 4, 3)),
        ("3/4, 2027", date(2027, 4, 3)),
        ("3 / 4 2027", date(2027, 4, 3)),
        ("3.4.2027", date(2027, 4, 3)),
        ("3.4.", date(2027, 4, 3)),
        ("3 nov", date(2027, 11, 3)),
        ("3nov", date(2027, 11, 3)),
        ("3 nov.", date(2027, 11, 3)),
        ("30 nov", date(2026, 11, 30)),
        ("3 november 2026", date(2026, 11, 3)),
        ("3 NOVEMBER 2026", date(2026, 11, 3)),
        ("3 november, 2026", date(2026, 11, 3)),
        ("3 sept 2027", date(2027, 9, 3)),
        ("3:e april", date(2027, 4, 3)),
        ("1:a maj", date(2027, 5, 1)),
        ("3. april", date(2027, 4, 3)),
        ("den 3 april", date(2027, 4, 3)),
        ("den 3:e april 2028", date(2028, 4, 3)),
        ("tis 3 nov 2026", date(2026, 11, 3)),
        ("tisdag 3 november 2026", date(2026, 11, 3)),
        ("tisdag den 3 november 2026", date(2026, 11, 3)),
        ("tis. 3 nov 2026", date(2026, 11, 3)),
        ("mån 23/11", date(2026, 11, 23)),
        ("tors 26 nov", date(2026, 11, 26)),
        ("Tue 3 Nov 2026", date(2026, 11, 3)),
        ("3 october 2027", date(2027, 10, 3)),
        ("29/2 2028", date(2028, 2, 29)),
        ("290228", date(2029, 2, 28)),
        ("idag", date(2026, 11, 23)),
        ("i dag", date(2026, 11, 23)),
        ("Idag", date(2026, 11, 23)),
        ("imorgon", date(2026, 11, 24)),
        ("i morgon", date(2026, 11, 24)),
        ("i övermorgon", date(2026, 11, 25)),
        ("igår", date(2026, 11, 22)),
        ("i går", date(2026, 11, 22)),
        ("i förrgår", date(2026, 11, 21)),
        ("om 1 dag", date(2026, 11, 24)),
        ("om 10 dagar", date(2026, 12, 3)),
        ("om tio dagar", date(2026, 12, 3)),
        ("om 2 veckor", date(2026, 12, 7)),
        ("om 2 v", date(2026, 12, 7)),
        ("om 2v", date(2026, 12, 7)),
        ("om en vecka", date(2026, 11, 30)),
        ("om 3 månader", date(2027, 2, 23)),
        ("om en månad", date(2026, 12, 23)),
        ("om 6 mån", date(2027, 5, 23)),
        ("om 6 mån.", date(2027, 5, 23)),
        ("om ett år", date(2027, 11, 23)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("för 3 dagar sedan", date(2026, 11, 20)),
        ("för en vecka sedan", date(2026, 11, 16)),
        ("2 veckor sen", date(2026, 11, 9)),
        ("v 12", date(2027, 3, 22)),
        ("v12", date(2027, 3, 22)),
        ("v.12", date(2027, 3, 22)),
        ("v. 12", date(2027, 3, 22)),
        ("V 12", date(2027, 3, 22)),
        ("vecka 12", date(2027, 3, 22)),
        ("v. 12 2027", date(2027, 3, 22)),
        ("v 12 -27", date(2027, 3, 22)),
        ("vecka 12, 2028", date(2028, 3, 20)),
        ("2027-W12", date(2027, 3, 22)),
        ("2027w12", date(2027, 3, 22)),
        ("v 48", date(2026, 11, 23)),
        ("v 47", date(2027, 11, 22)),
        ("v 53", date(2026, 12, 28)),
        ("v 1", date(2027, 1, 4)),
        ("v 1 2026", date(2025, 12, 29)),
        ("mars 2027", date(2027, 3, 1)),
        ("mars", date(2027, 3, 1)),
        ("mar", date(2027, 3, 1)),
        ("november", date(2026, 11, 1)),
        ("okt", date(2027, 10, 1)),
        ("2027-03", date(2027, 3, 1)),
        ("3/2027", date(2027, 3, 1)),
        ("fre", date(2026, 11, 27)),
        ("fredag", date(2026, 11, 27)),
        ("på fredag", date(2026, 11, 27)),
        ("måndag", date(2026, 11, 30)),
        ("sön", date(2026, 11, 29)),
        ("ons", date(2026, 11, 25)),
        ("i fredags", date(2026, 11, 20)),
        # As they arrive from other programs: no-break spaces, marks of direction, other digits and hyphens.
        ("3\u00a0nov\u00a02026", date(2026, 11, 3)),
        ("\u200f2026-11-23\u200e", date(2026, 11, 23)),
        ("\u202e2026-11-23\u202c", date(2026, 11, 23)),
        ("２０２６－１１－２３", date(2026, 11, 23)),
        ("٢٠٢٦-١١-٢٣", date(2026, 11, 23)),
        ("2026–11–23", date(2026, 11, 23)),
        ("2026\u221211\u221223", date(2026, 11, 23)),
        ("  2026-11-23\t\n", date(2026, 11, 23)),
        ("i ga\u030ar", date(2026, 11, 22)),
    ],
)
def test_what_is_written_is_what_is_meant(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23/11", date(2026, 11, 23)),
        ("22/11", date(2026, 11, 22)),
        ("24/11", date(2025, 11, 24)),
        ("3 nov", date(2026, 11, 3)),
        ("v 12", date(2026, 3, 16)),
        ("v 48", date(2026, 11, 23)),
        ("v 49", date(2025, 12, 1)),
        ("mars", date(2026, 3, 1)),
        ("december", date(2025, 12, 1)),
        ("fredag", date(2026, 11, 20)),
        ("måndag", date(2026, 11, 16)),
        ("3/4 2027", date(2027, 4, 3)),
        ("imorgon", date(2026, 11, 24)),
    ],
)
def test_without_a_year_it_can_be_the_latest_that_has_been(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY, prefer="past") == day


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2026, 1, 31), "om en månad", date(2026, 2, 28)),
        (date(2028, 1, 31), "om 1 månad", date(2028, 2, 29)),
        (date(2028, 2, 29), "om ett år", date(2029, 2, 28)),
        (date(2026, 12, 31), "imorgon", date(2027, 1, 1)),
        (date(2027, 6, 1), "29/2", date(2028, 2, 29)),
        (date(2027, 1, 1), "v 53", date(2027, 1, 4) - timedelta(days=7)),
        (date(2027, 1, 3), "v 1", date(2027, 1, 4)),
        (date(2029, 12, 31), "v 1", date(2029, 12, 31)),
        (date(2026, 11, 27), "fredag", date(2026, 12, 4)),
        (date(1999, 12, 31), "000101", date(2000, 1, 1)),
        (date(2026, 11, 23), "761123", date(1976, 11, 23)),
        (date(2026, 11, 23), "751123", date(2075, 11, 23)),
    ],
)
def test_at_the_edges_of_the_calendar(today: date, text: str, day: date) -> None:
    assert parse_date(text, today=today) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "date_does_not_exist"),
        ("2026-02-29", "date_does_not_exist"),
        ("2026-13-01", "date_does_not_exist"),
        ("2026-00-10", "date_does_not_exist"),
        ("2026-11-00", "date_does_not_exist"),
        ("20261131", "date_does_not_exist"),
        ("31/11", "date_does_not_exist"),
        ("29/2", "date_does_not_exist"),
        ("30 feb", "date_does_not_exist"),
        ("11/23", "date_does_not_exist"),
        ("0/1", "date_does_not_exist"),
        ("v 54", "date_does_not_exist"),
        ("v 0", "date_does_not_exist"),
        ("v 53 2027", "date_does_not_exist"),
        ("2027-13", "date_does_not_exist"),
        ("mån 3 nov 2026", "date_weekday_differs"),
        ("fredag 23/11 2026", "date_weekday_differs"),
        ("0026-11-23", "date_out_of_range"),
        ("1899-12-31", "date_out_of_range"),
        ("2200-01-01", "date_out_of_range"),
        ("9999-12-31", "date_out_of_range"),
        ("om 999 år", "date_out_of_range"),
        ("om 9999 år", "date_out_of_range"),
        ("för 9999 år sedan", "date_out_of_range"),
        ("", "date_unreadable"),
        (" ", "date_unreadable"),
        ("x", "date_unreadable"),
        ("snart", "date_unreadable"),
        ("om några veckor", "date_unreadable"),
        ("om 2 fortnights", "date_unreadable"),
        ("om -2 veckor", "date_unreadable"),
        ("3-4", "date_unreadable"),
        ("3/4/5/6", "date_unreadable"),
        ("23", "date_unreadable"),
        ("2026", "date_unreadable"),
        ("2026-11", None),
        ("2026112", "date_unreadable"),
        ("202611231", "date_unreadable"),
        ("191212121212", "date_unreadable"),
        ("19121212-1212", "date_unreadable"),
        ("2026-11-23T10:00", "date_unreadable"),
        ("2026-11-23 10:00", "date_unreadable"),
        ("3 nov 2026 extra", "date_unreadable"),
        ("3 foo", "date_unreadable"),
        ("ma", "date_unreadable"),
        ("²/³", None),
        ("💉", "date_unreadable"),
        ("2026-11-23" * 1000, "date_unreadable"),
        ("1" * 10_000, "date_unreadable"),
        (" " * 10_000, "date_unreadable"),
        ("\u200f" * 10_000, "date_unreadable"),
        ("<script>alert(1)</script>", "date_unreadable"),
        ("2026-11-23\x00", "date_unreadable"),
    ],
)
def test_what_is_no_date_is_refused_in_swedish(text: str, code: str | None) -> None:
    if code is None:
        assert parse_date(text, today=TODAY)
        return
    with pytest.raises(Refusal) as caught:
        parse_date(text, today=TODAY)
    assert caught.value.code == code
    assert caught.value.message[-1] == "."


def test_a_refusal_never_repeats_what_was_typed() -> None:
    for text in ("191212121212", "19121212-1212", "Tolvan Tolvansson"):
        with pytest.raises(Refusal) as caught:
            parse_date(text, today=TODAY)
        assert text not in caught.value.message
        assert text not in repr(caught.value.params)


@given(DAYS, DAYS, st.sampled_from(["sv", "en"]), st.sampled_from(["future", "past"]))
def test_what_is_shown_can_be_typed(
    day: date, today: date, language: str, prefer: Literal["future", "past"]
) -> None:
    with translation.override(language):
        shown = format_date(day)
    assert parse_date(shown, today=today, prefer=prefer) == day
    assert parse_date(day.isoformat(), today=today, prefer=prefer) == day
    assert parse_date(f"{day:%Y%m%d}", today=today, prefer=prefer) == day


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_within_a_year(day: date, today: date) -> None:
    if (day.month, day.day) == (2, 29) or not 1901 <= today.year <= 2198:
        return
    ahead = parse_date(f"{day.day}/{day.month}", today=today, prefer="future")
    behind = parse_date(f"{day.day}/{day.month}", today=today, prefer="past")
    assert today <= ahead <= today + timedelta(days=366)
    assert today - timedelta(days=366) <= behind <= today
    assert (ahead.month, ahead.day) == (behind.month, behind.day) == (day.month, day.day)


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(1, 52))
def test_a_week_without_a_year_is_not_over(today: date, week: int) -> None:
    monday = parse_date(f"v {week}", today=today)
    assert monday.isocalendar()[1:] == (week, 1)
    assert monday + timedelta(days=6) >= today


@given(st.one_of(st.text(), st.from_regex(r"[0-9vom dagr/.\-]{1,14}", fullmatch=True)))
@example("0/0")
@example("ⅷ/1")
@example("1" * 201)
def test_no_text_gives_anything_but_a_date_or_a_refusal(text: str) -> None:
    try:
        day = parse_date(text, today=TODAY)
    except Refusal as refusal:
        assert refusal.code.startswith("date_")
    else:
        assert 1900 <= day.year <= 2199


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("v 50", date(2026, 12, 13)),
        ("2027-W01", date(2027, 1, 10)),
        ("december", date(2026, 12, 31)),
        ("3/2027", date(2027, 3, 31)),
        ("3/4", date(2027, 4, 3)),
        ("mån 7 dec 2026", date(2026, 12, 7)),
        ("om 2 veckor", date(2026, 12, 7)),
    ],
)
def test_the_end_of_a_period_is_the_last_day_of_what_was_typed(typed: str, last: date) -> None:
    assert parse_last_day(typed, today=date(2026, 11, 23)) == last
