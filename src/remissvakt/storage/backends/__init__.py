"""Where the encrypted bytes lie. A backend knows names and bytes, and nothing of keys, rows or patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol


class Replaced(Exception):
    """The file was written anew while it was being read: open it again and go on where you were."""


class Handle(Protocol):
    """One stored file, open: all its bytes are of the same writing."""

    @property
    def size(self) -> int: ...
    def read(self, start: int, length: int) -> bytes:
        """Return these bytes, fewer at the end. Raises Replaced."""

    def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Found:
    """One file that is there, whether or not anybody knows of it."""

    name: str
    size: int
    at: datetime


class Backend(Protocol):
    """A place for files. Names are SHA-256 in hex."""

    @property
    def spool(self) -> Path:
        """The folder in which a file is written, encrypted, before it has its name."""

    def open(self, name: str) -> Handle:
        """Raises Missing."""

    def exists(self, name: str) -> bool: ...
    def place(self, written: Path, name: str) -> None:
        """Give a written file its name, instead of what may be there, and return when that is durable."""

    def delete(self, name: str) -> None:
        """Remove it durably; it is no fault if it is not there."""

    def found(self) -> Iterator[Found]:
        """All files, in the order of their names."""


@lru_cache(maxsize=8)
def backend_at(where: str, spool: Path) -> Backend:
    """Return the backend of an address: `s3://bucket/prefix`, or a folder."""
    if where.startswith("s3://"):
        from .s3 import S3

        return S3(where, spool)
    from .disk import Disk

    return Disk(Path(where))
