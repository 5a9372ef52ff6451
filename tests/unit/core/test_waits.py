"""Stated waiting times (routine A.3): what was said, and until when the watch rests."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait, WaitKind, describe_wait, read_wait

TODAY = date(2026, 11, 23)  # a Monday, week 48


@pytest.mark.parametrize(
    ("kind", "typed", "value", "until", "words"),
    [
        ("date", "2027-03-28", "2027-03-28", date(2027, 3, 28), "senast sön 28 mars 2027"),
        ("date", "28/3", "2027-03-28", date(2027, 3, 28), "senast sön 28 mars 2027"),
        ("date", "om 2 veckor", "2026-12-07", date(2026, 12, 7), "senast mån 7 dec 2026"),
        ("date", "idag", "2026-11-23", date(2026, 11, 23), "senast mån 23 nov 2026"),
        ("date", "2031-11-23", "2031-11-23", date(2031, 11, 23), "senast sön 23 nov 2031"),
        ("week", "v 12 2027", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "2027-W12", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "v 12", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "12", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "12 2027", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "12/2027", "2027-W12", date(2027, 3, 28), "vecka 12 2027 (senast sön 28 mars 2027)"),
        ("week", "v 48", "2026-W48", date(2026, 11, 29), "vecka 48 2026 (senast sön 29 nov 2026)"),
        ("week", "v 53", "2026-W53", date(2027, 1, 3), "vecka 53 2026 (senast sön 3 jan 2027)"),
        ("month", "mars 2027", "2027-03", date(2027, 3, 31), "mars 2027 (senast ons 31 mars 2027)"),
        ("month", "mars", "2027-03", date(2027, 3, 31), "mars 2027 (senast ons 31 mars 2027)"),
        ("month", "2028-02", "2028-02", date(2028, 2, 29), "februari 2028 (senast tis 29 feb 2028)"),
        ("month", "nov", "2026-11", date(2026, 11, 30), "november 2026 (senast mån 30 nov 2026)"),
        ("month", "dec", "2026-12", date(2026, 12, 31), "december 2026 (senast tor 31 dec 2026)"),
        ("weeks", "8", "8", date(2027, 1, 18), "8 veckor (senast mån 18 jan 2027)"),
        ("weeks", "8 veckor", "8", date(2027, 1, 18), "8 veckor (senast mån 18 jan 2027)"),
        ("weeks", "om 8 v", "8", date(2027, 1, 18), "8 veckor (senast mån 18 jan 2027)"),
        ("weeks", "1", "1", date(2026, 11, 30), "1 vecka (senast mån 30 nov 2026)"),
        ("weeks", "260", "260", date(2031, 11, 17), "260 veckor (senast mån 17 nov 2031)"),
    ],
)
def test_a_stated_wait(kind: str, typed: str, value: str, until: date, words: str) -> None:
    wait = read_wait(kind=kind, value=typed, today=TODAY)
    assert wait == Wait(WaitKind(kind), value, until)
    assert describe_wait(wait) == words


@pytest.mark.parametrize(
    ("kind", "typed", "code", "field"),
    [
        ("date", "igår", "wait_in_past", "value"),
        ("date", "2026-11-22", "wait_in_past", "value"),
        ("week", "v 47 2026", "wait_in_past", "value"),
        ("month", "oktober 2026", "wait_in_past", "value"),
        ("date", "2031-11-24", "wait_too_long", "value"),
        ("date", "2099-01-01", "wait_too_long", "value"),
        ("week", "v 48 2031", "wait_too_long", "value"),
        ("month", "november 2031", "wait_too_long", "value"),
        ("weeks", "0", "wait_too_long", "value"),
        ("weeks", "261", "wait_too_long", "value"),
        ("weeks", "9999", "wait_too_long", "value"),
        ("weeks", "99999", "wait_unreadable", "value"),
        ("weeks", "-3", "wait_unreadable", "value"),
        ("weeks", "2,5", "wait_unreadable", "value"),
        ("weeks", "", "wait_unreadable", "value"),
        ("weeks", "några", "wait_unreadable", "value"),
        ("week", "", "wait_unreadable", "value"),
        ("week", "mars", "wait_unreadable", "value"),
        ("week", "54", "date_does_not_exist", "value"),
        ("week", "53 2027", "date_does_not_exist", "value"),
        ("month", "", "wait_unreadable", "value"),
        ("month", "v 12", "wait_unreadable", "value"),
        ("month", "2027-13", "date_does_not_exist", "value"),
        ("date", "", "date_unreadable", "value"),
        ("date", "2027-02-29", "date_does_not_exist", "value"),
        ("date", "1" * 10_000, "date_unreadable", "value"),
        ("year", "1", "wait_kind_unknown", "kind"),
        ("", "1", "wait_kind_unknown", "kind"),
    ],
)
def test_what_cannot_be_a_wait(kind: str, typed: str, code: str, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_wait(kind=kind, value=typed, today=TODAY)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.message.endswith(".")


def test_the_refusal_of_a_wait_in_the_past_names_the_day() -> None:
    with pytest.raises(Refusal) as caught:
        read_wait(kind=WaitKind.WEEK, value="v 47 2026", today=TODAY)
    assert "sön 22 nov 2026" in caught.value.message


@given(
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    st.sampled_from([WaitKind.DATE, WaitKind.WEEK, WaitKind.MONTH]),
    st.integers(0, 1700),
)
def test_a_kept_value_is_read_as_itself(today: date, kind: WaitKind, days: int) -> None:
    day = today + timedelta(days=days)
    year, week, _weekday = day.isocalendar()
    typed = {
        WaitKind.DATE: day.isoformat(), WaitKind.WEEK: f"{year}-W{week:02d}", WaitKind.MONTH: f"{day:%Y-%m}"
    }[kind]  # fmt: skip
    wait = read_wait(kind=kind, value=typed, today=today)
    assert wait.value == typed
    assert day <= wait.until <= day + timedelta(days=30)
    assert read_wait(kind=wait.kind, value=wait.value, today=today) == wait


@given(st.text(), st.sampled_from(WaitKind))
def test_no_text_gives_anything_but_a_wait_or_a_refusal(typed: str, kind: WaitKind) -> None:
    try:
        wait = read_wait(kind=kind, value=typed, today=TODAY)
    except Refusal as refusal:
        assert refusal.field == "value"
    else:
        assert TODAY <= wait.until <= date(2031, 11, 23)


def test_dates_in_the_words_follow_the_language() -> None:
    wait = read_wait(kind="month", value="2027-03", today=TODAY)
    with translation.override("en"):
        assert "March 2027" in describe_wait(wait)
        assert "Wed 31 Mar 2027" in describe_wait(wait)
