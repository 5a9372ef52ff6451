"""Insert many rows of one table at once, with the values prepared as Django prepares them.

`bulk_create` builds SQL text and asks each field anew for every value: in a trial that was half of the time of
bringing in a file. Here each column's way to the database is found out once, and values that come again (times,
units, persons) are prepared once. PostgreSQL takes many rows as one COPY: as statements it would parse and plan each.
Only for new rows whose values are plain: no expressions, no defaults of the database, no multi-table inheritance.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

# Their values go to the database as they are, on both engines.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
# So few rows are told as statements, which are counted and seen as such; more are copied.
_FEW = 50

Column = Sequence[Any]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, in their order. Raises IntegrityError as the database does."""
    if not rows:
        return
    model, database = type(rows[0]), connections[connection.alias]
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    read = itemgetter(*(field.attname for field in fields))
    columns = zip(*(read(row.__dict__) for row in rows), strict=True)
    prepared = [_prepared(field, column, database) for field, column in zip(fields, columns, strict=True)]
    _insert(model, fields, list(zip(*prepared, strict=True)), database)
    for row in rows:
        row._state.adding, row._state.db = False, database.alias


def _insert(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    rows: Sequence[Sequence[Any]],
    database: BaseDatabaseWrapper,
) -> None:
    quote = database.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    into = f"{quote(model._meta.db_table)} ({names})"
    with database.cursor() as cursor:
        if database.vendor == "postgresql" and len(rows) > _FEW:
            with database.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 - names of our own


def _prepared(field: models.Field[Any, Any], column: Column, database: BaseDatabaseWrapper) -> Column:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _PLAIN):
        return column
    if isinstance(target, models.UUIDField):
        if database.features.has_native_uuid_field:
            return column
        return [None if value is None else value.hex for value in column]
    if isinstance(target, models.JSONField):
        return [None if value is None else field.get_db_prep_save(value, database) for value in column]
    known: dict[Any, Any] = {None: None}
    for value in column:
        if value not in known:
            known[value] = field.get_db_prep_save(value, database)
    return [known[value] for value in column]
