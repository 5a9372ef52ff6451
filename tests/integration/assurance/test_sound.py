"""What the actions make has no findings, in any state; and the checks cost the same for one as for many."""

from datetime import timedelta

import pytest

from factories import make_absent, make_loan, make_region, told_scans, walks
from remissvakt.assurance.checks import DATABASE_CHECKS, REFERRAL_CHECKS, TITLES, run_checks
from remissvakt.assurance.models import CheckRun
from remissvakt.assurance.runs import check_and_keep
from remissvakt.core.clock import local_date

pytestmark = pytest.mark.django_db


def test_every_check_has_a_title():
    assert TITLES.keys() == REFERRAL_CHECKS.keys() | DATABASE_CHECKS.keys()


def test_an_empty_database_is_sound(now):
    assert run_checks(now=now) == []


def test_a_region_with_a_referral_in_every_state_is_sound(now):
    region = make_region(now=now)
    for walk in (*walks.STATES.values(), *told_scans.STATES.values()):
        walk(region, now=now)
    walks.paper(region, now=now)
    walks.certificate(region, now=now)
    run, findings = check_and_keep(now=now)
    assert findings == []
    assert CheckRun.objects.get().summary == dict.fromkeys(TITLES, 0)
    assert run.findings == 0


def test_absent_and_gone_people_show_and_lent_work_does_not(now):
    region = make_region(now=now)
    today = local_date(now)
    for walk in (walks.sent, walks.confirmed, walks.completed, walks.arrived_from_here):
        walk(region, now=now)
    make_absent(person_id=region.referrer.person_id, from_on=today, to_on=None, now=now)
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=today, now=now)
    make_loan(
        unit_id=region.eye_clinic.id,
        from_person_id=region.assessor.person_id,
        to_person_id=region.other_assessor.person_id,
        decided_by_id=region.eye_manager.person_id,
        nodes=["answer"],
        from_on=today,
        to_on=today,
        now=now,
    )
    for days in (0, 1, 400):
        assert run_checks(now=now + timedelta(days=days)) == []


def test_the_statements_do_not_grow_with_the_referrals(now, django_assert_max_num_queries):
    region = make_region(now=now)
    for _ in range(12):
        walks.confirmed(region, now=now)
    with django_assert_max_num_queries(66):
        run_checks(now=now)
