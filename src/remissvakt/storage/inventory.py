"""Compares the rows with the files: both in the order of their names, so that any number fits in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from .backends import Found
from .models import StoredFile
from .references import nobody_refers
from .store import UNDER_WAY, backend_now

LONG_DEAD = timedelta(days=1)


def side_by_side() -> Iterator[tuple[StoredFile | None, Found | None]]:
    """Give each name once: with its row, its file, or both."""
    files = backend_now().found()
    file = next(files, None)
    for row in StoredFile.objects.order_by("sha256").iterator(chunk_size=2000):
        while file and file.name < row.sha256:
            yield None, file
            file = next(files, None)
        if file and file.name == row.sha256:
            yield row, file
            file = next(files, None)
        else:
            yield row, None
    while file:
        yield None, file
        file = next(files, None)


def files_without_row(*, now: datetime) -> Iterator[str]:
    """Files that nobody knows of, older than what can be under way: left by something that died. They are kept."""
    for row, found in side_by_side():
        old = row is None and found and found.at < now - UNDER_WAY
        if old and found and not StoredFile.objects.filter(sha256=found.name).exists():
            yield found.name


def rows_without_use(*, now: datetime) -> Iterator[str]:
    """Stored files that nothing refers to, likewise."""
    rows = StoredFile.objects.filter(erased_at=None, stored_at__lt=now - UNDER_WAY)
    yield from nobody_refers(rows).order_by("sha256").values_list("sha256", flat=True).iterator()


def remove_unfinished(*, now: datetime) -> int:
    """Remove what was being written by a process that died: encrypted pieces that never got a name."""
    count = 0
    for path in backend_now().spool.glob("*.*"):
        with contextlib.suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - LONG_DEAD:
                path.unlink()
                count += 1
    return count
