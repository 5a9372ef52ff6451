"""What a database holds, in numbers and hashes that a restored one must give again. By bare SQL: it may be older."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

STORED_FILES = "storage_storedfile"
_ADMINISTRATION = "SELECT name, sequence, hash FROM audit_chainhead ORDER BY name"
_TIMELINES = "SELECT id, event_count, event_hash FROM referrals_referral ORDER BY id"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
_STORED = f"SELECT sha256, size FROM {STORED_FILES} WHERE erased_at IS NULL ORDER BY sha256"  # noqa: S608
_FETCHED = 5000


class Cursor(Protocol):
    """What SQLite's own cursors and Django's have in common."""

    def execute(self, sql: str, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int, /) -> list[Any]: ...


@dataclass(frozen=True, kw_only=True)
class Contents:
    """`timelines` is one hash over the ends of all referrals' event chains, `administration` one over the other's."""

    migrations: list[str]
    counts: dict[str, int]
    timelines: str
    administration: str


def contents(cursor: Cursor, *, tables: Iterable[str]) -> Contents:
    """Count and hash what the cursor sees; all of it in one transaction, or it is not of one moment."""
    present = sorted(tables)
    counts = {}
    for table in present:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name that the database itself gave
        counts[table] = int(cursor.fetchone()[0])
    return Contents(
        migrations=[".".join(row) for row in rows(cursor, _MIGRATIONS)]
        if "django_migrations" in counts
        else [],
        counts=counts,
        timelines=_digest(cursor, _TIMELINES) if "referrals_referral" in counts else "",
        administration=_digest(cursor, _ADMINISTRATION) if "audit_chainhead" in counts else "",
    )


def stored_files(cursor: Cursor, *, found: Contents) -> list[tuple[str, int]]:
    """The stored files that the database refers to: SHA-256 and size of the plain bytes."""
    if STORED_FILES not in found.counts:
        return []
    return [(str(sha256), int(size)) for sha256, size in rows(cursor, _STORED)]


def rows(cursor: Cursor, statement: str) -> Iterable[Any]:
    cursor.execute(statement)
    while some := cursor.fetchmany(_FETCHED):
        yield from some


def _digest(cursor: Cursor, statement: str) -> str:
    digest = hashlib.sha256()
    for row in rows(cursor, statement):
        digest.update("\t".join(map(str, row)).encode() + b"\n")
    return digest.hexdigest()
