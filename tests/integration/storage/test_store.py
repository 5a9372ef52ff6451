"""Contents are put and given back: once each, encrypted, whole or not at all."""

import gc
import hashlib
import io
import os
import stat
import tracemalloc
from pathlib import Path

import pytest

from racing import race
from remissvakt.storage.errors import Damaged, Missing, NotStored, UnknownKey
from remissvakt.storage.frames import FRAME, HEADER, TAG
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import check_whole, chunks, erase, put, read, read_range

pytestmark = pytest.mark.django_db
SIZES = [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17]


def stored(content, *, now):
    return put(content=content, media_type="application/pdf", now=now)


def path_of(files, row):
    return files / row.sha256[:2] / row.sha256[2:4] / row.sha256


def open_files():
    return len(list(Path("/dev/fd").iterdir()))


def all_files(files):
    return [path for path in files.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_is_given_back(files, now, size):
    content = os.urandom(size)
    row = stored(content, now=now)
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert (row.size, row.media_type, row.stored_at) == (size, "application/pdf", now)
    assert read(sha256=row.sha256) == content
    assert b"".join(chunks(sha256=row.sha256)) == content
    assert check_whole(sha256=row.sha256) == row.key_name == "2026-11-17"
    assert path_of(files, row).stat().st_size == HEADER + size + TAG * max(1, -(-size // FRAME))


def test_bytes_a_file_and_pieces_of_any_size_are_the_same_content(files, now):
    content = os.urandom(2 * FRAME + 5)
    pieces = [content[:1], b"", content[1 : FRAME + 9], content[FRAME + 9 :]]
    rows = {stored(given, now=now).sha256 for given in (content, io.BytesIO(content), iter(pieces))}
    assert len(rows) == StoredFile.objects.count() == len(all_files(files)) == 1


@pytest.mark.parametrize("size", SIZES)
def test_a_range_is_that_of_the_content(files, now, size):
    content = os.urandom(size)
    row = stored(content, now=now)
    edges = [0, 1, FRAME - 1, FRAME, FRAME + 1, size - 1, size, size + 10]
    for start in edges:
        for stop in edges:
            expected = content[max(0, start) : max(0, stop)]
            assert read_range(sha256=row.sha256, start=start, stop=stop) == expected


def test_a_range_needs_only_the_frames_it_lies_in(files, now):
    row = stored(os.urandom(10 * FRAME), now=now)
    path = path_of(files, row)
    with path.open("r+b") as file:
        file.seek(HEADER + 9 * (FRAME + TAG))
        file.write(bytes(FRAME))
    assert len(read_range(sha256=row.sha256, start=8 * FRAME, stop=9 * FRAME)) == FRAME
    with pytest.raises(Damaged):
        read_range(sha256=row.sha256, start=8 * FRAME, stop=9 * FRAME + 1)


def test_pieces_that_nobody_reads_hold_no_file_open(files, now):
    row = stored(os.urandom(3 * FRAME), now=now)
    before = open_files()
    for _ in range(20):
        chunks(sha256=row.sha256)
        next(chunks(sha256=row.sha256))
    gc.collect()
    assert open_files() <= before


def test_nothing_plain_lies_on_the_disk(files, now):
    row = stored(b"Glaukom, 191212121212 " * 20_000, now=now)
    raw = path_of(files, row).read_bytes()
    assert b"Glaukom" not in raw and b"191212121212" not in raw
    assert stat.S_IMODE(path_of(files, row).stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.rglob("*") if path.is_dir()} == {0o700}


def test_the_same_content_encrypted_twice_looks_different(files, now):
    row = stored(b"Remiss", now=now)
    first = path_of(files, row).read_bytes()
    path_of(files, row).unlink()
    stored(b"Remiss", now=now)
    assert path_of(files, row).read_bytes() != first


def test_hundred_megabytes_need_no_memory(files, now):
    piece = os.urandom(1024 * 1024)
    tracemalloc.start()
    row = stored((piece for _ in range(100)), now=now)
    assert sum(map(len, chunks(sha256=row.sha256))) == row.size == 100 * len(piece)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * FRAME


def test_a_content_that_stops_half_way_leaves_nothing(files, now):
    def broken():
        yield b"x" * FRAME * 2
        raise ConnectionError

    with pytest.raises(NotStored):
        stored(broken(), now=now)
    assert all_files(files) == [] and not StoredFile.objects.exists()


def test_a_disk_that_takes_nothing_is_said_in_words(files, now, monkeypatch):
    monkeypatch.setattr("remissvakt.storage.writing.os.fsync", lambda _file: (_ for _ in ()).throw(OSError))
    with pytest.raises(NotStored, match="Inget är sparat"):
        stored(b"Remiss", now=now)
    assert all_files(files) == [] and not StoredFile.objects.exists()


@pytest.mark.parametrize("harm", ["gone", "byte", "cut", "longer", "other"])
def test_a_harmed_file_is_refused_and_healed_by_putting_it_again(files, now, harm):
    content = os.urandom(FRAME + 100)
    row, other = stored(content, now=now), stored(b"Annat", now=now)
    path = path_of(files, row)
    raw = bytearray(path.read_bytes())
    if harm == "gone":
        path.unlink()
    elif harm == "byte":
        raw[-20] ^= 1
        path.write_bytes(raw)
    elif harm == "cut":
        path.write_bytes(raw[: HEADER + FRAME + TAG])
    elif harm == "longer":
        path.write_bytes(raw + b"\0")
    else:
        path.write_bytes(path_of(files, other).read_bytes())
    with pytest.raises(Missing if harm == "gone" else Damaged):
        read(sha256=row.sha256)
    assert stored(content, now=now).sha256 == row.sha256
    assert read(sha256=row.sha256) == content
    assert read(sha256=other.sha256) == b"Annat"


def test_a_file_under_another_installations_key_is_refused(files, now, settings):
    row = stored(b"Remiss", now=now)
    settings.REMISSVAKT_FILE_KEY = "elsewhere:" + "A" * 43 + "="
    with pytest.raises(UnknownKey) as refused:
        read(sha256=row.sha256)
    assert refused.value.key_name == "2026-11-17"


def test_nothing_is_stored_under_a_name_that_is_not_known(files):
    with pytest.raises(Missing):
        read(sha256="0" * 64)
    with pytest.raises(ValueError):
        read(sha256="../file_key")


def test_erased_is_gone_and_can_be_put_again(files, now):
    row = stored(b"Diktat", now=now)
    for _ in range(2):
        erase(sha256=row.sha256, now=now)
        assert all_files(files) == []
        assert StoredFile.objects.get().erased_at == now
        with pytest.raises(Missing):
            read(sha256=row.sha256)
    stored(b"Diktat", now=now)
    assert StoredFile.objects.get().erased_at is None
    assert read(sha256=row.sha256) == b"Diktat"


@pytest.mark.django_db(transaction=True)
def test_the_same_content_from_many_at_once_is_one_file(files, now):
    content = os.urandom(FRAME + 1)
    ends = race([lambda: stored(content, now=now).sha256] * 6)
    assert set(ends) == {hashlib.sha256(content).hexdigest()}
    assert len(all_files(files)) == StoredFile.objects.count() == 1
    assert read(sha256=ends[0]) == content
