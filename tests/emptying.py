"""Between tests that commit, every table is emptied: also those that the database itself refuses to empty."""

from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

_execute_sql_flush = BaseDatabaseOperations.execute_sql_flush


def allow_emptying() -> None:
    """Let Django's flush, which only tests use, pass the append-only guards, and put them back after it."""
    BaseDatabaseOperations.execute_sql_flush = _flush_past_the_guards  # type: ignore[method-assign]


def _flush_past_the_guards(operations: Any, statements: list[str]) -> None:
    connection = operations.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            _execute_sql_flush(operations, statements)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%append_only%'"
        )
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        _execute_sql_flush(operations, statements)
        for _name, sql in guards:
            cursor.execute(sql)
