"""A filter lives in the address; what cannot be read shows more, never less."""

from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.referrals.obligations import Why
from remissvakt.worklists.filters import Filters, read_filters

SOMEBODY = UUID("01931b6e-7a00-7000-8000-000000000001")

filters = st.builds(
    Filters,
    person_id=st.none() | st.uuids(),
    unit_id=st.none() | st.uuids(),
    other_unit_id=st.none() | st.uuids(),
    priority=st.none() | st.integers(1, 9),
    reason=st.sampled_from(["", *Why]),
    overdue=st.booleans(),
    outside=st.booleans(),
)


@given(filters)
def test_an_address_says_all_of_a_filter(one):
    assert read_filters(QueryDict(one.query()).dict()) == one


def test_nobody_is_somebody_to_filter_by():
    assert read_filters({"person": "ingen"}) == Filters(nobodys=True)
    assert Filters(nobodys=True).query() == "person=ingen"


@pytest.mark.parametrize(
    "forged",
    [
        {"person": "191212121212"},
        {"person": "' OR 1=1"},
        {"enhet": "x"},
        {"prio": "0"},
        {"prio": "10"},
        {"prio": "²"},
        {"varfor": "unknown"},
        {"forsenade": "yes"},
        {"papper": "2"},
        {"annat": "1"},
    ],
)
def test_what_cannot_be_read_is_left_out(forged):
    assert not read_filters(forged)
    assert read_filters(forged).query() == ""


def test_a_filter_asks_for_something():
    assert Filters(overdue=True)
    assert Filters(person_id=SOMEBODY)
    assert not Filters()
