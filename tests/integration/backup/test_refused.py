"""A copy that is not whole, or not for this place, is refused before anything is touched."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from another_database import another_database, drop_it
from remissvakt.backup import manifest as manifests
from remissvakt.backup.copying import alone
from remissvakt.backup.postgresql import _program
from remissvakt.backup.take import engine_of
from remissvakt.core.refusal import Refusal
from remissvakt.storage.key_ring import KeyRing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def refused(giving_back, tmp_path):
    """Give back, expect this code, and see that the place is as empty as before."""

    def try_it(code, **more):
        with another_database(drop=False):
            with pytest.raises(Refusal) as found:
                giving_back(**more)
            assert found.value.code == code, found.value
            assert found.value.message
            engine_of(connection).check_empty(connection)
        assert not [
            path for path in (tmp_path / "place").rglob("*") if path.is_file() and path.suffix != ".lock"
        ]

    yield try_it
    drop_it()


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _turn_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _turn_a_bit, Path.unlink])
def test_each_part_damaged(filled, copying, refused, tmp_path, harm):
    taken = copying()
    copy = tmp_path / "copy"
    database = copy / manifests.DATABASES[taken.engine]
    largest = max((copy / "files").rglob("????????????????????*"), key=lambda path: path.stat().st_size)
    for path in (copy / manifests.MANIFEST, copy / manifests.SUMS, database, largest):
        whole = path.read_bytes()
        harm(path)
        refused("backup_damaged")
        path.write_bytes(whole)


def test_parts_exchanged_or_added(filled, copying, refused, tmp_path):
    copying()
    sums = tmp_path / "copy" / manifests.SUMS
    with sums.open("a") as file:
        file.write(f"{'0' * 64}  ../outside\n")
    refused("backup_damaged")


def test_a_sealed_list_cannot_name_what_lies_outside(filled, copying, refused, tmp_path):
    """Also a list that somebody has sealed anew names parts of a copy, and nothing else."""
    taken, copy = copying(), tmp_path / "copy"
    sums = manifests.read_sums(taken, copy) | {"../outside": "0" * 64}
    manifests.write(replace(taken, sums=manifests.write_sums(sums, copy)), copy)
    refused("backup_damaged")


def test_counts_and_chains_are_compared_with_what_came_in(filled, copying, refused, tmp_path):
    taken, copy = copying(), tmp_path / "copy"
    counts = taken.contents.counts
    for other in (
        replace(taken.contents, counts=counts | {"referrals_event": counts["referrals_event"] + 1}),
        replace(taken.contents, timelines="0" * 64),
        replace(taken.contents, administration="0" * 64),
    ):
        manifests.write(replace(taken, contents=other), copy)
        refused("backup_damaged")


def test_a_newer_version(filled, copying, refused, tmp_path):
    taken = copying()
    newer = replace(taken.contents, migrations=[*taken.contents.migrations, "referrals.9999_later"])
    manifests.write(replace(taken, contents=newer), tmp_path / "copy")
    refused("backup_newer")


def test_of_another_engine(filled, copying, refused, tmp_path):
    taken = copying()
    other = "sqlite" if taken.engine == "postgresql" else "postgresql"
    manifests.write(replace(taken, engine=other), tmp_path / "copy")
    refused("backup_of_another_engine")


def test_keys_that_are_not_here_or_are_others_by_the_same_name(filled, copying, refused, giving_back):
    (name,) = copying().key_names
    for ring in (KeyRing(keys={"2020-01-01": b"1" * 32}), KeyRing(keys={name: b"1" * 32})):
        refused("backup_key_missing", ring=ring)
    with another_database():
        assert giving_back(ring=ring, without_keys=True).files == 3


def test_files_do_not_go_to_s3(filled, copying, refused):
    copying()
    refused("backup_files_to_a_folder", files="s3://hink/remissvakt")


def test_a_place_that_is_not_empty(filled, copying, giving_back, tmp_path, files):
    copying()
    before = sorted(files.rglob("*"))
    with pytest.raises(Refusal) as found:
        giving_back(files=str(files))
    assert found.value.code == "place_not_empty"
    assert sorted(files.rglob("*")) == before
    other = tmp_path / "place" / "files" / "ab" / "cd" / ("ab" + "cd" * 31)
    other.parent.mkdir(parents=True)
    other.write_bytes(b"Ett annat svar")
    with another_database(), pytest.raises(Refusal) as found:
        giving_back()
    assert found.value.code == "place_not_empty"
    assert other.read_bytes() == b"Ett annat svar"


def test_a_copy_is_not_laid_over_anything(filled, copying, tmp_path):
    copying()
    manifest = (tmp_path / "copy" / "manifest.json").read_bytes()
    with pytest.raises(Refusal) as found:
        copying()
    assert found.value.code == "place_not_empty"
    assert (tmp_path / "copy" / "manifest.json").read_bytes() == manifest


def test_two_at_once(filled, copying, giving_back, tmp_path):
    with alone(tmp_path / ".remissvakt-backup.lock"), pytest.raises(Refusal) as found:
        copying()
    assert found.value.code == "backup_under_way"
    copying()
    with another_database(), alone(tmp_path / "place" / "restore.lock"), pytest.raises(Refusal) as found:
        giving_back()
    assert found.value.code == "backup_under_way"


def test_programs_of_postgresql_that_are_missing_or_older(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal) as found:
        _program("pg_dump", server=98)
    assert found.value.code == "program_missing"
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 97.4 (Debian 97.4-1)'\n")
    program.chmod(0o700)
    with pytest.raises(Refusal) as found:
        _program("pg_dump", server=98)
    assert found.value.code == "program_older"
    assert _program("pg_dump", server=97) == str(program)
