"""Files in S3, against a real server on this machine: the same promises as on the disk, and nothing plain leaves."""

import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import time
import tracemalloc

import boto3
import pytest

from killing import kill_at_every_step
from remissvakt.storage.backends import backend_at, s3
from remissvakt.storage.errors import Damaged, Missing, NotStored, Unreachable
from remissvakt.storage.frames import FRAME
from remissvakt.storage.keys import ring
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import backend_now, check_whole, chunks, erase, put, read, read_range
from remissvakt.storage.writing import StoredBytes, write_unnamed

pytestmark = pytest.mark.django_db
BUCKET, PREFIX = "remissvakt-test", "region/files"


@pytest.fixture(scope="module")
def server():
    """A process of its own, so that the memory measured here is ours."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        assert process.poll() is None
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def bucket(server, files, settings, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    settings.REMISSVAKT_FILES = f"s3://{BUCKET}/{PREFIX}"
    backend_at.cache_clear()
    there = boto3.resource("s3").Bucket(BUCKET)
    there.create(CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield there
    there.objects.delete()
    there.delete()
    backend_at.cache_clear()


def stored(content, *, now):
    return put(content=content, media_type="audio/webm", now=now)


def key_of(row):
    return f"{PREFIX}/{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}"


def bodies(bucket):
    return {one.key: one.get()["Body"].read() for one in bucket.objects.all()}


@pytest.mark.parametrize("size", [0, 1, FRAME, 20 * FRAME + 17])
def test_what_was_put_is_given_back(bucket, now, size):
    content = os.urandom(size)
    row = stored(content, now=now)
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert list(bodies(bucket)) == [key_of(row)]
    assert read(sha256=row.sha256) == b"".join(chunks(sha256=row.sha256)) == content
    for start, stop in ((0, 1), (size // 2, size // 2 + 9), (size - 1, size + 5)):
        expected = content[max(0, start) : max(0, stop)]
        assert read_range(sha256=row.sha256, start=start, stop=stop) == expected


def test_nothing_plain_reaches_it(bucket, now):
    row = stored(b"Glaukom, 191212121212 " * 20_000, now=now)
    for body in bodies(bucket).values():
        assert b"Glaukom" not in body and b"191212121212" not in body
    told = bucket.Object(key_of(row)).get()
    assert (told["ContentType"], told["Metadata"]) == ("application/octet-stream", {})


def test_the_same_content_is_sent_once_and_keeps_its_name(bucket, now):
    row = stored(b"Remiss", now=now)
    first = bodies(bucket)
    assert stored(b"Remiss", now=now) == row
    assert bodies(bucket) == first


def test_a_harmed_object_is_refused_and_healed_under_the_same_name(bucket, now):
    content = os.urandom(2 * FRAME)
    row = stored(content, now=now)
    whole = bodies(bucket)[key_of(row)]
    for harmed in (whole[:-1], whole + b"\0", b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        bucket.Object(key_of(row)).put(Body=harmed)
        with pytest.raises(Damaged):
            check_whole(sha256=row.sha256)
        stored(content, now=now)
        assert list(bodies(bucket)) == [key_of(row)]
        assert read(sha256=row.sha256) == content
    bucket.Object(key_of(row)).delete()
    with pytest.raises(Missing):
        read(sha256=row.sha256)
    stored(content, now=now)
    assert read(sha256=row.sha256) == content


def test_a_reader_goes_on_when_the_object_is_written_anew(bucket, files, now):
    content = os.urandom(40 * FRAME)
    row = stored(content, now=now)
    backend = backend_now()
    reading = StoredBytes(backend=backend, sha256=row.sha256)
    first = b"".join(reading.frames(0, 3))
    with write_unnamed(content=[content], folder=backend.spool, keys=ring()) as written:
        backend.place(written.path, row.sha256)
    assert first + b"".join(reading.frames(3, 40)) == content


def test_a_range_of_a_large_file_fetches_only_its_part(bucket, now, monkeypatch):
    row = stored((os.urandom(FRAME) for _ in range(200)), now=now)
    fetched = []
    plain_open = s3._Open

    class Counting(plain_open):
        def read(self, start, length):
            part = super().read(start, length)
            fetched.append(len(self._block))
            return part

    monkeypatch.setattr(s3, "_Open", Counting)
    assert len(read_range(sha256=row.sha256, start=150 * FRAME, stop=151 * FRAME)) == FRAME
    assert max(fetched) <= s3.AHEAD and len(fetched) == 2


def test_large_contents_need_little_memory(bucket, now):
    tracemalloc.start()
    row = stored((bytes(FRAME) for _ in range(400)), now=now)
    assert sum(map(len, chunks(sha256=row.sha256))) == row.size == 100 * 1024 * 1024
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024


def test_erased_is_gone(bucket, now):
    row = stored(b"Diktat", now=now)
    erase(sha256=row.sha256, now=now)
    assert bodies(bucket) == {}
    with pytest.raises(Missing):
        read(sha256=row.sha256)


def test_a_server_that_does_not_answer_is_said_in_words(bucket, now, monkeypatch, settings):
    row = stored(b"Remiss", now=now)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    backend_at.cache_clear()
    with pytest.raises(Unreachable):
        read(sha256=row.sha256)
    with pytest.raises(NotStored):
        stored(b"En annan remiss", now=now)
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_put_killed_at_every_step(bucket, files, now):
    content = os.urandom(FRAME + 1)

    def acknowledged_is_there():
        for row in StoredFile.objects.all():
            assert check_whole(sha256=row.sha256) == row.key_name

    def once():
        acknowledged_is_there()
        assert StoredFile.objects.count() == len(bodies(bucket)) == 1

    def reset():
        StoredFile.objects.all().delete()
        bucket.objects.delete()

    steps = kill_at_every_step(
        lambda: stored(content, now=now), acknowledged_is_there, done=once, reset=reset
    )
    assert "S3" in steps and "commit" in steps
