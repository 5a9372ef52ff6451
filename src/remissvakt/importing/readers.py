"""Others go on reading while a file is brought in.

In SQLite's rollback journal a transaction that grows out of its cache writes to the file early, and from then
on nobody can read until it ends. With room for its pages in memory it locks readers out only while it commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Pages of 4 KB, about 200 MB: some thirty thousand referrals. Larger files spill, and readers wait.
_PAGES = 50_000


@contextmanager
def readers_go_on() -> Iterator[None]:
    """Around the writing of a file; nothing on PostgreSQL, where readers never wait."""
    if connection.vendor != "sqlite":
        yield
        return
    _set(_PAGES)
    try:
        yield
    finally:
        _set(1)


def _set(pages: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_spill = {pages:d}")
