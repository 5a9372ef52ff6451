"""Whose work lies with nobody who can do it today? For "Utan ansvarig" (C)."""

from datetime import timedelta

import pytest

from factories import make_absent, make_loan, walks
from remissvakt.core.clock import local_date
from remissvakt.delegation.queries import lent_exists, person_is_away
from remissvakt.organisations.models import Assignment, Person, PoolService
from remissvakt.referrals.models import WorkItem


@pytest.fixture
def today(now):
    return local_date(now)


@pytest.fixture
def item(region, now):
    """The watch of a referral that the health centre sent: its person is the referrer or a secretary there."""
    walks.sent(region, now=now)
    row = WorkItem.objects.get(node="watch", unit=region.health_centre)
    WorkItem.objects.filter(id=row.id).update(person_id=region.referrer.person_id)
    return row


@pytest.fixture
def away(item, today):
    def ask(day=today):
        return WorkItem.objects.filter(person_is_away(today=day), id=item.id).exists()

    return ask


def loan(region, now, today, *, to, nodes=("watch",), unit=None, days=5):
    return make_loan(
        unit_id=(unit or region.health_centre).id,
        from_person_id=region.referrer.person_id,
        to_person_id=to.person_id,
        decided_by_id=region.manager.person_id,
        nodes=nodes,
        from_on=today,
        to_on=today + timedelta(days=days),
        now=now,
    )


def test_somebody_present_is_not_away(away):
    assert not away()


def test_work_of_nobody_is_not_work_of_somebody_away(item, away):
    WorkItem.objects.filter(id=item.id).update(person_id=None)
    assert not away()


def test_absent_from_the_first_day_to_the_last(region, now, today, away):
    day = timedelta(days=1)
    make_absent(person_id=region.referrer.person_id, from_on=today + day, to_on=today + 2 * day, now=now)
    assert [away(today + number * day) for number in range(4)] == [False, True, True, False]


def test_inactive(region, away):
    Person.objects.filter(id=region.referrer.person_id).update(active=False)
    assert away()


def test_without_an_assignment_at_the_unit(region, today, away):
    Assignment.objects.filter(id=region.referrer.assignment_id).update(to_on=today)
    assert not away()
    assert away(today + timedelta(days=1))


def test_with_an_assignment_only_elsewhere(region, away):
    Assignment.objects.filter(id=region.referrer.assignment_id).update(unit=region.skin_clinic)
    assert away()


def test_somebody_of_a_pool_that_serves_the_unit_is_not_away(region, today, item, away):
    WorkItem.objects.filter(id=item.id).update(person_id=region.pool_secretary.person_id)
    assert not away()
    PoolService.objects.filter(unit=region.health_centre).update(to_on=today - timedelta(days=1))
    assert away()


def test_absent_but_lent_to_somebody_who_is_there(region, now, today, away):
    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    loan(region, now, today, to=region.other_referrer)
    assert not away()
    assert away(today + timedelta(days=6))


def test_another_node_or_unit_lent_does_not_help(region, now, today, away):
    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    loan(region, now, today, to=region.other_referrer, nodes=["sign", "answer"])
    loan(region, now, today, to=region.other_referrer, unit=region.eye_clinic)
    assert away()


def test_a_loan_that_was_ended_does_not_help(region, now, today, away):
    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    row = loan(region, now, today, to=region.other_referrer)
    type(row).objects.filter(id=row.id).update(ended_at=now, ended_by_id=region.manager.person_id)
    assert away()


@pytest.mark.parametrize("why", ["absent", "inactive", "unassigned"])
def test_lent_to_somebody_who_is_away_too(region, now, today, away, why):
    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    loan(region, now, today, to=region.other_referrer)
    if why == "absent":
        make_absent(person_id=region.other_referrer.person_id, from_on=today, to_on=None, now=now)
    elif why == "inactive":
        Person.objects.filter(id=region.other_referrer.person_id).update(active=False)
    else:
        Assignment.objects.filter(id=region.other_referrer.assignment_id).update(
            to_on=today - timedelta(days=1)
        )
    assert away()


def test_lent_work_does_not_make_up_for_a_lost_assignment(region, now, today, away):
    Person.objects.filter(id=region.referrer.person_id).update(active=False)
    loan(region, now, today, to=region.other_referrer)
    assert away()


def test_lent_work_is_found_by_its_borrower(region, now, today, item):
    loan(region, now, today, to=region.other_referrer)

    def lent_to(actor, day=today):
        return list(WorkItem.objects.filter(lent_exists(today=day, to_person=actor.person_id)))

    assert lent_to(region.other_referrer) == [item]
    assert lent_to(region.nurse) == []
    assert lent_to(region.other_referrer, today + timedelta(days=6)) == []
    assert WorkItem.objects.filter(lent_exists(today=today)).count() == 1


def test_it_joins_other_conditions_in_one_statement(region, now, today, item, django_assert_num_queries):
    from django.db.models import Q

    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    with django_assert_num_queries(1):
        rows = list(
            WorkItem.objects.filter(
                Q(person__isnull=True) | person_is_away(today=today), unit=region.health_centre
            ).order_by("due_on", "id")
        )
    assert item in rows
