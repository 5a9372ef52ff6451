"""How many rows get into a database fast: COPY, or one prepared statement. Indexes are made afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

Row = list[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with places for what differs, as for the operator %; `numbers` say what goes there."""

    text: Any
    numbers: tuple[int, ...]

    def fill(self, values: list[str]) -> Any:
        return self.text % tuple([values[number] for number in self.numbers]) if self.numbers else self.text


class Engine:
    """SQLite: values as its tables hold them, rows by a prepared statement."""

    def value(self, field: models.Field[Any, Any], value: Any) -> Any:
        """A value as `load` takes it."""
        return field.get_db_prep_save(value, connection)

    def row(self, cells: list[Cell]) -> tuple[Cell, ...]:
        """The cells of a row as they are filled."""
        return tuple(cells)

    def load(self, table: str, names: Sequence[str], rows: list[Row]) -> None:
        """Insert rows; of filled cells, or of values."""
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        raw = self._raw()
        raw.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)  # noqa: S608 - our own names

    @contextmanager
    def loading(self, tables: Sequence[str]) -> Iterator[None]:
        """Load many rows; references are not looked up one by one, and nothing is durable before the end."""
        raw = self._raw()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("PRAGMA cache_size = -400000")
        found = raw.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        ).fetchall()
        made = [(name, sql) for table, name, sql in found if table in tables]
        for name, _sql in made:
            raw.execute(f'DROP INDEX "{name}"')
        raw.execute("BEGIN")
        yield
        raw.execute("COMMIT")
        for _name, sql in made:
            raw.execute(sql)
        raw.execute("ANALYZE")
        connection.close()

    def _raw(self) -> Any:
        connection.ensure_connection()
        return connection.connection


class PostgreSQL(Engine):
    """Values as the text format of COPY writes them."""

    def value(self, field: models.Field[Any, Any], value: Any) -> Any:
        if value is None:
            return r"\N"
        if isinstance(field, models.JSONField):
            value = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, bool):
            return "t" if value else "f"
        elif isinstance(value, UUID):
            return value.hex
        elif isinstance(value, datetime):
            return value.astimezone(UTC).isoformat()
        text = str(value)
        for sign, written in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
            text = text.replace(sign, written)
        return text

    def row(self, cells: list[Cell]) -> tuple[Cell, ...]:
        # One text for the whole line: filling it is most of the work.
        texts = [one.text if one.numbers else one.text.replace("%", "%%") for one in cells]
        return (Cell("\t".join(texts), tuple(number for one in cells for number in one.numbers)),)

    def load(self, table: str, names: Sequence[str], rows: list[Row]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        with self._raw().cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            copy.write("".join(["\t".join(row) + "\n" for row in rows]))

    @contextmanager
    def loading(self, tables: Sequence[str]) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
                "AND indexdef LIKE 'CREATE INDEX%%'",
                [list(tables)],
            )
            made = cursor.fetchall()
            for name, _sql in made:
                cursor.execute(f'DROP INDEX "{name}"')
            yield
            for _name, sql in made:
                cursor.execute(sql)
            cursor.execute("VACUUM ANALYZE")
        connection.close()


def engine() -> Engine:
    """The one of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else Engine()
