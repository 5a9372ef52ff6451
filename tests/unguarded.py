"""Takes the guard of an append-only table away for a while, as the owner of a database could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection

from remissvakt.audit.append_only import refuse_changes


def schema_editor() -> SimpleNamespace:
    """Stands for Django's, which SQLite does not give out within a test's transaction."""

    def execute(statement: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    return SimpleNamespace(connection=connection, execute=execute)


@contextmanager
def unguarded(table: str) -> Iterator[None]:
    """Within, rows of `table` can be changed and removed."""
    editor = schema_editor()
    (guard,) = refuse_changes(table)
    guard.reverse_code(None, editor)
    yield
    guard.code(None, editor)
