"""The nightly report: every day once, in a chain; the same again; and what is lost is named and an alarm."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from factories import make_region, walks
from remissvakt.assurance.checks import run_checks
from remissvakt.assurance.models import NightlyReport
from remissvakt.assurance.report.counting import count
from remissvakt.assurance.report.nightly import is_even, verify_reports, work
from remissvakt.core.clock import local_date, start_of_local_day
from remissvakt.core.ids import first_id, new_id
from remissvakt.referrals.actions import close
from remissvakt.referrals.models import Case, Event, Referral, WorkItem
from unguarded import unguarded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def region(db, now):
    return make_region(now=now - 2 * DAY)


def made(*, now):
    """Every report that the worker makes by then."""
    while work(now=now):
        pass
    return list(NightlyReport.objects.order_by("day"))


def line(report, section, unit, channel):
    (found,) = [
        one
        for one in report.lines
        if (one["section"], one["unit"], one["channel"]) == (section, str(unit.id), channel)
    ]
    return found


def test_what_came_and_went_each_day_per_unit_and_channel(region, now):
    """Tuesday: five are created, one of them ended; Wednesday: one more ends, and one is opened again."""
    walks.drafted(region, now=now)
    walks.voided(region, now=now)
    walks.confirmed(region, now=now)
    answered = walks.answered(region, now=now)
    closed = walks.closed(region, now=now)
    wednesday = now + DAY
    walks.acknowledge_answer(answered, actor=region.referrer, now=wednesday)
    close.reopen(
        referral_id=closed.id,
        version=closed.version,
        reason="Ny fråga.",
        actor=region.referrer,
        now=wednesday,
    )
    made(now=now + DAY)
    reports = made(now=now + 2 * DAY)
    assert [report.day for report in reports] == [local_date(now), local_date(wednesday)]
    tuesday, wednesday_report = reports
    written = line(tuesday, "sent", region.health_centre, "written")
    assert (written["opening"], written["closing"]) == (0, 3)
    assert written["came"] == {"created": 5}
    assert written["went"] == {"voided": 1, "final_acknowledged": 1}
    after = line(wednesday_report, "sent", region.health_centre, "written")
    assert (after["opening"], after["came"], after["went"], after["closing"]) == (
        3, {"reopened": 1}, {"final_acknowledged": 1}, 3,
    )  # fmt: skip
    cases = line(tuesday, "received", region.eye_clinic, "electronic")
    assert (cases["came"], cases["went"], cases["closing"]) == ({"received": 3}, {"answered": 2}, 1)
    assert all(is_even(report) for report in reports)
    assert run_checks(now=now + 2 * DAY) == []


def test_every_state_is_accounted_for(region, now):
    for walk in walks.STATES.values():
        walk(region, now=now)
    (report,) = made(now=now + DAY)
    assert is_even(report) and report.unaccounted == []
    assert sum(one["closing"] for one in report.lines if one["section"] == "sent") == (
        Referral.objects.filter(state__in=["draft", "signed", "sent"]).count()
    )
    assert sum(one["closing"] for one in report.lines if one["section"] == "received") == (
        Case.objects.filter(ended_at=None, unit__local=True).count()
    )


def test_the_first_is_of_yesterday_and_no_day_is_skipped(region, now):
    assert made(now=now)[-1].day == local_date(now) - DAY
    assert not work(now=now) and not work(now=now - 3 * DAY)
    assert [report.day for report in made(now=now + 4 * DAY)] == [
        local_date(now) + n * DAY for n in range(-1, 4)
    ]
    assert list(verify_reports()) == []


def test_a_day_begins_at_midnight_in_sweden(region, now):
    midnight = start_of_local_day(local_date(now) + DAY)
    made(now=now)
    assert not work(now=midnight - timedelta(seconds=1))
    walks.sent(region, now=midnight - timedelta(milliseconds=1))
    walks.sent(region, now=midnight)
    assert work(now=midnight)
    report = NightlyReport.objects.get(day=local_date(now))
    assert line(report, "sent", region.health_centre, "written")["came"] == {"created": 1}
    assert first_id(at=midnight) <= new_id(now=midnight)
    assert new_id(now=midnight - timedelta(milliseconds=1)) < first_id(at=midnight)


def test_the_same_day_counted_again_is_the_same(region, now):
    walks.answered(region, now=now)
    walks.forwarded(region, now=now)
    (report,) = made(now=now + DAY)
    walks.closed(region, now=now + 3 * DAY)
    again = count(report.day)
    for one in report.lines:
        counted = again[one["section"], one["unit"], one["channel"]]
        assert (counted.opening, counted.came, counted.went, counted.closing) == (
            one["opening"], one["came"], one["went"], one["closing"],
        )  # fmt: skip


def closed_without_its_event(referral):
    Referral.objects.filter(id=referral.id).update(
        state="closed", close_reason="duplicate", closed_at=referral.sent_at
    )


def begun_without_its_event(referral):
    with unguarded("referrals_event"):
        Event.objects.filter(referral=referral, sequence=1).update(kind="text_changed")


def a_case_ended_without_its_date(referral):
    Case.objects.filter(referral=referral).update(state="answered")


@pytest.mark.parametrize(
    "damage", [closed_without_its_event, begun_without_its_event, a_case_ended_without_its_date]
)
def test_what_is_not_accounted_for_is_named_and_an_alarm(region, now, damage):
    referral = walks.sent(region, now=now)
    walks.sent(region, now=now)
    damage(referral)
    (report,) = made(now=now + DAY)
    assert not is_even(report)
    assert {code for _section, _unit, code in report.unaccounted} == {referral.code}
    found = {(one.invariant, one.subject) for one in run_checks(now=now + DAY)}
    assert ("reports_even", referral.code) in found


def test_a_referral_that_is_gone_without_a_trace_shows_against_the_night_before(region, now):
    gone = walks.drafted(region, now=now)
    made(now=now + DAY)
    with unguarded("referrals_event"):
        WorkItem.objects.filter(referral=gone).delete()
        Event.objects.filter(referral=gone).delete()
        for related in ("versions", "participants", "deliveries", "cases"):
            getattr(gone, related).all().delete()
        gone.delete()
    report = made(now=now + 2 * DAY)[-1]
    lost = line(report, "sent", region.health_centre, "written")
    assert (lost["changed_since"], lost["lost"], is_even(report)) == (-1, True, False)
    assert "reports_even" in {one.invariant for one in run_checks(now=now + 2 * DAY)}


def test_a_report_cannot_be_changed_and_a_changed_one_shows(region, now):
    made(now=now)
    reports = made(now=now + 3 * DAY)
    for change in (lambda rows: rows.update(lines=[]), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(NightlyReport.objects.filter(day=reports[1].day))
    with unguarded("assurance_nightlyreport"):
        NightlyReport.objects.filter(day=reports[1].day).update(unaccounted=[["sent", "", "x"]])
        assert list(verify_reports()) == [(reports[1].day.isoformat(), "changed")]
        NightlyReport.objects.filter(day=reports[1].day).delete()
    wrong = {(one.invariant, one.subject) for one in run_checks(now=now + 3 * DAY)}
    assert ("reports_whole", reports[2].day.isoformat()) in wrong
