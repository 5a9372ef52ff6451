"""Querysets that are read together give what each would give by itself, in one statement."""

from __future__ import annotations

from operator import attrgetter

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from factories import make_region, walks
from remissvakt.database.together import Locked, Together
from remissvakt.organisations.models import Unit
from remissvakt.referrals.loop import parts_of_one
from remissvakt.referrals.models import Case, Event, Referral, Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(now):
    return make_region(now=now)


def columns(row, back=None):
    """What a row holds, by its own columns and those that were read along with it."""
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    along = row._state.fields_cache.items()
    return {**own, **{name: columns(one, row) for name, one in along if one is not None and one is not back}}


@pytest.mark.parametrize("name", ["answered", "forwarded", "asked", "posted", "closed", "dictated"])
def test_a_loop_read_together_is_what_its_parts_are(name, region, now):
    referral = (
        walks.STATES[name](region, now=now) if name in walks.STATES else walks.forwarded(region, now=now)
    )
    found = Together(parts_of_one)(True, referral_id=referral.id)
    plain = parts_of_one(True, referral_id=referral.id)
    assert set(found) == set(plain)
    for part, rows in plain.items():
        assert [columns(row) for row in sorted(found[part], key=attrgetter("id"))] == [
            columns(row) for row in rows.order_by("id")
        ]
    assert found["versions"] and found["units"]


def test_it_is_one_statement_whatever_is_asked(region, now):
    referral = walks.answered(region, now=now)
    both = Together(
        lambda *, referral_id, name: {
            "units": Unit.objects.filter(name=name).annotate(twice=models.F("name")).only("id", "channels"),
            "replies": Reply.objects.filter(referral_id=referral_id).select_related("case__unit"),
            "ids": Case.objects.filter(referral_id=referral_id).only("id"),
        }
    )
    both(referral_id=referral.id, name="")
    with CaptureQueriesContext(connection) as captured:
        found = both(referral_id=referral.id, name=region.eye_clinic.name)
        assert found["replies"][0].case.unit.name == region.eye_clinic.name
    assert len(captured) == 1
    assert [(row.id, row.twice, row.channels) for row in found["units"]] == [
        (region.eye_clinic.id, region.eye_clinic.name, region.eye_clinic.channels)
    ]
    assert {row.id for row in found["ids"]} == set(referral.cases.values_list("id", flat=True))


def test_a_row_that_was_read_can_be_saved_and_the_rest_of_it_read(region, now):
    referral = walks.sent(region, now=now)
    (case,) = Together(
        lambda *, referral_id: {"case": Case.objects.filter(referral_id=referral_id).only("id")}
    )(referral_id=referral.id)["case"]
    assert (case._state.adding, case._state.db) == (False, connection.alias)
    assert case.unit_id == region.eye_clinic.id  # read when it is asked for
    assert case == Case.objects.get(id=case.id)


def test_what_is_locked_is_the_row_that_is_asked_for(region, now):
    first, second = walks.sent(region, now=now), walks.posted(region, now=now)
    locked = Locked(
        lambda *, referral_id: Referral.objects.select_for_update().filter(id=referral_id), first="now()"
    )
    for referral in (first, second, first):
        (row,) = locked(referral_id=referral.id)
        assert columns(row) == columns(Referral.objects.get(id=referral.id))
    nobody = Event.objects.order_by("id")[0].id
    assert locked(referral_id=nobody) == []
