"""Rows inserted at once are the same rows as those inserted one by one, on both engines."""

import pytest
from django.db import IntegrityError, transaction

from remissvakt.core.ids import new_id
from remissvakt.referrals import bulk_insert
from remissvakt.referrals.bulk_insert import insert_rows
from remissvakt.referrals.models import Case, Event, Participant, Referral, WorkItem


@pytest.fixture
def region(db, now):
    from factories import make_region

    return make_region(now=now)


@pytest.fixture(autouse=True, params=[50, 0], ids=["few", "many"])
def few(request, monkeypatch):
    """How many rows are told as statements; with 0 every row is one of many, which PostgreSQL copies."""
    monkeypatch.setattr(bulk_insert, "_FEW", request.param)
    return request.param


@pytest.fixture
def rows(region, now):
    """One row of every kind that an import writes, made by an act and then taken out of its table's reach."""
    from factories import walks

    referral = walks.confirmed(region, now=now)
    return [
        Referral.objects.get(id=referral.id),
        Case.objects.get(referral=referral),
        Event.objects.filter(referral=referral).first(),
        WorkItem.objects.filter(referral=referral).first(),
    ]


def values(row, but=()):
    return {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in but
    }


def test_every_value_comes_back_as_it_was(rows, now):
    changed = {
        "code": "2222-2222",
        "sequence": 99,
        "key": "another",
        "state": "answered",
    }
    for row in rows:
        model = type(row)
        copy = model(**values(row, but=("id",)), id=new_id(now=now))
        for name, value in changed.items():
            if hasattr(copy, name) and not (name == "state" and model is not Case):
                setattr(copy, name, value)
        insert_rows([copy])
        assert copy._state.adding is False
        assert values(model.objects.get(id=copy.id)) == values(copy)


def test_nothing_is_inserted_by_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows([])


def test_many_rows_are_one_statement_and_all_or_none_hold(region, rows, now, django_assert_num_queries):
    referral = rows[0]
    units = [one.id for one in (region.skin_clinic, region.company_clinic, region.outside_unit)]
    with django_assert_num_queries(1):
        insert_rows([Participant(referral=referral, unit_id=unit, since=now) for unit in units[:2]])
    before = Participant.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(
            [Participant(referral=referral, unit_id=unit, since=now) for unit in (units[2], units[0])]
        )
    assert Participant.objects.count() == before


def test_the_database_s_constraints_hold(rows, now):
    case = rows[1]
    copy = Case(**values(case, but=("id",)) | {"state": "received", "arrived_on": None}, id=new_id(now=now))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([copy])
