"""A new database is what one is that went through all migrations, to every column, constraint, index and trigger."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as djangos
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from another_database import another_database
from remissvakt.cli import schema
from remissvakt.core.refusal import Refusal
from remissvakt.database import new

pytestmark = pytest.mark.django_db(transaction=True)

# Each row is one thing that the database holds to, without the order in which columns came to be.
_POSTGRESQL = (
    "SELECT 'column', table_name, column_name, udt_name, is_nullable, column_default, character_maximum_length, "
    "numeric_precision, is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgname, pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
# Django gives the join tables of its own groups, which nothing here uses, a smaller key when it goes through history.
_OF_DJANGO = ("auth_group_permissions", "id")
_TABLE = re.compile(r'^CREATE TABLE "(?P<name>\w+)" \((?P<parts>.*)\)$', re.DOTALL)


def held() -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            found: set[tuple[object, ...]] = set()
            for statement in _POSTGRESQL:
                cursor.execute(statement)
                found |= set(cursor.fetchall())
            return {row for row in found if row[1:3] != _OF_DJANGO}
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        )
        return {(name, part) for name, sql in cursor.fetchall() for part in parts_of(sql)}


def parts_of(sql: str) -> list[str]:
    """A table's columns and constraints, each by itself; anything else as it is."""
    table = _TABLE.match(sql)
    if table is None:
        return [sql]
    parts, depth = [""], 0
    for sign in table["parts"]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def done() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def rows_of_django() -> set[tuple[object, ...]]:
    """What Django itself writes when tables have been made, without its numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_label, model FROM django_content_type")
        types = set(cursor.fetchall())
        cursor.execute(
            "SELECT t.app_label, p.codename, p.name FROM auth_permission p "
            "JOIN django_content_type t ON t.id = p.content_type_id"
        )
        return types | set(cursor.fetchall())


def test_both_ways_lead_to_the_same():
    with another_database():
        call_command("migrate", interactive=False, verbosity=0)
        made, marked, written = held(), done(), rows_of_django()
        assert not schema.is_behind()
    with another_database():
        call_command(djangos.Command(), interactive=False, verbosity=0)
        assert held() == made
        assert done() == marked
        assert rows_of_django() == written
    assert len(made) > 800 and len(marked) > 40


def test_what_fails_on_the_way_leaves_nothing(monkeypatch):
    def broken(migration, editor):
        if migration.app_label == "referrals":
            raise Refusal("no", "nej")

    with another_database():
        with monkeypatch.context() as patched:
            patched.setattr(new, "_beside_the_tables", broken)
            with pytest.raises(Refusal):
                call_command("migrate", interactive=False, verbosity=0)
        assert new.is_empty(connection)
        call_command("migrate", interactive=False, verbosity=0)
        assert not schema.is_behind()


def test_a_question_about_migrations_makes_no_table():
    told = io.StringIO()
    with another_database():
        call_command("migrate", plan=True, stdout=told)
        assert "referrals.0001_initial" in told.getvalue()
        with pytest.raises(SystemExit):
            call_command("migrate", check_unapplied=True, verbosity=0)
        assert new.is_empty(connection)


def test_a_database_that_has_had_some_is_migrated():
    with another_database():
        call_command("migrate", "contenttypes", interactive=False, verbosity=0)
        assert {app for app, _name in done()} == {"contenttypes"}
        call_command("migrate", interactive=False, verbosity=0)
        assert not schema.is_behind()
        assert done() == set(schema._names())
