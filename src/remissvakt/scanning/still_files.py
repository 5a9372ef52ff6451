"""Which file of a shared folder is whole? One that has lain still, over two looks, for a while.

A file may be half written for as long as its writer likes, and changes made on another machine announce themselves to
nobody: so size and time are compared. Symbolic links, hidden files and the names that scanners and programs give to
what they still write are left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG

QUIET = timedelta(seconds=10)
# An empty file is what many scanners begin with.
QUIET_EMPTY = timedelta(minutes=10)
_UNFINISHED = re.compile(
    r"^[.~$]|~$|\.(tmp|temp|part|partial|crdownload|filepart|writing|lck)$", re.IGNORECASE
)
_CHUNK = 64 * 1024

Look = tuple[int, int, int]  # inode, size, time of change


class ChangedMeanwhile(Exception):
    """Somebody wrote in the file while it was read: it is not whole yet."""


class Watch:
    """Remembers how each file looked, and since when. Forgotten with the process: then it waits once more."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[Look, datetime]] = {}

    def still(self, folder: Path, *, now: datetime) -> Iterator[Path]:
        """The files of a folder that have lain still, by name."""
        there: set[Path] = set()
        for path, look in _files(folder):
            there.add(path)
            before, since = self._seen.get(path, (None, now))
            if before != look:
                self._seen[path] = (look, now)
            elif now - since >= (QUIET if look[1] else QUIET_EMPTY):
                yield path
        for path in [one for one in self._seen if one.parent == folder and one not in there]:
            del self._seen[path]


def _files(folder: Path) -> Iterator[tuple[Path, Look]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # the share is away: it is looked at again
    for entry in entries:
        if _UNFINISHED.search(entry.name) or not entry.is_file(follow_symlinks=False):
            continue
        try:
            yield Path(entry.path), look_of(entry.stat(follow_symlinks=False))
        except OSError:
            continue  # gone between two calls


def look_of(status: os.stat_result) -> Look:
    return status.st_ino, status.st_size, status.st_mtime_ns


def content_of(path: Path) -> Iterator[bytes]:
    """The bytes, from the file itself and no link. Raises ChangedMeanwhile at the end if it was written in."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(file.fileno())
        if not S_ISREG(before.st_mode):
            raise ChangedMeanwhile
        while chunk := file.read(_CHUNK):
            yield chunk
        if look_of(os.fstat(file.fileno())) != look_of(before):
            raise ChangedMeanwhile


def put_in(path: Path, folder_name: str, *, now: datetime) -> Path:
    """Move a file to a folder beside it, under a name that nothing there has; return where it lies."""
    folder = path.parent / folder_name
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(10_000):
        name = f"{now:%Y%m%d-%H%M%S}-{number}-{path.name}" if number else path.name
        target = folder / name
        try:
            # A link never takes the place of another file, as a renaming would.
            os.link(path, target, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError:
            # A share without links: what comes closest.
            if target.exists():
                continue
            path.rename(target)
            return target
        path.unlink()
        return target
    raise FileExistsError(folder)
