"""A new key for all files, while others read, write and erase; broken off anywhere and gone on with."""

import os
import threading
from datetime import timedelta

import pytest

from killing import kill_at_every_step
from remissvakt.cli.commands import keys as command
from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.storage import keys
from remissvakt.storage.errors import Damaged, Missing, UnknownKey
from remissvakt.storage.frames import FRAME
from remissvakt.storage.key_ring import parse, with_new_key, write
from remissvakt.storage.models import StoredFile
from remissvakt.storage.rotation import on_older_keys, to_current_key, used_keys
from remissvakt.storage.store import backend_now, check_whole, chunks, erase, put, read

pytestmark = pytest.mark.django_db
OLD = "2026-11-17"


class Arguments:
    def __init__(self, action, name=""):
        self.action, self.name = action, name


def stored(content, *, now):
    return put(content=content, media_type="audio/webm", now=now)


def new_key(now):
    keys.replace_file(with_new_key(ring=keys.ring(), now=now + timedelta(days=1)))


def path_of(files, row):
    return files / row.sha256[:2] / row.sha256[2:4] / row.sha256


def test_every_file_is_moved_and_unchanged(files, now, capsys):
    contents = [os.urandom(size) for size in (0, 10, FRAME + 1)]
    rows = [stored(content, now=now) for content in contents]
    assert command.run(Arguments("rotate")) == 0
    current = keys.ring().current
    assert current != OLD
    assert [read(sha256=row.sha256) for row in rows] == contents
    assert set(StoredFile.objects.values_list("key_name", flat=True)) == {current}
    assert used_keys() == {current: 3}
    assert f"3 filer är omkrypterade med nyckeln {current}." in capsys.readouterr().out
    # And again: a key that is newer still.
    assert command.run(Arguments("rotate")) == 0
    assert len(keys.ring().keys) == 3 and used_keys() == {keys.ring().current: 3}


def test_a_rotation_broken_off_is_finished_under_the_same_key(files, now):
    rows = [stored(os.urandom(10), now=now) for _ in range(3)]
    new_key(now)
    to_current_key(sha256=rows[0].sha256, now=now)
    assert command.run(Arguments("rotate")) == 0
    assert len(keys.ring().keys) == 2
    assert used_keys() == {keys.ring().current: 3}


def test_a_file_without_a_row_is_moved_too(files, now):
    row = stored(b"Remiss", now=now)
    StoredFile.objects.all().delete()
    new_key(now)
    assert on_older_keys() == [row.sha256]
    assert command.run(Arguments("rotate")) == 0
    assert used_keys() == {keys.ring().current: 1}
    # Put again, its row says which key it is under.
    assert stored(b"Remiss", now=now).key_name == keys.ring().current


def test_what_cannot_be_read_is_left_named_and_stops_nothing(files, now, capsys):
    bad, gone, good = (stored(content, now=now) for content in (b"a" * 99, b"b", b"c"))
    harmed = path_of(files, bad).read_bytes()[:-1] + b"x"
    path_of(files, bad).write_bytes(harmed)
    path_of(files, gone).unlink()
    for times in (1, 2):
        assert command.run(Arguments("rotate")) == 1
        assert len(keys.ring().keys) == 1 + times
        assert path_of(files, bad).read_bytes() == harmed
        assert check_whole(sha256=good.sha256) == keys.ring().current
    printed = capsys.readouterr().out
    assert bad.sha256 in printed and gone.sha256 in printed and "2 filer gick inte att läsa" in printed


def test_a_reader_that_began_before_goes_on(files, now):
    content = os.urandom(5 * FRAME)
    row = stored(content, now=now)
    reading = chunks(sha256=row.sha256)
    first = next(reading)
    assert command.run(Arguments("rotate")) == 0
    assert first + b"".join(reading) == content


@pytest.mark.django_db(transaction=True)
def test_readers_meanwhile_find_every_file_whole(files, now):
    contents = {stored(content, now=now).sha256: content for content in (os.urandom(FRAME) for _ in range(4))}
    stop, faults, reads = threading.Event(), [], []

    def keep_reading():
        while not stop.is_set():
            for sha256, content in contents.items():
                try:
                    reads.append(sha256)
                    assert read(sha256=sha256) == content
                except Exception as error:
                    faults.append(error)

    reader = threading.Thread(target=keep_reading)
    reader.start()
    for _ in range(5):
        assert command.run(Arguments("rotate")) == 0
    stop.set()
    reader.join()
    assert faults == [] and len(reads) > len(contents)


def test_what_was_erased_meanwhile_does_not_come_back(files, now, monkeypatch):
    row = stored(b"Diktat", now=now)
    new_key(now)
    place = type(backend_now()).exists

    def erased_just_before(self, name):
        erase(sha256=name, now=now)
        monkeypatch.undo()
        return place(self, name)

    monkeypatch.setattr(type(backend_now()), "exists", erased_just_before)
    to_current_key(sha256=row.sha256, now=now)
    with pytest.raises(Missing):
        read(sha256=row.sha256)


def test_a_server_that_was_started_before_uses_the_new_key(files, now):
    assert keys.ring().current == OLD
    new_key(now)
    assert stored(b"Remiss", now=now).key_name == keys.ring().current != OLD


