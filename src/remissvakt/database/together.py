"""Rows of several tables in one statement: a UNION of querysets, each put into columns of the same kinds.

A table's columns are laid beside those of the others that hold the same kind of value, and what a table lacks is NULL.
The text is made once, with values that stand for the real ones. What comes back are model instances, as each queryset
would give them by itself, with `select_related`, annotations and deferred fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

from .prepared import planned_cursor
from .stand_ins import Places, StandIns, Value, made_once

Build = Callable[..., Mapping[str, QuerySet[Any, Any]]]

_KEPT: dict[Any, _Plan] = {}


class Together:
    """`build(*shape, **values)` returns querysets by name; its values may be ids, days, instants and texts, and
    are only ever compared.

    Calling this with the same arguments reads them all: rows by name, in no particular order.
    """

    def __init__(self, build: Build) -> None:
        self._build = build

    def __call__(self, *shape: Any, **values: Value) -> dict[str, list[Any]]:
        key = (self._build, connection.vendor, shape)
        plan = made_once(_KEPT, key, lambda: _planned(self._build, shape, values))
        with closing(planned_cursor()) as cursor:
            cursor.execute(plan.sql, plan.places.filled(values))
            rows = cursor.fetchall()
        found: dict[str, list[Any]] = {part.name: [] for part in plan.parts}
        for row in rows:
            part = plan.parts[row[0]]
            found[part.name].append(part.instance(row))
        return found


class Locked:
    """One queryset whose rows are locked; `first` is a function of PostgreSQL that is called before they are.

    One statement for both: whoever has the rows has come past what `first` waits for.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, first: str = "") -> None:
        self._build = build
        self._first = first

    def __call__(self, *shape: Any, **values: Value) -> list[Any]:
        key = (self._build, connection.vendor, shape)
        plan = made_once(_KEPT, key, lambda: self._planned(shape, values))
        with closing(planned_cursor()) as cursor:
            cursor.execute(plan.sql, plan.places.filled(values))
            return [plan.parts[0].instance((0, *row)) for row in cursor.fetchall()]

    def _planned(self, shape: tuple[Any, ...], values: Mapping[str, Value]) -> _Plan:
        stand_ins = StandIns(values)
        compiler = self._build(*shape, **stand_ins.values).query.get_compiler(using=connection.alias)
        sql, parameters = compiler.as_sql()
        if self._first and connection.vendor == "postgresql":
            # Rows are locked when all of FROM has been found, and what is MATERIALIZED there has been called by then.
            start, found, rest = sql.partition(" FROM ")
            sql = f"WITH first AS MATERIALIZED (SELECT {self._first}) {start}{found}first, {rest}"
        part = _part("", compiler, list(range(len(compiler.select))))
        return _Plan(sql, [part], stand_ins.places(parameters))


@dataclass(slots=True)
class _Part:
    """One of the querysets: where its values stand in a row, and how a row becomes an instance."""

    name: str
    model: Any
    places: Callable[[Any], tuple[Any, ...]]
    converters: list[tuple[int, list[Any], Any]]
    start: int
    end: int
    attributes: list[str]
    related: list[Any]
    annotations: list[tuple[str, int]]
    alias: str

    def instance(self, row: tuple[Any, ...]) -> Any:
        values: Any = self.places(row)
        if self.converters:
            values = list(values)
            for at, converters, expression in self.converters:
                value = values[at]
                for convert in converters:
                    value = convert(value, expression, connection)
                values[at] = value
        # As `from_db` does it, but without asking each field how it is set: what the database gives is set already.
        found = self.model.__new__(self.model)
        found.__dict__.update(zip(self.attributes, values[self.start : self.end], strict=True))
        state = found._state = ModelState()
        state.adding, state.db = False, self.alias
        for populator in self.related:
            populator.populate(values, found)
        for name, at in self.annotations:
            setattr(found, name, values[at])
        return found


@dataclass(slots=True)
class _Plan:
    sql: str
    parts: list[_Part]
    places: Places


def _planned(build: Build, shape: tuple[Any, ...], values: Mapping[str, Value]) -> _Plan:
    stand_ins = StandIns(values)
    quote = connection.ops.quote_name
    columns: list[str] = []  # the kind of each column of the whole
    branches: list[tuple[str, list[tuple[int, str]]]] = []
    parts: list[_Part] = []
    all_parameters: list[Any] = []
    for name, rows in build(*shape, **stand_ins.values).items():
        compiler = rows.query.get_compiler(using=rows.db)
        sql, parameters = compiler.as_sql(with_col_aliases=True)
        places = _places([_kind(column[0].output_field) for column in compiler.select], columns)
        branches.append(
            (sql, [(place, column[2]) for place, column in zip(places, compiler.select, strict=True)])
        )
        parts.append(_part(name, compiler, places))
        all_parameters += parameters
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {quote(f'c{place}')}" for place, kind in enumerate(columns))
    whole = [f"SELECT 0 AS {quote('part')}, {nothing} WHERE 1 = 0"]
    for number, (sql, given) in enumerate(branches):
        at = {place: f"q.{quote(alias)}" for place, alias in given}
        picked = ", ".join(at.get(place, "NULL") for place in range(len(columns)))
        whole.append(f"SELECT {number}, {picked} FROM ({sql}) q")  # noqa: S608 - names of our own
    return _Plan(" UNION ALL ".join(whole), parts, stand_ins.places(all_parameters))


def _places(kinds: list[str], columns: list[str]) -> list[int]:
    """Where each value goes: the next column of its kind, which is added where there is none left."""
    free: dict[str, list[int]] = {}
    for place, kind in enumerate(columns):
        free.setdefault(kind, []).append(place)
    places = []
    for kind in kinds:
        left = free.setdefault(kind, [])
        if not left:
            left.append(len(columns))
            columns.append(kind)
        places.append(left.pop(0))
    return places


def _kind(field: Any) -> str:
    """The kind of column that holds the values of a field; lengths do not matter to what is read."""
    kind = str(field.target_field.db_type(connection) if field.is_relation else field.db_type(connection))
    if kind.startswith("varchar") or kind == "text":
        return "text"
    return "bigint" if kind.startswith(("smallint", "integer")) else kind


def _part(name: str, compiler: Any, places: list[int]) -> _Part:
    info = compiler.klass_info
    selected = info["select_fields"]
    start, end = selected[0], selected[-1] + 1
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return _Part(
        name=name,
        model=info["model"],
        # Two at the least: of one place an itemgetter gives the value itself.
        places=itemgetter(*[place + 1 for place in places], 0),
        converters=[(at, found, expression) for at, (found, expression) in converters.items()],
        start=start,
        end=end,
        attributes=[column[0].target.attname for column in compiler.select[start:end]],
        related=get_related_populators(info, compiler.select, connection.alias),  # type: ignore[call-arg]
        annotations=list(compiler.annotation_col_map.items()),
        alias=connection.alias,
    )
