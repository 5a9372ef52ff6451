"""Every invariant of stored files finds the faults that are put into a sound storage behind its back."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from factories import make_region
from remissvakt.assurance.checks import TITLES, run_checks
from remissvakt.cli.commands import check
from remissvakt.core.clock import SystemClock, local_date
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Part, Recording, Take
from remissvakt.documents.models import Scan, ScanPage
from remissvakt.storage import keys
from remissvakt.storage.key_ring import with_new_key
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import erase, put
from remissvakt.storage.verification import to_verify, verify

pytestmark = pytest.mark.django_db
FAULTS: list[Any] = []


class Arguments:
    quiet = False

    def __init__(self, files=None):
        self.files = files


def fault(invariant: str) -> Callable[[Any], Any]:
    """Register a function that breaks the storage; the invariant must find it."""

    def register(function: Any) -> Any:
        FAULTS.append(pytest.param(invariant, function, id=f"{invariant}-{function.__name__}"))
        return function

    return register


@pytest.fixture
def stored(files, db, now):
    """A scan with a page, and a recording with a part; each with content of its own."""
    region = make_region(now=now)
    scan = Scan.objects.create(
        id=new_id(now=now),
        unit=region.eye_clinic,
        file=put(content=b"%PDF-1.7 191212121212", media_type="application/pdf", now=now),
        source="page",
        arrived_on=local_date(now),
        received_at=now,
    )
    page = ScanPage.objects.create(
        id=new_id(now=now),
        scan=scan,
        number=1,
        picture=put(content=b"picture", media_type="image/webp", now=now),
        width=1,
        height=1,
    )
    recording = Recording.objects.create(
        id=new_id(now=now),
        unit=region.eye_clinic,
        patient=region.patient,
        author_id=region.assessor.person_id,
        kind="answer",
        begun_at=now,
        changed_at=now,
    )
    take = Take.objects.create(
        id=new_id(now=now), recording=recording, number=1, media_type="audio/webm", begun_at=now
    )
    part = Part.objects.create(
        take=take, number=1, file=put(content=b"sound", media_type="audio/webm", now=now), stored_at=now
    )
    return scan, page, part


def path_of(files, row):
    return files / row.sha256[:2] / row.sha256[2:4] / row.sha256


def change_a_byte(path):
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)


@fault("files_there")
def a_file_is_gone(files, scan, page, part, now):
    path_of(files, scan.file).unlink()


@fault("files_there")
def a_file_is_cut_off(files, scan, page, part, now):
    path = path_of(files, page.picture)
    path.write_bytes(path.read_bytes()[:-1])


@fault("files_there")
def an_erased_file_is_back(files, scan, page, part, now):
    kept = path_of(files, part.file).read_bytes()
    erase(sha256=part.file.sha256, now=now)
    path_of(files, part.file).write_bytes(kept)


@fault("files_whole")
def a_byte_is_changed(files, scan, page, part, now):
    change_a_byte(path_of(files, scan.file))


@fault("files_whole")
def two_files_have_changed_places(files, scan, page, part, now):
    longer = put(content=b"sound" * 2, media_type="audio/webm", now=now)
    other = put(content=b"SOUND" * 2, media_type="audio/webm", now=now)
    one, two = path_of(files, longer), path_of(files, other)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)


@fault("files_whole")
def a_file_is_something_else(files, scan, page, part, now):
    path = path_of(files, scan.file)
    path.write_bytes(os.urandom(path.stat().st_size))


@fault("files_have_keys")
def the_key_is_gone(files, scan, page, part, now):
    keys.replace_file(with_new_key(ring=None, now=now + timedelta(days=1)))


@fault("files_referred")
def a_page_without_its_picture(files, scan, page, part, now):
    erase(sha256=page.picture.sha256, now=now)


@fault("files_referred")
def a_recording_without_its_part(files, scan, page, part, now):
    erase(sha256=part.file.sha256, now=now)


@fault("files_referred")
def called_erased_with_its_sound_left(files, scan, page, part, now):
    Recording.objects.update(state="erased", erased_at=now)


def read_all(now):
    for sha256 in to_verify(now=now, every=True):
        verify(sha256=sha256, now=now)


@pytest.mark.parametrize(("invariant", "seed"), FAULTS)
def test_found(invariant, seed, files, stored, now):
    read_all(now)
    assert of_files(now) == set()
    seed(files, *stored, now)
    read_all(now)
    assert invariant in of_files(now)


def of_files(now):
    return {one.invariant for one in run_checks(now=now) if one.invariant.startswith("files_")}


def test_every_invariant_of_files_is_seeded():
    assert {param.values[0] for param in FAULTS} == {name for name in TITLES if name.startswith("files_")}


def test_what_was_damaged_is_found_until_it_is_put_again(files, stored, now):
    scan, _page, _part = stored
    change_a_byte(path_of(files, scan.file))
    assert of_files(now) == set()  # nobody has read it yet
    assert not verify(sha256=scan.file.sha256, now=now)
    assert of_files(now) == of_files(now + timedelta(days=30)) == {"files_whole"}
    put(content=b"%PDF-1.7 191212121212", media_type="application/pdf", now=now)
    assert of_files(now) == set()


def test_each_is_read_once_a_week(files, stored, now):
    assert len(to_verify(now=now, every=True)) == 3
    assert to_verify(now=now + timedelta(days=6), every=False) == []
    week_later = now + timedelta(days=8)
    names = to_verify(now=week_later, every=False)
    assert len(names) == 3
    for sha256 in names:
        assert verify(sha256=sha256, now=week_later)
    assert to_verify(now=week_later, every=False) == []


def test_what_is_erased_while_it_is_read_is_no_fault(files, stored, now):
    _scan, _page, part = stored
    erase(sha256=part.file.sha256, now=now)
    assert verify(sha256=part.file.sha256, now=now)


def test_the_command_reads_the_files_and_names_the_faulty_one(files, stored, capsys):
    scan, _page, _part = stored
    change_a_byte(path_of(files, scan.file))
    check.run(Arguments())
    assert scan.file.sha256 not in capsys.readouterr().out
    assert check.run(Arguments("all")) == 1
    printed = capsys.readouterr().out
    assert "3 av 3 filer lästa." in printed and "[files_whole]: 1 fynd" in printed
    assert scan.file.sha256 in printed and "191212121212" not in printed


def test_leftovers_are_told_of_after_an_hour_and_kept(files, stored, now, capsys):
    lonely = put(content=b"nothing refers to it", media_type="audio/webm", now=SystemClock().now())
    orphan = put(content=b"nobody knows of it", media_type="audio/webm", now=now)
    StoredFile.objects.filter(sha256=orphan.sha256).delete()
    check.run(Arguments())
    assert "Upplysning" not in capsys.readouterr().out
    StoredFile.objects.filter(sha256=lonely.sha256).update(stored_at=now)
    long_ago = (SystemClock().now() - timedelta(hours=2)).timestamp()
    os.utime(path_of(files, orphan), (long_ago, long_ago))
    check.run(Arguments("all"))
    printed = capsys.readouterr().out
    assert f"1 filer som ingen rad känner till.\n    {orphan.sha256}" in printed
    assert f"1 sparade filer som inget hänvisar till.\n    {lonely.sha256}" in printed
    assert path_of(files, orphan).exists() and path_of(files, lonely).exists()


def test_a_storage_that_does_not_answer_is_no_finding(files, stored, capsys, monkeypatch):
    from remissvakt.storage.errors import Unreachable

    def away(self):
        raise Unreachable

    monkeypatch.setattr("remissvakt.storage.backends.disk.Disk.found", away)
    assert check.run(Arguments()) == 2
    assert "gick inte att kontrollera" in capsys.readouterr().err
