"""A table that the database itself refuses to change: rows are added, never updated, deleted or truncated.

Used in migrations. SQLite drops a table's triggers when a later migration rebuilds the table (nearly every
AlterField does): such a migration ends with `refuse_changes` again. `missing_guards` tells of a forgotten one.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, migrations

from remissvakt.database.triggers import made_by, missing_triggers

_FUNCTION = "remissvakt_append_only"


def refuse_changes(table: str) -> list[migrations.RunPython]:
    """Return the operations after which UPDATE, DELETE and TRUNCATE of `table` fail on both engines."""
    return made_by(lambda vendor: _making(table, vendor), lambda vendor: _dropping(table, vendor))


def missing_guards(tables: Iterable[str]) -> list[str]:
    """Return the names of the triggers that these tables should have and do not."""
    return missing_triggers(name for table in tables for name in _names(table, connection.vendor))


def _names(table: str, vendor: str) -> list[str]:
    kinds = ("update", "delete") if vendor == "sqlite" else ("row", "truncate")
    return [f"{table}_append_only_{kind}" for kind in kinds]


def _dropping(table: str, vendor: str) -> list[str]:
    on = "" if vendor == "sqlite" else f" ON {table}"
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in _names(table, vendor)]


def _making(table: str, vendor: str) -> list[str]:
    first, second = _names(table, vendor)
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER {first} BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {second} BEFORE DELETE ON {table} {refuse}",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"CREATE TRIGGER {first} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
        f"CREATE TRIGGER {second} BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    ]
