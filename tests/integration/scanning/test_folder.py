"""The scanner's folder: whole files are taken once and moved, half ones never, and nothing is lost (A.6)."""

import os
from datetime import timedelta

import pytest

from factories import told_scans as scans
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.documents.models import Document, Scan
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import WorkItem
from remissvakt.scanning.folder import EVERY, ScanFolder
from remissvakt.scanning.folder import work as folder_work
from remissvakt.scanning.still_files import QUIET, QUIET_EMPTY
from remissvakt.storage.errors import NotStored

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=6)


class Share:
    """A share with the health centre's folder, and a clock."""

    def __init__(self, root, unit, now):
        self.root, self.now = root, now
        self.folder = root / str(unit.id)
        self.folder.mkdir(parents=True)
        self.service = ScanFolder(root)

    def write(self, name, content, *, age=timedelta(0)):
        path = self.folder / name
        path.write_bytes(content)
        at = (self.now - age).timestamp()
        os.utime(path, (at, at))
        return path

    def looks(self, times=1):
        """The worker looks, again and again, a few seconds apart; how many files it took."""
        taken = 0
        for _ in range(times):
            self.now += MOMENT
            while self.service.work(now=self.now):
                taken += 1
        return taken

    def here(self, folder=""):
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())


@pytest.fixture
def share(region, tmp_path, now):
    return Share(tmp_path / "share", region.health_centre, now)


def test_a_whole_file_is_taken_and_moved(region, share, now):
    share.write("bunt 1.pdf", scans.stack("text"))
    assert share.looks(4) == 1
    scan = Scan.objects.get()
    assert (scan.unit_id, scan.source, scan.received_by_id, scan.name) == (
        region.health_centre.id,
        "folder",
        None,
        "bunt 1.pdf",
    )
    assert WorkItem.objects.get().unit_id == region.health_centre.id
    assert (share.here(), share.here("mottagna")) == ([], ["bunt 1.pdf"])
    assert (share.folder / "mottagna" / "bunt 1.pdf").read_bytes() == scans.stack("text")
    assert run_checks(now=now) == []


def test_a_file_that_still_grows_is_left_alone(share):
    content = scans.stack("text", "text")
    for length in range(10, len(content), 10):
        share.write("bunt.pdf", content[:length])
        assert share.looks() == 0
    share.write("bunt.pdf", content)
    assert share.looks(1) == 0
    assert not Scan.objects.exists()
    assert share.looks(3) == 1


def test_also_one_that_grows_slower_than_it_is_looked_at(share):
    """Each part lies still for a while, and less than it takes."""
    content = scans.stack("text", "text")
    share.write("bunt.pdf", content[:20])
    assert share.looks(2) == 0
    share.write("bunt.pdf", content)
    assert share.looks(2) == 0
    assert share.looks(1) == 1
    assert QUIET > MOMENT


def test_one_that_is_written_in_while_it_is_read_is_not_taken(share, monkeypatch):
    path = share.write("bunt.pdf", scans.stack("text", salt="x" * 200_000))
    from remissvakt.scanning import receive as module

    real = module.store.put

    def slow_put(*, content, **given):
        def pieces():
            for piece in content:
                os.utime(path, (1, 1))
                yield piece

        return real(content=pieces(), **given)

    monkeypatch.setattr(module.store, "put", slow_put)
    assert share.looks(4) == 0
    assert not Scan.objects.exists()
    assert share.here() == ["bunt.pdf"]


@pytest.mark.parametrize(
    "name",
    [".hidden.pdf", "~bunt.pdf", "bunt.pdf.tmp", "bunt.PART", "bunt.pdf~", "$bunt.pdf", "a.crdownload"],
)
def test_what_a_scanner_still_writes_waits_for_its_name(share, name):
    path = share.write(name, scans.stack("text"))
    assert share.looks(10) == 0
    path.rename(share.folder / "bunt.pdf")
    assert share.looks(4) == 1


def test_links_folders_and_pipes_are_left_alone(share, tmp_path):
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(scans.stack("text"))
    (share.folder / "link.pdf").symlink_to(secret)
    (share.folder / "folder.pdf").mkdir()
    os.mkfifo(share.folder / "pipe.pdf")
    (share.root / "linked-unit").symlink_to(share.folder)
    assert share.looks(10) == 0
    assert not Scan.objects.exists()


def test_a_folder_is_a_units_by_hsa_id_or_id_and_nobody_elses(region, share, now):
    Unit.objects.filter(id=region.eye_clinic.id).update(hsa_id="SE2321000016-A1B2")
    content = scans.stack("text")
    for name in (
        "se2321000016-a1b2",
        "Ögonkliniken",
        str(region.outside_unit.id),
        str(region.pool.id),
        ".git",
    ):
        (share.root / name).mkdir()
        (share.root / name / "bunt.pdf").write_bytes(content)
    assert share.looks(5) == 1
    assert Scan.objects.get().unit_id == region.eye_clinic.id
    assert (share.root / "Ögonkliniken" / "bunt.pdf").exists()


