"""SQLite: a copy of the file by SQLite's own online backup, and the file put in its place in one step.

The pages are copied in one go. In smaller steps a writer in another process makes SQLite begin again, and with
eight clients writing it would never end; in one go they wait for it, as they wait for each other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from .contents import Contents, contents, stored_files
from .copying import sync
from .refusals import damaged, database_damaged, not_empty, not_written, program_failed

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_FULL = ("SQLITE_FULL", "SQLITE_IOERR")
_MORE = ("-journal", "-wal", "-shm")
VENDOR = "sqlite"


def version(connection: BaseDatabaseWrapper) -> str:
    return sqlite3.sqlite_version


def snapshot(connection: BaseDatabaseWrapper, *, to: Path) -> tuple[Contents, list[tuple[str, int]]]:
    """Copy the database as it is at one moment; return what is in the copy, and the stored files that it names."""
    source = _path(connection)
    with _in_words():
        # "rw" and not "ro": what a process that died has left half-written is rolled back first.
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=60)) as live,
            closing(sqlite3.connect(to)) as copy,
        ):
            # Nobody has been promised the copy yet: it is synced as a whole when it is complete.
            copy.execute("PRAGMA synchronous=OFF")
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return _look(to)


def check_empty(connection: BaseDatabaseWrapper) -> None:
    """Raises Refusal if there is a database already."""
    path = _path(connection)
    if any(path.with_name(path.name + more).exists() for more in _MORE):
        raise not_empty(str(path))
    if path.exists() and path.stat().st_size:
        raise not_empty(str(path))


@contextmanager
def put_back(connection: BaseDatabaseWrapper, *, part: Path, expected: Contents) -> Iterator[None]:
    """Lay the database beside its place, whole and durable; when the block has ended well, it takes its place."""
    path = _path(connection)
    beside = path.with_name(path.name + ".restoring")
    connection.close()
    try:
        shutil.copyfile(part, beside)
        with _in_words():
            found, _files = _look(beside)
        if found != expected:
            raise damaged(part.name)
        sync(beside)
        yield
        check_empty(connection)
        # An empty file is what looking for a database leaves. A link fails where a rename would replace.
        path.unlink(missing_ok=True)
        with suppress(FileExistsError):
            os.link(beside, path)
            sync(path.parent)
            return
        raise not_empty(str(path))
    finally:
        for left in (beside, *(beside.with_name(beside.name + more) for more in _MORE)):
            left.unlink(missing_ok=True)


def _look(path: Path) -> tuple[Contents, list[tuple[str, int]]]:
    with closing(sqlite3.connect(path)) as database:
        cursor = database.cursor()
        if cursor.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise database_damaged()
        found = contents(cursor, tables=[name for (name,) in cursor.execute(_TABLES).fetchall()])
        return found, stored_files(cursor, found=found)


def _path(connection: BaseDatabaseWrapper) -> Path:
    return Path(str(connection.settings_dict["NAME"]))


@contextmanager
def _in_words() -> Iterator[None]:
    """A disk that is full is told of as such; other faults are the database's own."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(_FULL):
            raise not_written(OSError(0, "disken är full eller går inte att skriva")) from None
        raise program_failed("SQLite") from None
