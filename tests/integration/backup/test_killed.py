"""Killed at every step, a copy is whole or not there; and so is what is given back."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection

from another_database import another_database, drop_it
from killing import kill_at_every_step
from remissvakt.backup import manifest as manifests
from remissvakt.backup.copying import sha256_of
from remissvakt.backup.take import engine_of
from remissvakt.core.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def whole(copy):
    """Every part is what the sealed manifest says."""
    found = manifests.read(copy)
    return all(sha256_of(copy / part) == digest for part, digest in manifests.read_sums(found, copy).items())


def test_a_copy(small, copying, tmp_path):
    copy = tmp_path / "copy"

    def whole_or_not_there():
        assert not copy.exists() or whole(copy)

    def once_more():
        if copy.exists():
            with pytest.raises(Refusal):
                copying()
        else:
            copying()

    def there():
        assert whole(copy)
        assert not list(tmp_path.glob("*.unfinished"))

    def away():
        shutil.rmtree(copy)

    steps = kill_at_every_step(copying, whole_or_not_there, done=there, again=once_more, reset=away)
    # Everything is on the disk before the copy has its name, and that is before it is told of.
    assert steps[-3:] == ["os.fsync", "os.replace", "os.fsync"] or steps[-4:-1] == [
        "os.fsync",
        "os.replace",
        "os.fsync",
    ]


def test_what_is_given_back(small, copying, giving_back, tmp_path):
    copying()
    files = tmp_path / "place" / "files"

    def operation():
        with another_database(drop=False):
            giving_back()

    def empty():
        try:
            engine_of(connection).check_empty(connection)
        except Refusal:
            return False
        return True

    def whole_or_not_there():
        with another_database(drop=False):
            assert empty() or everything()

    def everything():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_referral")
            assert cursor.fetchone() == (1,)
        return len([path for path in files.rglob("*") if path.is_file()]) == 1

    def once_more():
        with another_database(drop=False):
            if empty():
                giving_back()
            else:
                with pytest.raises(Refusal):
                    giving_back()

    def there():
        with another_database(drop=False):
            assert not empty() and everything()

    def away():
        drop_it()
        shutil.rmtree(files, ignore_errors=True)

    try:
        steps = kill_at_every_step(operation, whole_or_not_there, done=there, again=once_more, reset=away)
    finally:
        drop_it()
    assert "os.replace" in steps
    # The files, and their folders, are on the disk before there is a database that names them.
    assert "os.fsync" in steps[steps.index("os.replace") :]
