"""Files in a folder of this machine: ab/cd/abcd…, each written whole elsewhere and then given its name."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..errors import Damaged, Missing
from . import Found

_NAME = re.compile(r"^[0-9a-f]{64}$")


class Disk:
    """A folder. What has been placed or deleted is so after a power cut too."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def spool(self) -> Path:
        return self.root / "unfinished"

    def open(self, name: str) -> _Open:
        try:
            return _Open(os.open(self._path(name), os.O_RDONLY))
        except FileNotFoundError:
            raise Missing from None
        except OSError:
            raise Damaged("unreadable") from None

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def place(self, written: Path, name: str) -> None:
        path = self._path(name)
        self._make(path.parent)
        written.replace(path)
        _sync(path.parent)

    def delete(self, name: str) -> None:
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            _sync(path.parent)

    def found(self) -> Iterator[Found]:
        for first in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(first.glob("[0-9a-f][0-9a-f]/*")):
                if _NAME.match(path.name):
                    with contextlib.suppress(FileNotFoundError):
                        state = path.stat()
                        at = datetime.fromtimestamp(state.st_mtime, UTC)
                        yield Found(name=path.name, size=state.st_size, at=at)

    def _path(self, name: str) -> Path:
        if not _NAME.match(name):
            raise ValueError("not the name of a stored file")
        return self.root / name[:2] / name[2:4] / name

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)


class _Open:
    """A file that keeps its bytes while another is given its name."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def read(self, start: int, length: int) -> bytes:
        parts = []
        while length > 0 and (part := os.pread(self._descriptor, length, start)):
            parts.append(part)
            start, length = start + len(part), length - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        os.close(self._descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
