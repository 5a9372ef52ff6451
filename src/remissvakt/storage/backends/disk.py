"""Files in a folder of this machine: ab/cd/abcd…, each written whole elsewhere and then given its name."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path

from ..errors import Damaged, Missing
from . import Found

_NAME = re.compile(r"^[0-9a-f]{64}$")


class Disk:
    """A folder. What has been placed or deleted is so after a power cut too."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lasting: set[Path] = set()  # folders that this process knows to be there after a power cut

    @property
    def spool(self) -> Path:
        return self.root / "unfinished"

    def open(self, name: str) -> _Open:
        try:
            return _Open(self._path(name).open("rb", buffering=0))
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
        if folder in self._lasting and folder.is_dir():
            return
        if folder != self.root:
            self._make(folder.parent)
        # Another process may have made it, and not yet made that last.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)
        self._lasting.add(folder)


class _Open:
    """A file that keeps its bytes while another is given its name."""

    def __init__(self, file: RawIOBase) -> None:
        # A file and not its number alone: whoever never reads it to the end lets go of it all the same.
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def read(self, start: int, length: int) -> bytes:
        parts = []
        while length > 0 and (part := os.pread(self._file.fileno(), length, start)):
            parts.append(part)
            start, length = start + len(part), length - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        self._file.close()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
