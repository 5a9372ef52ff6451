"""What was there when a copy was taken is there when it has been given back, also when taken under writing."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import threading

import pytest
from django.db import connection
from django.test.utils import override_settings

from another_database import another_database
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.audit.models import AdminEvent
from remissvakt.backup import take as taking
from remissvakt.backup.manifest import part_of
from remissvakt.backup.take import engine_of
from remissvakt.referrals.models import Event, Referral
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import erase, put, read
from remissvakt.storage.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_place(tmp_path):
    """The settings of the place where the copy was given back; the keys were brought there."""
    return override_settings(
        REMISSVAKT_DATA=tmp_path / "place", REMISSVAKT_FILES=str(tmp_path / "place" / "files")
    )


def all_holds(now):
    for row in StoredFile.objects.filter(erased_at=None):
        assert hashlib.sha256(read(sha256=row.sha256)).hexdigest() == row.sha256
        assert verify(sha256=row.sha256, now=now)
    assert run_checks(now=now) == []


def test_everything_is_given_back(filled, copying, giving_back, tmp_path, now, at_the_place):
    before = {model: list(model.objects.order_by("pk").values()) for model in (Referral, Event, AdminEvent)}
    taken = copying()
    assert (taken.files, taken.files_missing) == (3, ())
    with another_database(), at_the_place:
        assert giving_back() == taken
        for model, rows in before.items():
            assert list(model.objects.order_by("pk").values()) == rows
        all_holds(now)
        # The restored logs are guarded as the ones before them.
        with pytest.raises(Exception, match="append-only"):
            Event.objects.filter(sequence=1).update(kind="x")


def test_a_copy_is_its_owners_and_other_programs_can_verify_it(filled, copying, tmp_path):
    old = os.umask(0o077)
    try:
        copying()
    finally:
        os.umask(old)
    copy = tmp_path / "copy"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in copy.rglob("*") if path.is_file()} == {0o600}
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=copy, check=True)
    key = (tmp_path / "file_key").read_text().split(":")[1].strip()
    assert not any(key.encode() in path.read_bytes() for path in copy.rglob("*") if path.is_file())


def test_taken_while_others_write(filled, copying, giving_back, now, at_the_place):
    acknowledged, ending = [], threading.Event()

    def write(number):
        try:
            while not ending.is_set():
                referral = walks.sent(filled, now=now)
                content = f"{number} {len(acknowledged)}".encode() * 1000
                row = put(content=content, media_type="text/plain", now=now)
                acknowledged.append((referral.id, row.sha256))
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    try:
        while len(acknowledged) < 6:
            ending.wait(0.01)
        promised = list(acknowledged)
        copying()
        later = list(acknowledged)
    finally:
        ending.set()
        for writer in writers:
            writer.join()
    assert len(acknowledged) >= len(later) >= len(promised) >= 6
    with another_database(), at_the_place:
        giving_back()
        assert Referral.objects.filter(id__in=[referral for referral, _file in promised]).count() == len(
            promised
        )
        assert StoredFile.objects.filter(sha256__in={file for _referral, file in promised}).count() == len(
            {file for _referral, file in promised}
        )
        all_holds(now)


def test_sound_erased_while_the_copy_is_taken(
    filled, copying, giving_back, tmp_path, now, monkeypatch, at_the_place
):
    """The database of the copy must not name a file that was lawfully erased before it could be copied."""
    engine, snapshots = engine_of(connection), []
    sound = put(content=b"Ett diktat", media_type="audio/webm", now=now).sha256
    snapshot = engine.snapshot

    def then_erased(*given, **more):
        found = snapshot(*given, **more)
        if not snapshots:
            erase(sha256=sound, now=now)
        snapshots.append(found)
        return found

    monkeypatch.setattr(engine, "snapshot", then_erased)
    taken = copying()
    assert len(snapshots) == 2
    assert taken.files == 3 and taken.files_missing == ()
    assert not (tmp_path / "copy" / part_of(sound)).exists()
    with another_database(), at_the_place:
        giving_back()
        assert StoredFile.objects.get(sha256=sound).erased_at == now
        all_holds(now)


def test_a_file_that_is_gone_already_is_told_and_the_rest_is_copied(filled, copying, files):
    gone, cut = StoredFile.objects.exclude(size=0).order_by("size").values_list("sha256", flat=True)
    (files / part_of(gone).removeprefix("files/")).unlink()
    os.truncate(files / part_of(cut).removeprefix("files/"), 5000)
    taken = copying()
    assert taken.files_missing == tuple(sorted([gone, cut]))
    assert taken.files == 2


def test_what_a_killed_one_has_left_is_replaced(filled, copying, tmp_path):
    left = tmp_path / "copy.unfinished"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"half")
    copying()
    assert not left.exists() and (tmp_path / "copy" / "manifest.json").exists()


def test_sums_hold_for_a_copy_that_was_moved(filled, copying, giving_back, tmp_path):
    copying()
    shutil.move(tmp_path / "copy", tmp_path / "elsewhere")
    with another_database():
        assert giving_back(source=tmp_path / "elsewhere").files == 3


def test_an_older_database_without_stored_files_is_copied_too(filled, copying, monkeypatch):
    """Before an upgrade the new program copies the old database."""
    monkeypatch.setattr("remissvakt.backup.contents.STORED_FILES", "not_there_yet")
    assert copying().files == 0
    assert taking.TRIES > 1
