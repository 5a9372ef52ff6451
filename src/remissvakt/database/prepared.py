"""Queries that are made once. Django makes the SQL of each anew, and PostgreSQL its plan: for a long one that takes
longer than running it.

The SQL of a shape is made with values that stand for the real ones, and kept; a later call puts its own in their
places. So it is always what Django makes of the very same expressions. PostgreSQL is sent the values apart from the
SQL, and keeps a plan for each connection (docs/adr/prepared-queries.md).
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet

from .stand_ins import StandIns, Value, made_once


class _Cursor(Protocol):
    def execute(self, sql: str, params: Sequence[Any] | None = None) -> Any: ...
    def executemany(self, sql: str, params: Sequence[Sequence[Any]]) -> Any: ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...
    def close(self) -> None: ...


class Prepared:
    """`build(*shape, **values)` returns a queryset; its values may be ids, days, instants and texts.

    They are only ever compared: a shape has the same SQL whatever they are. Calling this with the same arguments
    returns the same queryset, ready to be read and not to be filtered further; `tuples` reads it at once.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kept = threading.local()  # a compiled query belongs to the connection of its thread

    def __call__(self, *shape: Any, **values: Value) -> QuerySet[Any, Any]:
        kept = self._found(shape, values)
        compiler = copy.copy(kept.compiler)
        compiler.__dict__["execute_sql"] = lambda *_given, **_named: [kept.read(values)]
        chained: QuerySet[Any, Any] = kept.rows._chain()  # type: ignore[attr-defined]
        chained.query.__dict__["get_compiler"] = lambda *_given, **_named: compiler
        return chained

    def tuples(self, *shape: Any, **values: Value) -> list[tuple[Any, ...]]:
        """Read at once: a tuple for each row, with the columns in the order of the queryset's `values_list`."""
        kept = self._found(shape, values)
        rows = kept.read(values)
        if not kept.converters:
            return rows
        return list(map(tuple, kept.compiler.apply_converters(rows, kept.converters)))

    def _found(self, shape: tuple[Any, ...], values: dict[str, Value]) -> _Kept:
        kept: dict[Any, _Kept] = self._kept.__dict__.setdefault("kept", {})
        key = (connection.settings_dict["NAME"], shape)
        return made_once(kept, key, lambda: _Kept(self._build, shape, values))


class _Kept:
    """One shape: its queryset, its compiler, its SQL, and where the values go."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], shape: tuple[Any, ...], values: dict[str, Value]
    ) -> None:
        stand_ins = StandIns(values)
        self.rows = build(*shape, **stand_ins.values)
        self.compiler: Any = self.rows.query.get_compiler(using=self.rows.db)
        self.sql, parameters = self.compiler.as_sql()
        self.places = stand_ins.places(parameters)
        selected = [expression for expression, _sql, _alias in self.compiler.select]
        self.converters = self.compiler.get_converters(selected)

    def read(self, values: dict[str, Value]) -> list[tuple[Any, ...]]:
        with closing(planned_cursor()) as cursor:
            cursor.execute(self.sql, self.places.filled(values))
            return cursor.fetchall()


def planned_cursor() -> _Cursor:
    """A cursor whose statements PostgreSQL plans once for each connection; an ordinary one on SQLite.

    The values are sent apart from the SQL: it must say of what type they are where the database cannot tell.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    return connection._prepare_cursor(_planned(connection.connection))  # type: ignore[attr-defined]


def _planned(raw: Any) -> Any:
    return _planned_class()(raw)


@cache
def _planned_class() -> Any:
    from .planned import PlannedCursor  # psycopg is read only where PostgreSQL is used

    return PlannedCursor
