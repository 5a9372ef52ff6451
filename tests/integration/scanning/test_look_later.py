"""A file that was read while ClamAV was away is looked through when it is back, and nobody's case loses anything."""

import pytest

from clamav import clamav
from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.documents.models import Document, Scan, ScanPage
from remissvakt.referrals.models import Event
from remissvakt.scanning.look_later import LONGEST_PAUSE, PAUSE, LookLater
from remissvakt.scanning.work import work as read
from remissvakt.storage import store

pytestmark = pytest.mark.django_db
NOWHERE = "127.0.0.1:9"


@pytest.fixture
def away(settings):
    settings.REMISSVAKT_CLAMD = NOWHERE


def state(scan=None):
    found = Scan.objects.get(id=scan.id) if scan else Scan.objects.get()
    return found.virus_state, found.taken_until


def test_nothing_is_asked_where_there_is_no_daemon(region, now):
    scans.scanned(region, "text", now=now)
    assert not LookLater().work(now=now)
    assert state() == ("not_scanned", None)


def test_it_is_looked_through_when_the_daemon_is_back(region, now, settings, away):
    scans.scanned(region, "text", now=now)
    later = LookLater()
    assert later.work(now=now)
    assert state() == ("not_scanned", now + PAUSE)
    with clamav() as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        assert not later.work(now=now + PAUSE / 2)
        assert later.work(now=now + PAUSE)
        assert not later.work(now=now + 3 * PAUSE)
        assert len(daemon.asked) == 1
    assert state() == ("clean", None)
    assert run_checks(now=now) == []


def test_while_it_is_away_one_file_is_tried_and_then_none_for_a_while(region, now, away):
    for number in range(3):
        scans.scanned(region, now=now, content=scans.stack("text", salt=str(number)))
    later = LookLater()
    tried = [later.work(now=now + number * PAUSE / 10) for number in range(10)]
    assert tried == [True] + [False] * 9
    assert Scan.objects.filter(taken_until=None).count() == 2
    assert later.work(now=now + PAUSE)


def test_a_virus_found_later_is_shown_and_leaves_the_case(region, now, settings, away):
    """The paper stays in its referral with every page; that the file is closed then, test_what_may_be_fetched shows."""
    referral = walks.posted(region, now=now)
    content = scans.stack(scans.code(referral, now=now), "text")
    scan = scans.received(region, now=now, content=content)
    scans.work_off(now=now)
    assert Document.objects.get().referral_id == referral.id
    before = (list(Document.objects.values()), ScanPage.objects.count(), Event.objects.count())
    with clamav(lambda content: b"stream: Eicar-Test-Signature FOUND\0") as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        assert LookLater().work(now=now + scans.LATER)
    assert state(scan) == ("infected", None)
    assert (list(Document.objects.values()), ScanPage.objects.count(), Event.objects.count()) == before
    assert store.read(sha256=scan.file_id) == content
    assert run_checks(now=now) == []


def test_what_it_cannot_look_through_is_tried_ever_more_seldom(region, now, settings):
    scans.scanned(region, "text", now=now)
    at, pauses = now, []
    with clamav(lambda content: b"INSTREAM size limit exceeded. ERROR\0") as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        for _ in range(14):
            assert LookLater().work(now=at)
            found, until = state()
            assert found == "not_scanned"
            pauses.append(until - at)
            assert not LookLater().work(now=until - PAUSE / 2)
            at = until
    assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE
    assert sum(pause < LONGEST_PAUSE for pause in pauses) >= 8


def test_a_worker_that_died_leaves_it_free_again(region, now, settings, monkeypatch):
    from remissvakt.scanning.lease import LEASE

    scans.scanned(region, "text", now=now)

    def dies(_scan):
        raise KeyboardInterrupt

    with clamav() as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        with monkeypatch.context() as patch:
            patch.setattr("remissvakt.scanning.virus.look", dies)
            with pytest.raises(KeyboardInterrupt):
                LookLater().work(now=now)
        assert not LookLater().work(now=now + LEASE / 2)
        assert LookLater().work(now=now + LEASE)
    assert state() == ("clean", None)


def test_one_that_waits_to_be_read_is_left_to_its_reader(region, now, settings, away):
    scans.received(region, "text", now=now)
    assert not LookLater().work(now=now)
    assert read(now=now)
    assert Scan.objects.get().state == "split"
