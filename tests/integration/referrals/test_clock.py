"""What the actions keep as due when they are done at any half hour, and a clock that is set back.

In CI some dozen half hours; `campaigns/clock.py` sends at every one of two years.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.db import transaction

from due_dates import BEGIN, DAY, chosen_half_hours, half_hours, swedish_day, workdays_after
from factories import make_region, walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.referrals.actions import send
from remissvakt.referrals.actions.change_routine import change_routine
from remissvakt.referrals.models import Case, Delivery, Event, Referral, WorkItem

pytestmark = pytest.mark.django_db
LIMITS = {
    "confirmation_days": 17,
    "send_workdays": 4,
    "reprioritisation_days": 19,
    "withdrawal_days": 23,
    "forwarded_days": 29,
    "unlinked_workdays": 5,
    "question_workdays": 6,
}


@pytest.fixture
def region(db):
    """Everything was prepared the day before the first half hour."""
    now = BEGIN - timedelta(hours=12)
    region = make_region(now=now)
    for unit, manager in ((region.health_centre, region.manager), (region.eye_clinic, region.eye_manager)):
        change_routine(unit_id=unit.id, limits=LIMITS, acknowledge_rule="doctor", actor=manager, now=now)
    return region


def test_the_watch_of_what_is_sent_at_every_half_hour(region):
    """A.2, by the real action; each in a transaction that is taken back."""
    prepared = walks.signed(region, now=BEGIN - timedelta(hours=12))
    report = os.environ.get("CAMPAIGN_CLOCK_SENT")
    # Half hours that former pieces have sent at.
    former = int(os.environ.get("CAMPAIGN_CLOCK_FORMER", "0"))
    counted: Counter[str] = Counter()
    for moment in islice(half_hours(), former, None) if report else chosen_half_hours()[::4]:
        before = transaction.savepoint()
        send.send(referral_id=prepared.id, version=prepared.version, actor=region.secretary, now=moment)
        watch_on = swedish_day(moment) + 17 * DAY
        assert Referral.objects.values_list("watch_on", flat=True).get(id=prepared.id) == watch_on, moment
        item = WorkItem.objects.get(referral=prepared, key="watch")
        assert (item.due_on, item.since_on) == (watch_on, swedish_day(moment)), moment
        counted["sent"] += 1
        transaction.savepoint_rollback(before)
        transaction.savepoint_commit(before)  # else it is kept, and the next one lies within it
        if report:
            Path(report).write_text(f"watch_of_what_is_sent\t{counted['sent']}\n", encoding="utf-8")
    assert counted["sent"] > 40 or former


SPECIAL = [
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 02:30 the first time
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # 02:30 again
    datetime(2028, 3, 26, 1, 0, tzinfo=UTC),  # 02:00 becomes 03:00
    datetime(2028, 2, 28, 23, 0, tzinfo=UTC),  # 29 February begins
    datetime(2028, 2, 29, 22, 59, tzinfo=UTC),  # and its last minute
    datetime(2027, 12, 31, 22, 59, tzinfo=UTC),  # the year's last minute
    datetime(2027, 12, 31, 23, 0, tzinfo=UTC),  # New Year
    datetime(2028, 4, 13, 21, 59, tzinfo=UTC),  # the evening before Good Friday
]


@pytest.mark.parametrize("moment", SPECIAL, ids=lambda moment: f"{moment:%Y%m%dT%H%M}")
def test_what_the_other_actions_keep(region, moment):
    day = swedish_day(moment)
    asked = walks.reprioritisation_asked(region, now=moment)
    assert asked.watch_on == day + 19 * DAY
    assert walks.withdrawal_asked(region, now=moment).watch_on == day + 23 * DAY
    forwarded = walks.forwarded(region, now=moment)
    assert Case.objects.get(referral=forwarded, state="forwarded").forward_watch_on == day + 29 * DAY
    posted = walks.sent_outside(region, now=moment)
    assert Delivery.objects.get(referral=posted).due_on == workdays_after(day, 4)
    paper = walks.paper(region, now=moment)
    assert WorkItem.objects.get(document=paper).due_on == workdays_after(day, 5)
    assert run_checks(now=moment) == []
    assert local_date(moment) == day


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)], ids=["hour", "day"])
@pytest.mark.parametrize("moment", [SPECIAL[1], SPECIAL[6], datetime(2028, 5, 10, 8, 0, tzinfo=UTC)])
def test_a_clock_that_is_set_back_loses_nothing(region, moment, back):
    """What happens after it carries an earlier time, and stands after what happened before it all the same."""
    referrals = [walk(region, now=moment) for walk in (walks.sent, walks.confirmed, walks.forwarded)]
    waiting = {(item.referral_id, item.key) for item in WorkItem.objects.all()}
    earlier = moment - back
    assert run_checks(now=earlier) == [
        one for one in run_checks(now=earlier) if one.invariant == "reads_logged"
    ]
    assert {(item.referral_id, item.key) for item in WorkItem.objects.all()} == waiting

    later = [walk(region, now=earlier) for walk in (walks.sent, walks.confirmed, walks.answered)]
    for referral in later:
        assert WorkItem.objects.filter(referral=referral).exists()
    assert later[0].watch_on == swedish_day(earlier) + 17 * DAY
    go_on(region, referrals, now=earlier)

    # The order is that in which things happened, whatever the clock said, and the chains hold.
    events = list(Event.objects.filter(referral=referrals[0]).order_by("sequence"))
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert events[-1].at == earlier < events[0].at
    for now in (earlier, moment, moment + 400 * DAY):
        assert [one for one in run_checks(now=now) if one.invariant != "reads_logged"] == []


def go_on(region, referrals, *, now):
    """Each takes its next step, with the clock as it now is."""
    sent, confirmed, forwarded = (walks.fresh(one) for one in referrals)
    walks.assess.assign(
        case_id=walks.case_of(sent).id,
        version=walks.case_of(sent).version,
        assessor_id=region.assessor.person_id,
        actor=region.eye_secretary,
        now=now,
    )
    walks.acknowledge.acknowledge(
        reply_id=walks.reply_of(confirmed).id,
        version=confirmed.version,
        accept_wait=True,
        actor=region.referrer,
        now=now,
    )
    assert walks.fresh(confirmed).watch_on is not None
    assert WorkItem.objects.filter(referral=forwarded, node="watch").exists()
    for one in (sent, confirmed, forwarded):
        assert WorkItem.objects.filter(referral=one, key="watch").exists()
