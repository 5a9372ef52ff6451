"""Printing and posting, killed at every step: no paper whose code nobody knows, nothing lost, nothing twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from factories import make_region, walks
from killing import kill_at_every_step
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Stale
from remissvakt.documents.codes import read_token
from remissvakt.documents.models import PaperCode
from remissvakt.letters import runs
from remissvakt.letters.models import PrintRunEntry
from remissvakt.letters.printing import print_delivery
from remissvakt.referrals.actions import deliver
from remissvakt.referrals.models import Delivery, Event, WorkItem
from remissvakt.storage import store

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_paper")]


def nothing_is_lost():
    """A printed letter has its file, and every code in it is known; what is not posted is work."""
    for row in Delivery.objects.exclude(printed_file=None):
        codes = {read_token(text) for text in store.read(sha256=row.printed_file_id).decode().split()[1:]}
        assert codes == set(PaperCode.objects.filter(delivery=row).values_list("token", flat=True))
    for row in Delivery.objects.filter(state="queued"):
        assert WorkItem.objects.filter(delivery=row, node="send").count() == 1


def test_print_and_post_one(files, now):
    region = make_region(now=now)
    delivery = walks.delivery_of(walks.sent_outside(region, now=now), "queued")
    seen = walks.fresh(delivery.referral).version

    def print_and_post():
        given = {"delivery_id": delivery.id, "actor": region.secretary, "now": now}
        for step, more in (
            (print_delivery, {"referral_id": delivery.referral_id, "version": seen}),
            (deliver.mark_posted, {"version": seen + 1}),
        ):
            with suppress(Stale):  # it was done, and only the answer was lost
                step(**given, **more)

    def once():
        nothing_is_lost()
        assert run_checks(now=now) == []
        kinds = list(Event.objects.filter(referral=delivery.referral).values_list("kind", flat=True))
        assert kinds.count("printed") == kinds.count("posted") == 1
        assert Delivery.objects.get().state == "posted"
        assert PaperCode.objects.count() == 3

    steps = kill_at_every_step(print_and_post, nothing_is_lost, done=once, folders=[files])
    assert steps.count("commit") >= 3  # the file's row, the print, the post
    assert "os.replace" in steps and len(steps) > 25


def test_a_run(files, now):
    region = make_region(now=now)
    waiting = [walks.delivery_of(walks.sent_outside(region, now=now), "queued").id for _ in range(2)]
    run = runs.begin_run(run_id=new_id(now=now), delivery_ids=waiting, actor=region.secretary, now=now)

    def once():
        nothing_is_lost()
        assert run_checks(now=now) == []
        assert Event.objects.filter(kind="printed").count() == 2
        assert [one.refusal for one in PrintRunEntry.objects.order_by("number")] == ["", ""]
        for one in PrintRunEntry.objects.select_related("delivery"):
            assert one.printed_file_id == one.delivery.printed_file_id is not None

    steps = kill_at_every_step(
        lambda: runs.go_on(run_id=run.id, actor=region.secretary, now=now),
        nothing_is_lost,
        again=lambda: runs.work(now=now + timedelta(minutes=2)),
        done=once,
        folders=[files],
    )
    assert len(steps) > 60
