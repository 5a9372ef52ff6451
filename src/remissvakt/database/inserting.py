"""New rows that are alike in most columns, in one statement whose SQL is the same however many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from .prepared import planned_cursor


def insert_alike(
    model: type[models.Model], *, same: Mapping[str, Any], each: Mapping[str, Sequence[Any]]
) -> None:
    """Insert a row for every place of the lists in `each`, all with the values of `same`.

    Together they name every column of the table, by its attribute. Nothing is done for empty lists. The caller is
    in a transaction, and rows come from an action or a log: nothing is checked here.
    """
    rows = len(next(iter(each.values())))
    if not rows:
        return
    sql = _sql(model, tuple(same), tuple(each), connection.vendor)
    alike = [_ready(model, name, value) for name, value in same.items()]
    with closing(planned_cursor()) as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(sql, [*alike, *(_array(model, name, values) for name, values in each.items())])
        else:
            lists = [[_ready(model, name, value) for value in values] for name, values in each.items()]
            cursor.executemany(sql, [(*alike, *row) for row in zip(*lists, strict=True)])


def _array(model: type[models.Model], name: str, values: Sequence[Any]) -> Any:
    """The values as PostgreSQL takes them; ids as one text, which is much quicker than each by itself."""
    if all(value is None or isinstance(value, UUID) for value in values):
        return f"{{{','.join(['NULL' if value is None else value.hex for value in values])}}}"
    return [_ready(model, name, value) for value in values]


def _ready(model: type[models.Model], name: str, value: Any) -> Any:
    return _fields(model)[name].get_db_prep_save(value, connection)


@cache
def _fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _sql(model: type[models.Model], same: tuple[str, ...], each: tuple[str, ...], vendor: str) -> str:
    fields, quoted = _fields(model), connection.ops.quote_name
    names = (*same, *each)
    if set(names) != set(fields):
        raise TypeError(f"not the columns of {model.__name__}: {set(names) ^ set(fields)}")
    columns = ", ".join(quoted(str(fields[name].column)) for name in names)
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns})"
    if vendor != "postgresql":
        return f"{into} VALUES ({', '.join(['%s'] * len(names))})"
    types = {name: fields[name].db_type(connection) for name in names}
    alike = ", ".join(f"%s::{types[name]}" for name in same)
    lists = ", ".join(f"%s::{types[name]}[]" for name in each)
    return f"{into} SELECT {alike}, each.* FROM unnest({lists}) AS each"  # noqa: S608 - names of our own columns
