"""Two persons print or post the same letter at the same moment: it happens once, and the other is told."""

from __future__ import annotations

from functools import partial

import pytest

from factories import make_region, walks
from racing import race
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import PaperCode
from remissvakt.letters import runs
from remissvakt.letters.printing import print_delivery
from remissvakt.referrals.actions import deliver
from remissvakt.referrals.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def test_two_print_the_same(now):
    region = make_region(now=now)
    for _ in range(ROUNDS):
        delivery = walks.delivery_of(walks.sent_outside(region, now=now), "queued")
        given = {
            "referral_id": delivery.referral_id,
            "delivery_id": delivery.id,
            "version": walks.fresh(delivery.referral).version,
            "now": now,
        }
        ends = race(
            [partial(print_delivery, **given, actor=actor) for actor in (region.secretary, region.nurse)]
        )
        refused = [end for end in ends if isinstance(end, Exception)]
        assert len(refused) == 1 and isinstance(refused[0], Refusal), ends
        assert PaperCode.objects.filter(delivery=delivery).count() == 3
        assert Event.objects.filter(referral=delivery.referral, kind="printed").count() == 1
    assert run_checks(now=now) == []


def test_two_post_the_same(now):
    region = make_region(now=now)
    for _ in range(ROUNDS):
        delivery = walks.print_run(region, now=now).entries.get().delivery
        given = {"delivery_id": delivery.id, "version": walks.fresh(delivery.referral).version, "now": now}
        ends = race(
            [partial(deliver.mark_posted, **given, actor=actor) for actor in (region.secretary, region.nurse)]
        )
        refused = [end for end in ends if isinstance(end, Exception)]
        assert len(refused) == 1 and isinstance(refused[0], Refusal), ends
        assert Event.objects.filter(referral=delivery.referral, kind="posted").count() == 1
    assert run_checks(now=now) == []


def test_two_print_the_same_heap(now):
    """Of each letter there is one paper, in one of the runs; the other run says who printed it."""
    region = make_region(now=now)
    waiting = [walks.delivery_of(walks.sent_outside(region, now=now), "queued").id for _ in range(3)]
    made = [
        (runs.begin_run(run_id=new_id(now=now), delivery_ids=waiting, actor=actor, now=now), actor)
        for actor in (region.secretary, region.nurse)
    ]
    race([partial(runs.go_on, run_id=run.id, actor=actor, now=now) for run, actor in made])
    assert Event.objects.filter(kind="printed").count() == 3
    ends = [
        (one.printed_at is not None, bool(one.refusal)) for run, _actor in made for one in run.entries.all()
    ]
    assert sorted(ends) == [(False, True)] * 3 + [(True, False)] * 3
    assert run_checks(now=now) == []
