"""How instants come from PostgreSQL: the same that Django gives, without the long way through psycopg's own Python."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import BaseTzLoader

_IN_UTC = b"+00"


class InstantInUtc(BaseTzLoader):
    """Reads what is written in UTC, as every connection of Django's asks for it.

    Whatever is written otherwise, and what Python has no instant for, is read as Django does.
    """

    timezone = UTC

    def load(self, data: Any) -> Any:
        text = bytes(data)
        if text.endswith(_IN_UTC):
            try:
                return datetime.fromisoformat(text.decode())
            except ValueError:
                pass  # as the year 10000, of which psycopg says what is wrong
        return super().load(data)
