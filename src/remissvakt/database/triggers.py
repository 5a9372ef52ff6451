"""The database's own triggers: which are there, and how a migration makes and drops them on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What makes, and what drops, for an engine.
Statements = Callable[[str], Sequence[str]]
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing_triggers(names: Iterable[str]) -> list[str]:
    """Those of the names that are no trigger that works now; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name not in present]


def made_by(making: Statements, dropping: Statements) -> list[migrations.RunPython]:
    """The operations of a migration that makes triggers, anew where they are there already."""

    def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in [*dropping(editor.connection.vendor), *making(editor.connection.vendor)]:
            editor.execute(statement, params=None)

    def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in dropping(editor.connection.vendor):
            editor.execute(statement, params=None)

    return [migrations.RunPython(make, drop)]
