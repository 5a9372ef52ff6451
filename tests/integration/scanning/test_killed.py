"""Receive, read, split, link and undo, killed at every step: nothing is lost, nothing is half, nothing is twice."""

import pytest

from factories import make_region, walks
from factories import told_scans as scans
from killing import kill_at_every_step
from remissvakt.assurance.checks import REFERRAL_CHECKS
from remissvakt.assurance.invariants.papers import unlinked_visible
from remissvakt.assurance.invariants.recount import of_papers_and_certificates
from remissvakt.assurance.invariants.scans import scans_read
from remissvakt.assurance.view import views
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document, Scan, ScanPage
from remissvakt.referrals.actions import papers, undo_link
from remissvakt.referrals.models import Event, Referral, Reply, WorkItem
from remissvakt.scanning.work import work
from remissvakt.storage import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region(transactional_db, now):
    return make_region(now=now)


def sound(now):
    """Right after the kill, whatever was under way: every invariant holds, and every paper is in a list."""

    def check():
        for whole in (unlinked_visible, scans_read, of_papers_and_certificates):
            assert list(whole(now)) == []
        for view in views(list(Referral.objects.values_list("id", flat=True))):
            for of_referral in REFERRAL_CHECKS.values():
                assert list(of_referral(view)) == []
        for document in Document.objects.filter(linked_at=None):
            assert WorkItem.objects.filter(document=document, node="unlinked").exists()

    return check


def test_receive(region, files, now):
    content, scan_id = scans.stack("text", "text"), new_id(now=now)

    def once():
        scan = Scan.objects.get()
        assert (scan.id, store.read(sha256=scan.file_id)) == (scan_id, content)
        assert (Document.objects.count(), WorkItem.objects.count()) == (1, 1)
        sound(now)()

    steps = kill_at_every_step(
        lambda: scans.received(region, now=now, content=content, scan_id=scan_id),
        sound(now),
        done=once,
        folders=[files],
    )
    assert {"os.fsync", "commit", "the end"} <= set(steps)


def test_read_split_and_link(region, files, now):
    """The next reader goes on when the dead one's lease is over."""
    referral = walks.posted(region, now=now)
    scans.received(region, scans.code(referral, now=now), "separator", "text", now=now)

    def there_all_the_time():
        sound(now)()
        assert Document.objects.filter(scan=Scan.objects.get()).exists()

    def once():
        assert Scan.objects.get().state == "split"
        assert list(Document.objects.order_by("position").values_list("position", "referral_id", "kind")) == [
            (0, referral.id, "answer"),
            (1, None, ""),
        ]
        assert ScanPage.objects.count() == 3
        assert Event.objects.filter(referral=referral, kind="paper_linked").count() == 1
        sound(now)()

    steps = kill_at_every_step(
        lambda: work(now=now),
        there_all_the_time,
        again=lambda: scans.work_off(now=now + scans.LATER),
        done=once,
        folders=[files],
    )
    assert steps.count("commit") >= 5


def test_link_by_hand(region, files, now):
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, "text", now=now)

    def act():
        papers.link_paper(
            document_id=document.id,
            document_version=document.version,
            referral_id=referral.id,
            kind="answer",
            number_on_paper="191212121212",
            actor=region.secretary,
            now=now,
        )

    def again():
        if Document.objects.get().linked_at is None:
            act()

    def once():
        assert Event.objects.filter(referral=referral, kind="paper_linked").count() == 1
        assert Document.objects.get().referral_id == referral.id
        sound(now)()

    kill_at_every_step(act, sound(now), again=again, done=once, folders=[files])


def test_undo_of_a_reply_that_closed_the_referral(region, files, now):
    referral = scans.registered_from_scan(region, now=now)
    walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    document = Document.objects.get()

    def act():
        undo_link.undo_link(
            document_id=document.id,
            document_version=document.version,
            reason="Fel patient.",
            actor=region.nurse,
            now=now,
        )

    def whole_or_not_at_all():
        taken_back, closed = Reply.objects.get().taken_back, walks.fresh(referral).state == "closed"
        assert taken_back != closed
        assert taken_back == (Document.objects.get().referral_id is None)
        sound(now)()

    def again():
        if Document.objects.get().referral_id is not None:
            act()

    def once():
        assert Event.objects.filter(referral=referral, kind="reply_taken_back").count() == 1
        whole_or_not_at_all()

    kill_at_every_step(act, whole_or_not_at_all, again=again, done=once, folders=[files])