def test_a_key_is_removed_only_when_nothing_needs_it(files, now, capsys, settings):
    row = stored(b"Remiss", now=now)

    def refused(name, reason):
        before = files.parent.joinpath("file_key").read_text()
        with pytest.raises(UsageError, match=reason):
            command.run(Arguments("remove", name))
        assert files.parent.joinpath("file_key").read_text() == before

    refused(OLD, "används för allt nytt")
    refused("annan", "ingen nyckel med det namnet")
    new_key(now)
    refused(OLD, "mindre än en timme")
    long_ago = (SystemClock().now() - timedelta(hours=2)).timestamp()
    os.utime(settings.REMISSVAKT_FILE_KEY_FILE, (long_ago, long_ago))
    refused(OLD, "1 filer ligger under den nyckeln")
    assert command.run(Arguments("rotate")) == 0
    assert command.run(Arguments("remove", OLD)) == 0
    assert list(keys.ring().keys) == [row_key := keys.ring().current]
    assert check_whole(sha256=row.sha256) == row_key
    assert f"Nyckeln {OLD} är borttagen." in capsys.readouterr().out


def test_the_list_counts_and_warns(files, now, capsys, settings):
    stored(b"Remiss", now=now)
    new_key(now)
    stored(b"Svar", now=now)
    assert command.run(Arguments("list")) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{keys.ring().current}: 1 filer, nuvarande",
        f"{OLD}: 1 filer",
    ]
    settings.REMISSVAKT_FILE_KEY = write(parse("annan:" + "A" * 43 + "=")).strip()
    assert command.run(Arguments("list")) == 1
    assert f"{OLD}: 1 filer, NYCKELN SAKNAS" in capsys.readouterr().out


def test_keys_of_the_environment_are_changed_there(files, now, settings):
    old = settings.REMISSVAKT_FILE_KEY_FILE.read_text().strip()
    row = stored(b"Remiss", now=now)
    settings.REMISSVAKT_FILE_KEY = old
    with pytest.raises(UsageError, match="först i REMISSVAKT_FILE_KEY"):
        command.run(Arguments("rotate"))
    with pytest.raises(UsageError, match="ta bort den där"):
        command.run(Arguments("remove", OLD))
    settings.REMISSVAKT_FILE_KEY = "ny:" + "A" * 43 + "=," + old
    assert command.run(Arguments("rotate")) == 0
    settings.REMISSVAKT_FILE_KEY = settings.REMISSVAKT_FILE_KEY.partition(",")[0]
    assert read(sha256=row.sha256) == b"Remiss"
    settings.REMISSVAKT_FILE_KEY = old
    with pytest.raises(UnknownKey):
        read(sha256=row.sha256)


def test_two_rotations_at_once_are_one(files, now):
    with keys.changing(), pytest.raises(UsageError, match="ändras just nu"):
        command.run(Arguments("rotate"))
    assert list(keys.ring().keys) == [OLD]


def test_a_full_disk_is_said_in_words_and_the_rest_is_done_later(files, now, monkeypatch):
    rows = [stored(os.urandom(10), now=now) for _ in range(3)]
    place, left = type(backend_now()).place, [1]

    def full(self, written, name):
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()
        place(self, written, name)

    with monkeypatch.context() as patched:
        patched.setattr(type(backend_now()), "place", full)
        with pytest.raises(UsageError, match="No space left on device"):
            command.run(Arguments("rotate"))
    assert used_keys() == {OLD: 2, keys.ring().current: 1}
    assert command.run(Arguments("rotate")) == 0
    assert len(keys.ring().keys) == 2 and {check_whole(sha256=row.sha256) for row in rows} == {
        keys.ring().current
    }


def test_a_content_that_is_not_its_name_is_not_written(files, now, monkeypatch):
    row = stored(b"Remiss", now=now)
    new_key(now)
    monkeypatch.setattr("remissvakt.storage.rotation.chunks", lambda sha256: iter([b"Annat"]))
    with pytest.raises(Damaged):
        to_current_key(sha256=row.sha256, now=now)
    assert check_whole(sha256=row.sha256) == OLD


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_step(files, now, settings):
    contents = [os.urandom(20), os.urandom(FRAME + 1)]
    rows = [stored(content, now=now) for content in contents]

    def all_are_readable():
        assert [read(sha256=row.sha256) for row in rows] == contents
        assert OLD in keys.ring().keys

    def moved():
        all_are_readable()
        current = keys.ring().current
        assert used_keys() == {current: 2} and current != OLD
        assert set(StoredFile.objects.values_list("key_name", flat=True)) == {current}

    files.parent.joinpath("keys").mkdir()
    settings.REMISSVAKT_FILE_KEY_FILE = settings.REMISSVAKT_FILE_KEY_FILE.rename(
        files.parent / "keys" / "file_key"
    )
    steps = kill_at_every_step(
        lambda: command.run(Arguments("rotate")),
        all_are_readable,
        done=moved,
        folders=[files, files.parent / "keys"],
    )
    assert steps.count("commit") >= 2 and steps.count("os.replace") == 3
