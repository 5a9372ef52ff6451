"""Copies bytes with their SHA-256, and makes what was written last through a power cut."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .refusals import busy

PIECE = 1024 * 1024


def copied(*, read: Callable[[int], bytes], to: Path) -> str:
    """Write everything that `read` gives to a new file, not yet durable; return its SHA-256."""
    digest = hashlib.sha256()
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with to.open("wb") as target:
        while piece := read(PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_durable(root: Path) -> None:
    """Sync every file and folder below, and the folder itself.

    First everything at once and then one by one: the second pass finds nothing left to write, and is told of an
    error that the first is not.
    """
    os.sync()
    for folder, _folders, files in os.walk(root):
        for name in files:
            sync(Path(folder) / name)
        sync(Path(folder))


def sync(path: Path) -> None:
    """Sync one file or folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Nobody else does the same here meanwhile. Raises Refusal. The lock goes with its process."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise busy() from None
        yield
