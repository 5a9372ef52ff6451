"""Puts contents away and gives them back, by the SHA-256 of their plain bytes. Who may is decided above.

The bytes are durable before their row is; the same content twice is one file, and heals it if it was damaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from .backends import Backend, backend_at
from .errors import Damaged, Missing, NotStored, Unreachable
from .frames import FRAME
from .keys import ring
from .models import StoredFile
from .writing import StoredBytes, Written, write_unnamed

# A file is placed before its row is committed, and its row before what refers to it.
UNDER_WAY = timedelta(hours=1)

Content = bytes | BinaryIO | Iterable[bytes]


def put(*, content: Content, media_type: str, now: datetime) -> StoredFile:
    """Store the content and return its row. Raises NotStored when the storage does not take it.

    Idempotent: a content that is there already, whole, is left as it is.
    """
    backend = backend_now()
    try:
        with write_unnamed(content=_pieces(content), folder=backend.spool, keys=ring()) as written:
            return _keep(written, backend=backend, media_type=media_type, now=now)
    except (OSError, Unreachable):
        raise NotStored from None


def _keep(written: Written, *, backend: Backend, media_type: str, now: datetime) -> StoredFile:
    name = written.header.sha256
    there = key_if_whole(sha256=name)
    with transaction.atomic():
        # Whoever puts, rotates or erases this content waits here for the others.
        StoredFile.objects.bulk_create(
            [
                StoredFile(
                    sha256=name,
                    size=written.header.size,
                    media_type=media_type,
                    key_name=there or written.header.key_name,
                    stored_at=now,
                    verified_at=now,
                )
            ],
            ignore_conflicts=True,
        )
        row = StoredFile.objects.select_for_update().get(sha256=name)
        if not there or not backend.exists(name):
            backend.place(written.path, name)
            row.key_name, row.erased_at = written.header.key_name, None
        # Who has just put it is about to refer to it: see `at_rest`.
        row.verified_at = now
        row.save(update_fields=["key_name", "erased_at", "verified_at"])
    return row


def read(*, sha256: str) -> bytes:
    """Return the whole content. Raises Missing or Damaged."""
    return b"".join(chunks(sha256=sha256))


def chunks(*, sha256: str) -> Iterator[bytes]:
    """Give the content piece by piece. Raises Missing or Damaged: at once for what the header shows."""
    stored = StoredBytes(backend=backend_now(), sha256=sha256)
    return _all_of(stored)


def _all_of(stored: StoredBytes) -> Iterator[bytes]:
    try:
        yield from stored.frames(0, stored.header.frames)
    finally:
        stored.close()


def read_range(*, sha256: str, start: int, stop: int) -> bytes:
    """Return bytes `start` to before `stop`, fewer at the end. Only the frames they lie in are read."""
    stored = StoredBytes(backend=backend_now(), sha256=sha256)
    try:
        start, stop = max(0, start), min(stop, stored.header.size)
        if start >= stop:
            return b""
        first, end = start // FRAME, (stop - 1) // FRAME + 1
        plain = b"".join(stored.frames(first, end))
        return plain[start - first * FRAME : stop - first * FRAME]
    finally:
        stored.close()


def check_whole(*, sha256: str) -> str:
    """Decrypt everything and compare with the SHA-256; return the key's name. Raises Missing or Damaged."""
    stored = StoredBytes(backend=backend_now(), sha256=sha256)
    digest = hashlib.sha256()
    for piece in _all_of(stored):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        raise Damaged("another content")
    return stored.header.key_name


def key_if_whole(*, sha256: str) -> str | None:
    """Return the name of the key if the content is there and undamaged."""
    try:
        return check_whole(sha256=sha256)
    except (Missing, Damaged):
        return None


def erase(*, sha256: str, now: datetime) -> None:
    """Remove the bytes for good and say so in the row. Only for sound whose time is over (speech/retention.py).

    The row stays locked until the caller's transaction ends; whoever asks has made sure that nothing else needs it.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(sha256=sha256)
        backend_now().delete(sha256)
        row.erased_at = row.erased_at or now
        row.save(update_fields=["erased_at"])


def at_rest(*, now: datetime) -> Q:
    """Which rows nobody is just putting: what refers to a content is written after it, by another transaction."""
    return Q(verified_at=None) | Q(verified_at__lt=now - UNDER_WAY)


def backend_now() -> Backend:
    """The place that the settings name."""
    return backend_at(str(settings.REMISSVAKT_FILES), Path(settings.REMISSVAKT_DATA) / "unfinished")


def _pieces(content: Content) -> Iterable[bytes]:
    if isinstance(content, bytes | bytearray | memoryview):
        return (bytes(content),)
    if hasattr(content, "read"):
        return iter(lambda: content.read(FRAME), b"")
    return content
