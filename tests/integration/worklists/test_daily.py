"""Dagens kontroll: live numbers that agree with the lists, signed once a person and day, kept as evidence."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import walks
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.worklists.actions.sign_daily_check import sign_daily_check
from remissvakt.worklists.daily import CHECKS, PARTS, Check, list_filters, numbers_of, progress, signatures
from remissvakt.worklists.models import DailyCheck
from remissvakt.worklists.scope import Whose, items_of


def test_each_number_is_the_length_of_the_list_that_it_leads_to(busy, now):
    today = local_date(now)
    tried = set()
    for actor in (busy.secretary, busy.eye_secretary, busy.manager, busy.eye_manager):
        for unit_id in actor.unit_ids:
            numbers = numbers_of(unit_id=unit_id, actor=actor, today=today)
            for part in PARTS:
                items = items_of(name=part.list_name, whose=Whose.OURS, actor=actor, today=today)
                items = list_filters(part, unit_id=unit_id, actor=actor).apply(items, today=today)
                tally = numbers[part.name]
                assert tally.total == items.count()
                assert tally.overdue == items.filter(due_on__lt=today).count()
                tried |= {part.name} if tally.total else set()
    assert tried == {part.name for part in PARTS}


def test_the_numbers_are_one_statement(busy, now):
    with CaptureQueriesContext(connection) as statements:
        numbers_of(unit_id=busy.health_centre.id, actor=busy.secretary, today=local_date(now))
    assert len(statements) == 1


def sign(region, now, actor=None, check="A.5", **more):
    given = {"unit_id": region.health_centre.id, "check": check, "note": "", "now": now} | more
    return sign_daily_check(actor=actor or region.secretary, **given)


def test_a_signature_keeps_the_numbers_as_they_were(region, now):
    walks.sent(region, now=now - timedelta(days=20))
    signed = sign(region, now, note="  Ringt   alla  ")
    walks.sent(region, now=now)
    (kept,) = DailyCheck.objects.all()
    assert kept.numbers == {"watch": {"total": 1, "overdue": 1}}
    assert kept.note == "Ringt alla"
    assert (kept.id, kept.day, kept.signed_at) == (signed.id, local_date(now), now)


def test_the_same_person_signs_once_a_day(region, now):
    first = sign(region, now, note="först")
    again = sign(region, now + timedelta(hours=1), note="sedan")
    assert again.id == first.id
    assert DailyCheck.objects.get().note == "först"
    assert sign(region, now, actor=region.manager).id != first.id
    assert sign(region, now + timedelta(days=1)).id != first.id
    assert DailyCheck.objects.count() == 3


def test_progress_counts_checks_and_not_signatures(region, now):
    today, unit = local_date(now), {region.health_centre.id}
    assert progress(unit_ids=unit, today=today) == (0, 6)
    sign(region, now)
    sign(region, now, actor=region.manager)
    sign(region, now, check="C")
    assert progress(unit_ids=unit, today=today) == (2, 6)
    assert progress(unit_ids=unit, today=today + timedelta(days=1)) == (0, 6)
    assert progress(unit_ids={*unit, region.eye_clinic.id}, today=today) == (2, 12)


def test_the_last_days_are_evidence(region, now):
    for days in (0, 1, 5, 13, 14, 40):
        sign(region, now - timedelta(days=days))
    kept = signatures(unit_id=region.health_centre.id, today=local_date(now))
    assert [(local_date(now) - one.day).days for one in kept] == [0, 1, 5, 13]
    assert kept[0].signed_by.id == region.secretary.person_id


def test_a_pool_does_not_sign_it_sees_only_some_of_the_lists(region, now):
    with pytest.raises(NotFound):
        sign(region, now, actor=region.pool_secretary)
    with pytest.raises(NotFound):
        numbers_of(unit_id=region.health_centre.id, actor=region.pool_secretary, today=local_date(now))
    assert not DailyCheck.objects.exists()


@pytest.mark.parametrize("check", ["", "A.1", "a.5", "A.5 "])
def test_an_unknown_check_is_refused(region, now, check):
    with pytest.raises(Refusal) as told:
        sign(region, now, check=check)
    assert told.value.code == "check_unknown"


def test_those_outside_the_units_work_are_refused(region, now):
    with pytest.raises(Refusal) as told:
        sign(region, now, actor=region.administrator, unit_id=region.administrator.unit_id)
    assert told.value.code == "role_not_allowed"
    with pytest.raises(NotFound):
        sign(region, now, actor=region.eye_secretary)
    with pytest.raises(NotFound):
        numbers_of(unit_id=region.health_centre.id, actor=region.eye_secretary, today=local_date(now))
    assert not DailyCheck.objects.exists()


def test_too_long_a_note_is_refused_and_nothing_is_kept(region, now):
    with pytest.raises(Refusal) as told:
        sign(region, now, note="x" * 501)
    assert told.value.field == "note"
    assert not DailyCheck.objects.exists()


def test_every_check_has_a_question_and_a_number():
    assert set(CHECKS) == set(Check)
    assert len({part.name for part in PARTS}) == len(PARTS)
