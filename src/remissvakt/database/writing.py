"""Write rows of several tables in one statement on PostgreSQL; on SQLite, which asks nobody, in one for each table.

The text is made once for each shape: which tables, how many new rows of each, which columns of a row that was changed.
Only for plain values: no expressions, no defaults of the database, no multi-table inheritance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, models

from .prepared import planned_cursor
from .stand_ins import made_once

Change = tuple[models.Model, Collection[str]]
Counted = tuple[tuple[type[models.Model], int], ...]
Changes = tuple[tuple[type[models.Model], tuple[str, ...]], ...]

# Shapes are few; should somebody find a way to make them many, they are forgotten.
_MOST = 1000
_KEPT: dict[Any, list[str]] = {}
_FIELDS: dict[Any, list[tuple[Any, Callable[[Any], Any]]]] = {}


def write(
    *,
    added: Sequence[models.Model] = (),
    changed: Sequence[Change] = (),
    gone: Sequence[models.Model] = (),
    unless_there: Sequence[models.Model] = (),
) -> None:
    """Take away `gone`, write the named columns of `changed`, insert `added`, and `unless_there` where it is missing.

    Raises IntegrityError as the database does, and DatabaseError if a row that was changed is not there.
    """
    by_model, perhaps = _by_model(added), _by_model(unless_there)
    changes: Changes = tuple([(type(row), tuple(sorted(names))) for row, names in changed])
    away: Counted = ((type(gone[0]), len(gone)),) if gone else ()
    shape = changes, away, _counted(by_model), _counted(perhaps)
    if not any(shape):
        return
    texts = made_once(_KEPT, (connection.vendor, shape), lambda: list(_texts(*shape)), most=_MOST)
    values = [
        *[
            [*(prepare(getattr(row, field.attname)) for field, prepare in _named(model, names)), _key(row)]
            for (row, _names), (model, names) in zip(changed, changes, strict=True)
        ],
        *([[_key(row) for row in gone]] if gone else []),
        *[_all_values(model, rows) for model, rows in (*by_model.items(), *perhaps.items())],
    ]
    with closing(planned_cursor()) as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(texts[0], [one for some in values for one in some])
            ((found,),) = cursor.fetchall()
        else:
            found = 0
            for number, (text, some) in enumerate(zip(texts, values, strict=True)):
                cursor.execute(text, some)
                found += cursor.rowcount if number < len(changed) else 0  # type: ignore[attr-defined]
    if found != len(changed):
        raise DatabaseError("a row that was changed is not there")
    for row in (*added, *unless_there):
        row._state.adding, row._state.db = False, connection.alias


def _by_model(rows: Sequence[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    found: dict[type[models.Model], list[models.Model]] = {}
    for row in sorted(rows, key=_depth_of):
        found.setdefault(type(row), []).append(row)
    return found


def _depth_of(row: models.Model) -> int:
    return _depth(row._meta.model)


@cache
def _depth(model: type[models.Model], within: tuple[type[models.Model], ...] = ()) -> int:
    """How many rows of others one of these may stand on: what is referred to goes first.

    SQLite looks through every table that may refer to a new row for as long as any reference leads nowhere.
    """
    others: set[Any] = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return max((1 + _depth(other, (*within, model)) for other in others - {model, *within}), default=0)


def _counted(by_model: dict[type[models.Model], list[models.Model]]) -> Counted:
    return tuple([(model, len(rows)) for model, rows in by_model.items()])


# --- Texts -------------------------------------------------------------------------------------------------
def _texts(changes: Changes, away: Counted, added: Counted, perhaps: Counted) -> Iterator[str]:
    updates = [_update(model, names) for model, names in changes]
    deletes = [_delete(model, many) for model, many in away]
    if connection.vendor != "postgresql":
        yield from updates
        yield from deletes
        yield from (_insert(model, many) for model, many in added)
        yield from (f"{_insert(model, many)} ON CONFLICT DO NOTHING" for model, many in perhaps)
        return
    # The parts of one statement are carried out in an order of PostgreSQL's own; but what counts the rows that another
    # part has written comes after it. A case must have ended before the next one may be open.
    steps = [f"c{number} AS ({text} RETURNING 1)" for number, text in enumerate(updates)]
    steps += [f"d{number} AS ({text})" for number, text in enumerate(deletes)]
    for number, (model, many) in enumerate((*added, *perhaps)):
        first = [f"{_count(at)} > 0" for at, (other, _names) in enumerate(changes) if other is model]
        conflict = " ON CONFLICT DO NOTHING" if number >= len(added) else ""
        steps.append(f"a{number} AS ({_insert(model, many, after=first)}{conflict})")
    yield f"WITH {', '.join(steps)} SELECT {' + '.join(map(_count, range(len(updates)))) or '0'}"


def _count(number: int) -> str:
    return f"(SELECT count(*) FROM c{number})"  # noqa: S608 - a name of our own


def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    put = ", ".join(f"{_quoted(field.column)} = {_place(field)}" for field, _prepare in _named(model, names))
    key: Any = model._meta.pk
    table = _quoted(model._meta.db_table)
    return f"UPDATE {table} SET {put} WHERE {_quoted(key.column)} = {_place(key)}"  # noqa: S608 - names of our own


def _delete(model: type[models.Model], many: int) -> str:
    key: Any = model._meta.pk
    places = ", ".join([_place(key)] * many)
    table = _quoted(model._meta.db_table)
    return f"DELETE FROM {table} WHERE {_quoted(key.column)} IN ({places})"  # noqa: S608 - names of our own


def _insert(model: type[models.Model], many: int, *, after: Sequence[str] = ()) -> str:
    fields = [field for field, _prepare in _all(model)]
    columns = ", ".join(_quoted(field.column) for field in fields)
    rows = ", ".join([f"({', '.join(map(_place, fields))})"] * many)
    what = f"SELECT * FROM (VALUES {rows}) v WHERE {' AND '.join(after)}" if after else f"VALUES {rows}"  # noqa: S608
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) {what}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _place(field: Any) -> str:
    """Where a value goes. PostgreSQL gets all as text, and is told what it is: so a statement has one plan."""
    if connection.vendor != "postgresql":
        return "%s"
    kind = (field.target_field if field.is_relation else field).db_type(connection)
    # A cast to varchar(n) would cut what is too long; the column itself refuses it.
    return f"%s::{'text' if kind.startswith('varchar') else kind}"


# --- Values ------------------------------------------------------------------------------------------------
def _all_values(model: type[models.Model], rows: Sequence[models.Model]) -> list[Any]:
    fields = _all(model)
    return [prepare(getattr(row, field.attname)) for row in rows for field, prepare in fields]


def _key(row: models.Model) -> Any:
    return _named(type(row), ("pk",))[0][1](row.pk)


def _all(model: type[models.Model]) -> list[tuple[Any, Callable[[Any], Any]]]:
    """The columns of a new row, each with its value's way to the database."""
    found = _FIELDS.get((connection.vendor, model))
    if found is None:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        found = _FIELDS[connection.vendor, model] = [(field, _preparer(field)) for field in fields]
    return found


def _named(model: type[models.Model], names: tuple[str, ...]) -> list[tuple[Any, Callable[[Any], Any]]]:
    found = _FIELDS.get((connection.vendor, model, names))
    if found is None:
        fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
        found = _FIELDS[connection.vendor, model, names] = [(field, _preparer(field)) for field in fields]
    return found


def _preparer(field: Any) -> Callable[[Any], Any]:
    field = field.target_field if field.is_relation else field
    if isinstance(field, models.JSONField):
        return _json
    if connection.vendor == "postgresql":
        return _text
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.BooleanField):
        return _as_it_is
    if isinstance(field, models.UUIDField):
        return _hex
    if isinstance(field, models.DateTimeField):
        return _instant
    if isinstance(field, models.DateField):
        return _day
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str.__str__(value) if isinstance(value, str) else str(value)


def _hex(value: UUID | None) -> str | None:
    """As SQLite's tables hold an id; most columns of most rows are one."""
    return None if value is None else value.hex


def _instant(value: datetime | None) -> str | None:
    """As SQLite's tables hold an instant: in UTC, without saying so."""
    if value is not None and value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _day(value: date | None) -> str | None:
    return None if value is None else str(value)


def _as_it_is(value: Any) -> Any:
    return value
