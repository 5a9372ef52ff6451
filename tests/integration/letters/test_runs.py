"""Print runs: many letters, each an act of its own; what is refused stops nothing, and what is interrupted goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories import walks
from factories.pdfs import codes_in, words_in
from remissvakt.assurance.checks import run_checks
from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.letters import runs
from remissvakt.letters.models import PrintRun, PrintRunEntry
from remissvakt.letters.printing import print_delivery
from remissvakt.organisations.models import Assignment
from remissvakt.referrals.actions import deliver
from remissvakt.referrals.models import Delivery, Event

pytestmark = pytest.mark.django_db


def queued(region, now, many):
    return [walks.delivery_of(walks.sent_outside(region, now=now), "queued") for _ in range(many)]


def begin(region, now, deliveries, actor=None):
    return runs.begin_run(
        run_id=new_id(now=now),
        delivery_ids=[row.id for row in deliveries],
        actor=actor or region.secretary,
        now=now,
    )


def post(delivery, actor, now):
    deliver.mark_posted(
        delivery_id=delivery.id, version=walks.fresh(delivery.referral).version, actor=actor, now=now
    )


def test_a_run_prints_its_letters_in_order_after_a_list(region, now):
    deliveries = queued(region, now, 3)
    run = begin(region, now, reversed(deliveries))
    assert runs.go_on(run_id=run.id, actor=region.secretary, now=now)
    opened = runs.open_run(run_id=run.id, actor=region.secretary, now=now)
    assert [one.delivery_id for one in opened.printed] == [row.id for row in reversed(deliveries)]
    assert opened.run.finished_at == now and opened.waiting == 0
    pdf = runs.pdf_of_run(opened)
    codes = codes_in(pdf)
    assert codes[0] == set() and len(codes) == 1 + 3 * 3 and all(codes[1:])
    words = words_in(pdf)
    for row in deliveries:
        assert row.referral.code in words
    assert AccessLog.objects.filter(action="read_print_run").count() == 3
    assert run_checks(now=now) == []


def test_a_long_run_goes_on_by_the_worker(region, now):
    run = begin(region, now, queued(region, now, 7))
    assert runs.go_on(run_id=run.id, actor=region.secretary, now=now, most=1)
    assert runs.open_run(run_id=run.id, actor=region.secretary, now=now).waiting == 6
    assert runs.work(now=now)
    assert runs.work(now=now)
    assert not runs.work(now=now)
    assert runs.open_run(run_id=run.id, actor=region.secretary, now=now).waiting == 0
    assert Event.objects.filter(kind="printed", person_id=region.secretary.person_id).count() == 7


def test_only_one_prints_a_run_at_a_time_and_a_dead_one_is_followed(region, now):
    run = begin(region, now, queued(region, now, 1))
    PrintRun.objects.update(taken_until=now + timedelta(seconds=60))
    assert not runs.go_on(run_id=run.id, actor=region.secretary, now=now)
    assert not runs.work(now=now)
    assert runs.work(now=now + timedelta(seconds=61))
    assert PrintRun.objects.get().finished_at is not None


def test_what_was_printed_before_its_note_was_made_is_not_printed_again(region, now):
    [delivery] = queued(region, now, 1)
    run = begin(region, now, [delivery])
    print_delivery(referral_id=delivery.referral_id, delivery_id=delivery.id, actor=region.secretary, now=now)
    assert runs.go_on(run_id=run.id, actor=region.secretary, now=now + timedelta(minutes=2))
    entry = PrintRunEntry.objects.get()
    delivery.refresh_from_db()
    assert (entry.printed_file_id, entry.pages) == (delivery.printed_file_id, 3)
    assert Event.objects.filter(kind="printed").count() == 1


def test_one_that_somebody_else_printed_or_posted_meanwhile_is_told_and_stops_nothing(region, now):
    deliveries = queued(region, now, 3)
    run = begin(region, now, deliveries)
    print_delivery(
        referral_id=deliveries[0].referral_id, delivery_id=deliveries[0].id, actor=region.nurse, now=now
    )
    post(deliveries[1], region.nurse, now)
    runs.go_on(run_id=run.id, actor=region.secretary, now=now)
    told = [one.refusal for one in PrintRunEntry.objects.order_by("number")]
    assert "Nina" in told[0] and "annat läge" in told[1] and told[2] == ""
    assert Event.objects.filter(kind="printed").count() == 2


def test_what_is_not_ones_own_or_not_on_paper_is_left_out(region, now):
    mine, phoned = queued(region, now, 2)
    Delivery.objects.filter(id=phoned.id).update(channel="phone")
    theirs = walks.delivery_of(walks.arrived_and_answered(region, now=now), "queued")
    run = begin(region, now, [theirs, mine, phoned])
    assert [one.delivery_id for one in run.entries.all()] == [mine.id]
    with pytest.raises(Refusal) as refused:
        begin(region, now, [theirs, phoned])
    assert refused.value.code == "nothing_to_print"
    with pytest.raises(Refusal) as refused:
        begin(region, now, [mine], actor=region.manager)
    assert refused.value.code == "role_not_in_care"


def test_at_most_two_hundred(region, now):
    with pytest.raises(Refusal) as refused:
        runs.begin_run(
            run_id=new_id(now=now),
            delivery_ids=[new_id(now=now) for _ in range(201)],
            actor=region.secretary,
            now=now,
        )
    assert refused.value.code == "too_many_letters"


def test_another_units_run_does_not_exist(region, now):
    run = walks.print_run(region, now=now)
    for actor in (region.assessor, region.skin_secretary):
        with pytest.raises(NotFound):
            runs.open_run(run_id=run.id, actor=actor, now=now)
        assert runs.runs_of(actor) == []
    assert [one.id for one in runs.runs_of(region.nurse)] == [run.id]


def test_the_pool_prints_for_its_units_and_each_sees_its_own(region, now):
    ours = queued(region, now, 1)
    theirs = [walks.delivery_of(walks.arrived_and_answered(region, now=now), "queued")]
    run = begin(region, now, [*ours, *theirs], actor=region.pool_secretary)
    assert run.unit_id == region.pool.id
    runs.go_on(run_id=run.id, actor=region.pool_secretary, now=now)
    assert len(runs.open_run(run_id=run.id, actor=region.pool_secretary, now=now).printed) == 2


def test_a_run_of_somebody_who_has_left_is_given_up_and_nothing_is_lost(region, now):
    [delivery] = queued(region, now, 1)
    begin(region, now, [delivery])
    Assignment.objects.filter(id=region.secretary.assignment_id).update(to_on=now.date() - timedelta(days=1))
    assert runs.work(now=now)
    assert "uppdraget" in PrintRunEntry.objects.get().refusal
    delivery.refresh_from_db()
    assert delivery.state == "queued" and delivery.printed_at is None


def test_runs_tell_what_is_left_to_post(region, now):
    run = walks.print_run(region, now=now, many=2)
    assert [(one.letters, one.unposted) for one in runs.runs_of(region.secretary)] == [(2, 2)]
    post(run.entries.first().delivery, region.secretary, now)
    assert [(one.letters, one.unposted) for one in runs.runs_of(region.secretary)] == [(2, 1)]