def test_one_that_is_written_in_after_it_was_read_stays_and_is_taken_anew(share, monkeypatch):
    from remissvakt.scanning import folder as module

    path, whole = share.write("bunt.pdf", scans.stack("text")), scans.stack("text", "text")
    real = module.receive

    def then_written(**given):
        scan = real(**given)
        path.write_bytes(whole)
        return scan

    with monkeypatch.context() as patched:
        patched.setattr(module, "receive", then_written)
        share.looks(3)
    assert share.here() == ["bunt.pdf"]
    assert share.looks(4) == 1
    assert (Scan.objects.count(), (share.folder / "mottagna" / "bunt.pdf").read_bytes()) == (2, whole)


def test_two_files_of_the_same_name_are_both_kept(share):
    share.write("bunt.pdf", scans.stack("text", salt="1"))
    assert share.looks(4) == 1
    share.write("bunt.pdf", scans.stack("text", salt="2"))
    assert share.looks(4) == 1
    assert len(share.here("mottagna")) == 2
    assert Scan.objects.count() == 2


def test_the_same_file_again_is_recognised_and_moved(share):
    share.write("bunt.pdf", scans.stack("text"))
    share.looks(4)
    share.write("igen.pdf", scans.stack("text"))
    assert share.looks(4) == 1
    assert (Scan.objects.count(), share.here(), len(share.here("mottagna"))) == (1, [], 2)


@pytest.mark.parametrize("content", [b"PK\x03\x04 a word document", b"<html>"])
def test_what_is_no_scan_is_put_apart_and_is_visible_work(region, share, now, content):
    share.write("19121212-1212.docx", content)
    assert share.looks(4) == 1
    assert (share.here(), share.here("gick-inte")) == ([], ["19121212-1212.docx"])
    document = Document.objects.get()
    assert (document.sender, document.scan_id, document.unit_id) == (
        "Skannermappen",
        None,
        region.health_centre.id,
    )
    assert "••••••••-••••.docx" in document.description
    assert "1912" not in document.description
    assert WorkItem.objects.get(document=document).node == "unlinked"
    assert run_checks(now=now) == []


def test_an_empty_file_is_given_more_time(share):
    share.write("bunt.pdf", b"")
    assert share.looks(int(QUIET / MOMENT) + 3) == 0
    share.now += QUIET_EMPTY
    assert share.looks(2) == 1
    assert share.here("gick-inte") == ["bunt.pdf"]


def test_killed_between_keeping_and_moving_it_is_recognised(share, monkeypatch):
    def killed(*_args, **_given):
        raise KeyboardInterrupt

    share.write("bunt.pdf", scans.stack("text"))
    with monkeypatch.context() as patched:
        patched.setattr("remissvakt.scanning.folder.put_in", killed)
        with pytest.raises(KeyboardInterrupt):
            share.looks(4)
    assert (Scan.objects.count(), share.here()) == (1, ["bunt.pdf"])
    share.service = ScanFolder(share.root)
    assert share.looks(4) == 1
    assert (Scan.objects.count(), share.here(), share.here("mottagna")) == (1, [], ["bunt.pdf"])


def test_killed_between_showing_and_putting_apart_it_is_shown_once(share, monkeypatch):
    def killed(*_args, **_given):
        raise KeyboardInterrupt

    share.write("bunt.docx", b"PK\x03\x04")
    with monkeypatch.context() as patched:
        patched.setattr("remissvakt.scanning.folder.put_in", killed)
        with pytest.raises(KeyboardInterrupt):
            share.looks(4)
    share.service = ScanFolder(share.root)
    assert share.looks(4) == 1
    assert Document.objects.count() == 1


def test_when_nothing_can_be_stored_the_file_stays(share, monkeypatch):
    def full(**_given):
        raise NotStored

    share.write("bunt.pdf", scans.stack("text"))
    with monkeypatch.context() as patched:
        patched.setattr("remissvakt.scanning.receive.store.put", full)
        with pytest.raises(NotStored):
            share.looks(4)
    assert (share.here(), Document.objects.count()) == (["bunt.pdf"], 0)
    assert share.looks(4) == 1


def test_it_arrived_the_day_it_was_scanned(share, now):
    share.write("igar.pdf", scans.stack("text", salt="1"), age=timedelta(days=1))
    share.write("klocka.pdf", scans.stack("text", salt="2"), age=timedelta(days=4000))
    assert share.looks(4) == 2
    days = dict(Scan.objects.values_list("name", "arrived_on"))
    assert days == {"igar.pdf": local_date(now) - timedelta(days=1), "klocka.pdf": local_date(now)}


def test_one_at_a_time_and_a_pause_when_there_is_nothing(share):
    for number in range(3):
        share.write(f"{number}.pdf", scans.stack("text", salt=str(number)))
    share.looks(2)
    share.now += MOMENT
    assert [share.service.work(now=share.now) for _ in range(4)] == [True, True, True, False]
    share.write("4.pdf", scans.stack("text", salt="4"))
    assert not share.service.work(now=share.now + EVERY / 2)


def test_a_share_that_is_away_is_no_fault(share, settings, now, tmp_path):
    share.root.rename(tmp_path / "away")
    assert share.looks(2) == 0
    settings.REMISSVAKT_SCAN_FOLDER = ""
    assert folder_work(now=now) is False
