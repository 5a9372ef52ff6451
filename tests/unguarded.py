"""Takes the guard of an append-only table away for a while, as the owner of a database could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection

from remissvakt.audit.append_only import refuse_changes


@contextmanager
def unguarded(table: str) -> Iterator[None]:
    """Within, rows of `table` can be changed and removed."""

    def execute(statement: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    # Stands for the schema editor, which SQLite does not give out within a test's transaction.
    editor = SimpleNamespace(connection=connection, execute=execute)
    (guard,) = refuse_changes(table)
    guard.reverse_code(None, editor)
    yield
    guard.code(None, editor)
