"""Which keys this installation has now: from its settings, or from its key file, read again when that has changed.

A server lives on while the keys are rotated: it must read files under a key that was made after it started,
and must stop using the old one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .key_ring import KeyRing, parse, write

_read: dict[tuple[str, int, int, int], KeyRing] = {}


def ring() -> KeyRing:
    """Return the keys as they are now. Raises ValueError or OSError when they cannot be read."""
    if settings.REMISSVAKT_FILE_KEY:
        return parse(settings.REMISSVAKT_FILE_KEY)
    path = Path(settings.REMISSVAKT_FILE_KEY_FILE)
    state = path.stat()
    seen = (str(path), state.st_ino, state.st_mtime_ns, state.st_size)
    found = _read.get(seen)
    if found is None:
        found = parse(path.read_text(encoding="ascii"))
        _read.clear()
        _read[seen] = found
    return found


def in_file() -> bool:
    """Whether the keys lie in a file, which the product itself may change."""
    return not settings.REMISSVAKT_FILE_KEY


class BeingChanged(Exception):
    """Another process is changing the keys."""


@contextmanager
def changing() -> Iterator[None]:
    """Nobody else changes the key file meanwhile: a key that was lost would take its files with it."""
    path = Path(settings.REMISSVAKT_FILE_KEY_FILE)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BeingChanged from None
        yield


def changed_at() -> datetime:
    """When the key file was changed last."""
    return datetime.fromtimestamp(Path(settings.REMISSVAKT_FILE_KEY_FILE).stat().st_mtime, UTC)


def replace_file(new: KeyRing) -> None:
    """Put these keys in the key file: whole and durable, or not at all."""
    path = Path(settings.REMISSVAKT_FILE_KEY_FILE)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(write(new))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
