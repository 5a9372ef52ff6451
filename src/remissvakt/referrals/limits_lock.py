"""Due dates follow from a unit's limits, so no act may be under way while limits change.

Acts share the lock, and a change of limits waits for those under way and keeps new ones waiting until it
has derived every due date anew. SQLite lets one writer in at a time, which is the same. Taken first in a
transaction, before any row, so that nobody waits for the other in a ring.
"""

from __future__ import annotations

from django.db import connection

KEY = 7_365_001
SHARED = "pg_advisory_xact_lock_shared"  # a statement may call it before it locks rows (see change.py)


def share_limits() -> None:
    """Hold the limits as they are until the transaction ends."""
    _lock(f"SELECT {SHARED}(%s)")


def change_limits_alone() -> None:
    """Wait until no act is under way, and keep others out until the transaction ends."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def _lock(statement: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [KEY])
