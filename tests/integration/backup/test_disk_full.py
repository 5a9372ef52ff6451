"""A disk that is full, at the database and at a file: nothing is left, it is said why, and again works."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest
from django.db import connection

from another_database import another_database
from remissvakt.backup.take import engine_of
from remissvakt.core.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
# The database of these tests is larger than the largest file on SQLite, and smaller on PostgreSQL.
LIMITS = (4096, 100_000)


@contextmanager
def no_file_larger_than(size):
    """What a full disk does to a write, for this process: it fails in the middle of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_copy(filled, copying, tmp_path, limit):
    with no_file_larger_than(limit), pytest.raises(Refusal) as found:
        copying()
    assert found.value.code == "backup_not_written"
    assert not (tmp_path / "copy").exists() and not (tmp_path / "copy.unfinished").exists()
    assert copying().files == 3


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_given_back(filled, copying, giving_back, tmp_path, limit):
    copying()
    files = tmp_path / "place" / "files"
    with another_database():
        with no_file_larger_than(limit), pytest.raises(Refusal) as found:
            giving_back()
        assert found.value.code == "backup_not_written"
        engine_of(connection).check_empty(connection)
        assert not files.exists()
        assert giving_back().files == 3
