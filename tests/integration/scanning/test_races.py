"""Two at once with the same paper, on real connections: one wins, the other is told, and nothing is lost or twice."""

import pytest

from clamav import clamav
from factories import make_region, walks
from factories import told_scans as scans
from racing import race
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import Document, Scan, ScanPage
from remissvakt.referrals.actions import papers, undo_link
from remissvakt.referrals.models import Event, Reply, WorkItem
from remissvakt.scanning.actions.split_document import split_document
from remissvakt.scanning.look_later import LookLater
from remissvakt.scanning.work import work

pytestmark = pytest.mark.django_db(transaction=True)
THE_NUMBER = "191212121212"
ROUNDS = 3


@pytest.fixture
def region(transactional_db, now):
    return make_region(now=now)


def codes(ends):
    """What each was refused with; None where it was done. Anything else is a fault."""
    for end in ends:
        assert isinstance(end, Refusal) or not isinstance(end, Exception), end
    return sorted(end.code if isinstance(end, Refusal) else "done" for end in ends)


def link(region, document, referral, *, now):
    return lambda: papers.link_paper(
        document_id=document.id,
        document_version=document.version,
        referral_id=referral.id,
        kind="answer",
        number_on_paper=THE_NUMBER,
        actor=region.secretary,
        now=now,
    )


def undo(region, document, *, now):
    return lambda: undo_link.undo_link(
        document_id=document.id,
        document_version=document.version,
        reason="Fel patient.",
        actor=region.nurse,
        now=now,
    )


def test_four_workers_ask_the_virus_check_once(region, now, settings):
    scans.scanned(region, "text", now=now)
    with clamav() as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        ends = race([lambda: LookLater().work(now=now) for _ in range(4)])
        assert len(daemon.asked) == 1
    assert sorted(ends) == [False, False, False, True]
    assert Scan.objects.get().virus_state == "clean"


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_same_file_from_four_hands(region, now, round_):
    content = scans.stack("text", salt=str(round_))
    ends = race([lambda: scans.received(region, now=now, content=content) for _ in range(4)])
    assert codes(ends) == ["done"] + ["same_file_before"] * 3
    assert (Scan.objects.count(), Document.objects.count(), WorkItem.objects.count()) == (1, 1, 1)
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_same_form_sent_four_times(region, now, round_):
    content, scan_id = scans.stack("text", salt=str(round_)), new_id(now=now)
    ends = race([lambda: scans.received(region, now=now, content=content, scan_id=scan_id) for _ in range(4)])
    assert codes(ends) == ["done"] * 4
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_four_readers_and_three_scans(region, now, round_):
    referral = walks.posted(region, now=now)
    for _ in range(3):
        scans.received(region, scans.code(referral, now=now), "separator", "text", now=now)
    for _ in range(3):
        ends = race([lambda: work(now=now)] * 4)
        assert all(isinstance(end, bool) for end in ends), ends
    assert list(Scan.objects.values_list("state", flat=True)) == ["split"] * 3
    assert (Document.objects.count(), ScanPage.objects.count()) == (6, 9)
    assert Event.objects.filter(referral=referral, kind="paper_linked").count() == 3
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_link_the_same_paper_to_two_referrals(region, now, round_):
    (document,) = scans.scanned(region, "text", now=now)
    one, other = walks.posted(region, now=now), walks.posted(region, now=now)
    ends = race([link(region, document, one, now=now), link(region, document, other, now=now)])
    assert codes(ends) == ["done", "paper_linked_already"]
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_reply_is_registered_while_the_link_is_undone(region, now, round_):
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    ends = race(
        [
            lambda: walks.put_reply(
                region, referral, now=now, kind="FINAL", document_id=document.id, text=""
            ),
            undo(region, document, now=now),
        ]
    )
    said = codes(ends)
    document.refresh_from_db()
    if document.referral_id is None:  # undone first, so that there was no number on what was registered
        assert said in (["done", "number_on_paper_differs"], ["done", "stale"], ["done", "text_missing"])
        assert not Reply.objects.exists()
    else:  # registered first: whoever undoes must see that
        assert said == ["done", "paper_linked_already"]
        assert Reply.objects.get().id == document.reply_id
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_undo_the_same_link(region, now, round_):
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    ends = race([undo(region, document, now=now)] * 3)
    assert codes(ends).count("done") == 1
    assert Event.objects.filter(referral=referral, kind="paper_unlinked").count() == 1
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_linked_while_it_is_split(region, now, round_):
    (document,) = scans.scanned(region, "text", "text", now=now)
    referral = walks.posted(region, now=now)
    page = document.pages.get(number=2)
    ends = race(
        [
            link(region, document, referral, now=now),
            lambda: split_document(
                new_document_id=new_id(now=now),
                page_id=page.id,
                document_version=document.version,
                actor=region.nurse,
                now=now,
            ),
        ]
    )
    assert codes(ends).count("done") == 1, codes(ends)
    assert ScanPage.objects.filter(document=None).count() == 0
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_persons_link_to_two_referrals_as_second_persons(region, now, round_):
    """One asks anew for another referral while the second person agrees to the first."""
    (document,) = scans.scanned(region, "text", now=now)
    one, other = walks.posted(region, now=now), walks.posted(region, now=now)
    given = {"document_id": document.id, "actor": region.secretary, "now": now, "reason": "Namnet."}
    document = papers.link_paper(document_version=document.version, referral_id=one.id, **given)
    ends = race(
        [
            lambda: papers.confirm_link(
                document_id=document.id, document_version=document.version, actor=region.nurse, now=now
            ),
            lambda: papers.link_paper(document_version=document.version, referral_id=other.id, **given),
        ]
    )
    assert codes(ends).count("done") == 1, codes(ends)
    document.refresh_from_db()
    assert (document.referral_id == one.id) != (document.asked_referral_id == other.id)
    assert run_checks(now=now) == []
