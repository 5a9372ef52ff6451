"""A file that comes to the tray is kept first, and is visible as work the same moment (A.6, B.1)."""

import io
import tracemalloc

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.documents.models import Document, Scan
from remissvakt.referrals.models import WorkItem
from remissvakt.scanning.receive import MAX_BYTES
from remissvakt.storage import store
from remissvakt.storage.models import StoredFile

pytestmark = pytest.mark.django_db


def test_it_is_work_in_okopplade_before_anybody_has_read_it(region, now):
    scan = scans.received(region, "text", "text", now=now, name="svar.pdf")
    assert (scan.state, scan.virus_state, scan.received_by_id) == (
        "waiting",
        "not_scanned",
        region.secretary.person_id,
    )
    item = WorkItem.objects.get()
    assert (item.node, item.unit_id, item.reason) == ("unlinked", region.health_centre.id, "paper_unlinked")
    assert item.due_on == item.since_on == local_date(now)
    document = Document.objects.get()
    assert (document.scan_id, document.linked_at, item.document_id) == (scan.id, None, document.id)
    assert store.read(sha256=scan.file_id).startswith(b"%PDF-")
    assert run_checks(now=now) == []


def test_the_units_own_limit(region, now):
    from remissvakt.referrals.actions.change_routine import change_routine

    change_routine(
        unit_id=region.health_centre.id,
        limits={"unlinked_workdays": 1},
        acknowledge_rule="doctor",
        actor=region.manager,
        now=now,
    )
    scans.received(region, "text", now=now)
    assert (WorkItem.objects.get().due_on - local_date(now)).days == 1


def test_the_name_is_kept_without_path_and_number(region, now):
    scan = scans.received(region, "text", now=now, name="../../19121212-1212 svar.pdf")
    assert scan.name == Document.objects.get().description == "••••••••-•••• svar.pdf"


def test_the_same_file_is_recognised_with_when_and_by_whom(region, now):
    content = scans.stack("text")
    first = scans.received(region, now=now, content=content)
    with pytest.raises(Refusal) as caught:
        scans.received(region, now=now + scans.LATER, content=content, actor=region.nurse)
    refusal = caught.value
    assert (refusal.code, refusal.params["scan"], refusal.params["who"], refusal.params["when"]) == (
        "same_file_before",
        first.id,
        "Sara Sjö",
        now,
    )
    assert "Sara Sjö" in refusal.message
    assert (Scan.objects.count(), Document.objects.count(), StoredFile.objects.count()) == (1, 1, 1)


def test_the_same_form_sent_twice_gives_the_same_scan(region, now):
    """An answer that was lost on its way is no reason to be told that somebody was first."""
    content, scan_id = scans.stack("text"), new_id(now=now)
    first = scans.received(region, now=now, content=content, scan_id=scan_id)
    assert scans.received(region, now=now, content=content, scan_id=scan_id).id == first.id
    assert Scan.objects.count() == 1


def test_one_forms_id_is_not_used_for_another_file(region, now):
    scan_id = new_id(now=now)
    scans.received(region, "text", now=now, scan_id=scan_id)
    with pytest.raises(Refusal) as caught:
        scans.received(region, "text", "text", now=now, scan_id=scan_id)
    assert caught.value.code == "already_registered"


def test_another_unit_may_get_the_same_file(region, now):
    """And learns nothing of the first: the bytes are stored once."""
    content = scans.stack("text")
    scans.received(region, now=now, content=content)
    scans.received(region, now=now, content=content, unit=region.eye_clinic, actor=region.eye_secretary)
    assert (Scan.objects.count(), StoredFile.objects.count()) == (2, 1)


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_only_those_in_care_put_papers_in_the_tray(region, now, who):
    with pytest.raises(Refusal) as caught:
        scans.received(region, "text", now=now, actor=getattr(region, who))
    assert caught.value.code == "role_not_in_care"


def test_another_units_tray_is_not_found(region, now):
    with pytest.raises(NotFound):
        scans.received(region, "text", now=now, actor=region.eye_secretary)
    with pytest.raises(NotFound):
        scans.received(region, "text", now=now, unit=region.outside_unit, actor=None)
    assert not StoredFile.objects.exists()


def test_the_pool_scans_for_its_units(region, now):
    scan = scans.received(region, "text", now=now, actor=region.pool_secretary)
    assert scan.unit_id == region.health_centre.id


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan_empty"),
        (b"GIF89a" + b"x" * 2000, "scan_unknown_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "scan_unknown_type"),
        (b"PK\x03\x04", "scan_unknown_type"),
    ],
)
def test_what_is_no_scan_is_refused_in_words(region, now, content, code):
    with pytest.raises(Refusal) as caught:
        scans.received(region, now=now, content=content)
    assert (caught.value.code, caught.value.field) == (code, "file")
    assert not Scan.objects.exists()
    assert not StoredFile.objects.exists()


def test_more_than_100_mb_is_refused_whatever_was_said_of_its_size(region, now, monkeypatch):
    assert MAX_BYTES == 100 * 1024 * 1024
    with pytest.raises(Refusal):
        scans.received(region, "text", now=now, size=MAX_BYTES + 1)
    monkeypatch.setattr("remissvakt.scanning.receive.MAX_BYTES", 1024 * 1024)

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"%PDF-1.7" + b"x" * (size - 8)

    for size in (None, 10):
        with pytest.raises(Refusal) as caught:
            scans.received(region, now=now, stream=Endless(), size=size)
        assert caught.value.code == "scan_too_large"
    assert not Scan.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_large_file_goes_through_in_little_memory(region, now):
    piece = b"%PDF-1.7" + b"x" * 65_528
    tracemalloc.start()
    scans.received(region, now=now, stream=iter([piece] * 320), size=len(piece) * 320)  # 20 MB
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert StoredFile.objects.get().size == len(piece) * 320
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize("days", [1, -4000])
def test_the_day_of_arrival_has_been(region, now, days):
    from datetime import timedelta

    with pytest.raises(Refusal) as caught:
        scans.received(region, "text", now=now, arrived_on=local_date(now) + timedelta(days=days))
    assert caught.value.field == "arrived_on"


def test_nothing_but_the_arrival_is_known_of_it_yet(region, now):
    """While it is being read it is neither linked nor set aside: it may hold twenty patients' papers."""
    scans.received(region, "text", now=now)
    document = Document.objects.get()
    referral = walks.sent(region, now=now)
    from remissvakt.referrals.actions.papers import link_paper, set_paper_aside

    for act in (
        lambda: set_paper_aside(
            document_id=document.id, document_version=1, reason="x", actor=region.secretary, now=now
        ),
        lambda: link_paper(
            document_id=document.id,
            document_version=1,
            referral_id=referral.id,
            number_on_paper="191212121212",
            actor=region.secretary,
            now=now,
        ),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "scan_being_read"
