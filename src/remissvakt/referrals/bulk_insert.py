"""Insert many rows of one table at once, with the values prepared as Django prepares them.

`bulk_create` builds SQL text and asks each field anew for every value: in a trial that was half of the time of
bringing in a file. Here each column's way to the database is found out once, and values that come again (times,
units, persons) are prepared once. Only for new rows whose values are plain: no expressions, no defaults of the
database, no multi-table inheritance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

# Their values go to the database as they are, on both engines.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, in their order; one prepared statement. Raises IntegrityError as the database does."""
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own
    prepared = [(field.attname, _preparer(field)) for field in fields]
    values = [
        [None if (value := getattr(row, name)) is None else prepare(value) for name, prepare in prepared]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _preparer(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, _PLAIN):
        return _as_it_is
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    known: dict[Any, Any] = {}

    def prepare(value: Any) -> Any:
        found = known.get(value)
        if found is None:
            found = known[value] = field.get_db_prep_save(value, connection)
        return found

    return prepare


def _as_it_is(value: Any) -> Any:
    return value
