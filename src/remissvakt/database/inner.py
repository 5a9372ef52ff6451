"""Ask something of the rows of an inner query, where a database would ask it of every row of the table.

Which fifty rows stand first is found by an index; what else is shown of them is then read of fifty. Whose a group of
rows is depends on the columns that they are grouped by; asked in the same query, it is asked of every row.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.datastructures import BaseTable


def read_from(inner: QuerySet[Any, Any], *, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Let `rows`, a queryset without conditions, read `inner` in place of the table of their common model.

    `inner` gives the columns that `rows` ask for under their own names, by `values(...)`; what it gives beside them is
    read by `inner_value`.
    """
    over = rows.all()
    table = over.model._meta.db_table
    over.query.get_initial_alias()
    over.query.alias_map[table] = _Inner(table, inner)
    return over


def inner_value(
    model: type[models.Model], name: str, output_field: models.Field[Any, Any]
) -> models.Expression:
    """A number or the like that the inner query gives under this name."""
    return RawSQL(f'"{model._meta.db_table}"."{name}"', [], output_field)  # noqa: S611 - names of our own


class _Inner(BaseTable):
    def __init__(self, table: str, inner: QuerySet[Any, Any]) -> None:
        super().__init__(table, table)
        self.inner = inner

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, parameters = self.inner.query.get_compiler(connection=connection).as_sql()
        return f'({sql}) "{self.table_alias}"', parameters
