"""Files in an S3 bucket, through django-storages (the extra "s3"). What is sent there is encrypted already."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from ..errors import Damaged, Missing, Unreachable
from . import Found, Replaced

# Frames are asked for one by one; S3 is asked for this much at a time.
AHEAD = 4 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}$")
_MISSING, _REPLACED, _EMPTY = ("404", "NoSuchKey"), ("412", "PreconditionFailed"), ("416", "InvalidRange")


class S3:
    """A bucket and a prefix. Addresses and credentials come from the standard AWS_… variables."""

    def __init__(self, where: str, spool: Path) -> None:
        bucket, _slash, prefix = where.removeprefix("s3://").partition("/")
        self.spool = spool
        self._storage = S3Storage(
            bucket_name=bucket,
            location=prefix.strip("/"),
            default_acl=None,
            # A name is a content: writing it again is repairing it, and must not get a name of its own.
            file_overwrite=True,
            object_parameters={"ContentType": "application/octet-stream"},
            # One part at a time: with threads, ten wait in memory.
            transfer_config=TransferConfig(use_threads=False),
        )

    def open(self, name: str) -> _Open:
        return _Open(self._object(name))

    def exists(self, name: str) -> bool:
        with _in_words():
            return self._storage.exists(_path(name))

    def place(self, written: Path, name: str) -> None:
        with _in_words(), written.open("rb") as file:
            if self._storage.save(_path(name), File(file)) != _path(name):
                raise Unreachable

    def delete(self, name: str) -> None:
        with _in_words():
            self._storage.delete(_path(name))

    def found(self) -> Iterator[Found]:
        location = self._storage.location
        bucket = self._storage.connection.Bucket(self._storage.bucket_name)
        with _in_words():
            for one in bucket.objects.filter(Prefix=f"{location}/" if location else ""):
                if match := _NAME.search(one.key):
                    yield Found(name=match[0], size=one.size, at=one.last_modified)

    def _object(self, name: str) -> Any:
        key = "/".join(filter(None, [self._storage.location, _path(name)]))
        return self._storage.connection.Object(self._storage.bucket_name, key)


class _Open:
    """An object, read piece by piece, all of one writing: its ETag says which."""

    def __init__(self, thing: Any) -> None:
        self._object = thing
        with _in_words():
            first = thing.get(Range=f"bytes=0-{AHEAD - 1}")
            self._tag = first["ETag"]
            self.size = int(first["ContentRange"].rpartition("/")[2])
            self._start, self._block = 0, first["Body"].read()

    def read(self, start: int, length: int) -> bytes:
        stop = min(start + length, self.size)
        if start >= stop:
            return b""
        if not self._start <= start <= stop <= self._start + len(self._block):
            last = min(start + max(length, AHEAD), self.size) - 1
            with _in_words():
                answer = self._object.get(Range=f"bytes={start}-{last}", IfMatch=self._tag)
                self._start, self._block = start, answer["Body"].read()
        return self._block[start - self._start : stop - self._start]

    def close(self) -> None:
        self._block = b""


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What the service answers, as what it means for a file."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        if code in _MISSING:
            raise Missing from None
        if code in _REPLACED:
            raise Replaced from None
        if code in _EMPTY:
            raise Damaged("too short") from None
        raise Unreachable from error
    except (BotoCoreError, Boto3Error) as error:
        raise Unreachable from error


def _path(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name}"
