"""Rows of several tables are written at once: all of them, in an order that the constraints allow, or none."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from factories import make_region, walks
from remissvakt.core.ids import new_id
from remissvakt.database.writing import write
from remissvakt.referrals.models import Case, Contact, Delivery, Event, Participant, Referral, Reply, WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(now):
    return make_region(now=now)


def stored(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_what_was_written_is_what_is_read(region, now):
    referral = walks.answered(region, now=now)
    rows = [Referral.objects.get(id=referral.id), *Case.objects.all(), *Event.objects.all()]
    copies = [copy.copy(row) for row in rows]
    key = new_id(now=now)
    for row in copies:
        row.id = key if isinstance(row, Referral) else new_id(now=now)
        if hasattr(row, "referral_id"):
            row.referral_id = key
        else:
            row.code = "ABCD-EFGH"
    write(added=copies)
    for row in copies:
        assert stored(type(row).objects.get(id=row.id)) == stored(row)
        assert not row._state.adding


def test_a_change_goes_before_what_it_makes_room_for(region, now):
    """A referral has one open case: the former ends in the statement that opens the next."""
    case = walks.case_of(walks.sent(region, now=now))
    following = copy.copy(case)
    following.id, following.unit_id = new_id(now=now), region.skin_clinic.id
    with pytest.raises(IntegrityError), transaction.atomic():
        write(added=[copy.copy(following)])
    case.state, case.ended_at = "cancelled", now
    write(changed=[(case, {"state", "ended_at"})], added=[following])
    assert set(Case.objects.values_list("state", flat=True)) == {"cancelled", following.state}


def test_what_is_referred_to_is_written_first(region, now):
    """Also when it was told last: else SQLite looks through every table that might refer to each new row after it."""
    walks.forwarded(region, now=now)
    rows = [*WorkItem.objects.all(), *Delivery.objects.all(), *Reply.objects.all(), *Case.objects.all()]
    with connection.cursor() as cursor:
        for model in (WorkItem, Delivery, Reply, Case):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # refused later, if they do not come back
    with CaptureQueriesContext(connection) as asked:
        write(added=rows)
    text = " ".join(one["sql"] for one in asked)
    found = [
        text.index(f'INSERT INTO "{model._meta.db_table}"') for model in (Case, Reply, Delivery, WorkItem)
    ]
    assert found == sorted(found)


def test_a_key_is_free_for_who_comes_after_it_is_changed(region, now):
    first = WorkItem.objects.filter(referral=walks.sent(region, now=now)).order_by("id")[0]
    second = copy.copy(first)
    second.id = new_id(now=now)
    first.key, first.due_on = "moved", first.due_on + timedelta(days=1)
    write(changed=[(first, ["key", "due_on"])], added=[second])
    assert WorkItem.objects.get(key="moved").due_on == first.due_on
    write(gone=[first, second])
    assert not WorkItem.objects.filter(id__in=[first.id, second.id]).exists()


def test_a_row_that_is_not_there_cannot_be_changed(region, now):
    item = WorkItem.objects.filter(referral=walks.sent(region, now=now))[0]
    WorkItem.objects.filter(id=item.id).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        write(changed=[(item, ["due_on"])])


def test_nothing_of_it_is_there_when_one_row_is_refused(region, now):
    referral = walks.sent(region, now=now)
    before = Event.objects.count()
    event = Event.objects.filter(referral=referral)[0]
    twice = copy.copy(event)
    twice.id = new_id(now=now)  # the same place in the timeline
    contact = Contact(
        id=new_id(now=now), referral=referral, unit=region.health_centre, made_at=now, how="phone", reached="x",
        said="y", made_by_id=region.secretary.person_id, watch_on=now.date(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        write(added=[contact, twice])
    assert (Event.objects.count(), Contact.objects.count()) == (before, 0)


def test_a_text_that_is_too_long_is_refused_where_the_database_counts(region, now):
    case = walks.case_of(walks.sent(region, now=now))
    case.state = "cancelled" * 10
    with pytest.raises(DatabaseError), transaction.atomic():
        write(changed=[(case, ["state"])])


def test_who_is_a_party_already_is_no_error(region, now):
    referral = walks.sent(region, now=now)
    rows = [
        Participant(referral=referral, unit=unit, since=now)
        for unit in (region.health_centre, region.skin_clinic)
    ]
    before = referral.participants.count()
    write(unless_there=rows)
    assert referral.participants.count() == before + 1


def test_it_is_one_statement_on_postgresql_and_nothing_is_none(region, now):
    referral = walks.sent(region, now=now)
    items = list(WorkItem.objects.filter(referral=referral))
    with CaptureQueriesContext(connection) as captured:
        write()
        write(
            changed=[(referral, ["version"])],
            gone=items,
            unless_there=[Participant(referral=referral, unit=region.skin_clinic, since=now)],
        )
    assert len(captured) == (1 if connection.vendor == "postgresql" else 3)
