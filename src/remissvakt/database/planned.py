"""A psycopg cursor that sends values apart from the SQL, and asks PostgreSQL to keep the plan."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any

import psycopg


class PlannedCursor(psycopg.RawCursor[tuple[Any, ...]]):
    """Every statement is prepared the first time that a connection runs it."""

    def execute(self, query: Any, params: Any = None, **_given: Any) -> PlannedCursor:
        return super().execute(_numbered(query), params, prepare=True)

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        # Django tells of its statements by this; psycopg leaves it empty for those that are prepared.
        self._query = super()._convert_query(query, params)
        return self._query


@lru_cache(maxsize=2000)
def _numbered(statement: str) -> bytes:
    """The statement with its places as PostgreSQL numbers them. psycopg would look for them in a long one each time.

    In bytes, as it is sent: the same ones each time, so that what is kept for them is found quickly.
    """
    numbers = count(1)
    first, *others = statement.split("%s")
    numbered = "".join([first, *(f"${next(numbers)}{other}" for other in others)])
    return numbered.replace("%%", "%").encode()
