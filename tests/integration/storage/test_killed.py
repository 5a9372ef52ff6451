"""Put and erase, killed at every step: what was acknowledged is there, and again is once."""

import hashlib
import os

import pytest

from killing import kill_at_every_step
from remissvakt.storage.frames import FRAME
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import backend_now, erase, put, read

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = os.urandom(FRAME + 1)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def rows_have_their_files():
    for row in StoredFile.objects.filter(erased_at=None):
        assert hashlib.sha256(read(sha256=row.sha256)).hexdigest() == row.sha256


def named_files():
    return [found.name for found in backend_now().found()]


def test_put(files, now):
    before = put(content=b"Det som fanns", media_type="text/plain", now=now)

    def once():
        assert sorted(named_files()) == sorted([before.sha256, SHA256])
        assert StoredFile.objects.count() == 2
        rows_have_their_files()

    steps = kill_at_every_step(
        lambda: put(content=CONTENT, media_type="audio/webm", now=now),
        rows_have_their_files,
        done=once,
        folders=[files],
    )
    assert {"open for writing", "os.fsync", "os.replace", "commit", "the end"} <= set(steps)
    # The bytes are safe, and so is their name, before the row says that they are there.
    in_the_end = steps[steps.index("os.replace") :]
    assert "os.fsync" in in_the_end[: in_the_end.index("commit")]
    assert len(steps) > 10


def test_put_what_was_damaged(files, now):
    put(content=CONTENT, media_type="audio/webm", now=now)
    (files / SHA256[:2] / SHA256[2:4] / SHA256).write_bytes(b"skada")

    def whole():
        assert read(sha256=SHA256) == CONTENT and StoredFile.objects.count() == 1

    steps = kill_at_every_step(
        lambda: put(content=CONTENT, media_type="audio/webm", now=now),
        lambda: None,
        done=whole,
        folders=[files],
    )
    assert "os.replace" in steps


def test_erase(files, now):
    put(content=CONTENT, media_type="audio/webm", now=now)
    kept = put(content=b"Ett annat diktat", media_type="audio/webm", now=now)

    def nothing_is_called_erased_that_is_there():
        if StoredFile.objects.get(sha256=SHA256).erased_at:
            assert SHA256 not in named_files()
        assert read(sha256=kept.sha256) == b"Ett annat diktat"

    def gone():
        assert named_files() == [kept.sha256]
        assert StoredFile.objects.get(sha256=SHA256).erased_at == now

    steps = kill_at_every_step(
        lambda: erase(sha256=SHA256, now=now),
        nothing_is_called_erased_that_is_there,
        done=gone,
        folders=[files],
    )
    assert {"os.unlink", "commit"} <= set(steps)
