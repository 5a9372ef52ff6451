"""A database of the first release, with referrals in it, is migrated forward by processes that are killed on the way.

The large one, made by that release's own code, is in campaigns/upgrade.py.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from another_database import another_database
from factories import make_region, walks
from killing import kill_on_the_way
from remissvakt.assurance.checks import run_checks
from remissvakt.referrals.models import Referral

pytestmark = pytest.mark.django_db(transaction=True)
# The last migration of each package in the first release; packages that came later have none.
FIRST_RELEASE = {
    "assurance": "0001_initial",
    "audit": "0002_append_only",
    "delegation": "0001_initial",
    "dictation": "0001_initial",
    "documents": "0002_initial",
    "importing": "0001_initial",
    "organisations": "0002_absence_cancelled",
    "patients": "0001_initial",
    "referrals": "0002_timeline_append_only",
    "worklists": "0001_initial",
}
# Statements and commits between two kills: no single migration may need more, or it would never end (SQLite has no
# catalogue, and is asked about each index).
STEPS = {"sqlite": 800, "postgresql": 170}
# What columns that a later migration drops held then: no door of the first release put anything in them.
NOTHING = {("documents_document", "sha256"): ""}


def state_then():
    """The models of the first release."""
    return MigrationExecutor(connection).loader.project_state(list(FIRST_RELEASE.items()))


def columns_of(model, *, of_then=False):
    return [
        field.column
        for field in model._meta.concrete_fields
        if of_then or (model._meta.db_table, field.column) not in NOTHING
    ]


def rows(models):
    """Every row of these tables, with the columns that they had then and have still."""
    found = {}
    with connection.cursor() as cursor:
        for model in models:
            names = ", ".join(connection.ops.quote_name(column) for column in columns_of(model))
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f"SELECT {names} FROM {table} ORDER BY {key}")
            found[table] = [tuple(row) for row in cursor.fetchall()]
    return found


def fill(models, found):
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models:
            table, columns = model._meta.db_table, columns_of(model, of_then=True)
            places = [columns_of(model).index(c) if c in columns_of(model) else None for c in columns]
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                [
                    [
                        NOTHING[table, c] if at is None else row[at]
                        for c, at in zip(columns, places, strict=True)
                    ]
                    for row in found[table]
                ],
            )


def migrate():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def no_half_migration():
    """A migration is noted in the transaction in which it is done; a table that was being rebuilt is not left."""
    tables = connection.introspection.table_names()
    assert not [table for table in tables if table.startswith("new__")]
    applied = MigrationRecorder(connection).applied_migrations()
    assert ("storage_storedfile" in tables) == (("storage", "0001_initial") in applied)
    assert ("referrals_letter" in tables) == (("referrals", "0003_letters_and_printing") in applied)


def test_migrated_forward_by_processes_that_are_killed(transactional_db, now):
    region = make_region(now=now)
    for walk in (walks.drafted, walks.sent, walks.confirmed):
        walk(region, now=now)
    models = [model for model in state_then().apps.get_models() if model._meta.app_label in FIRST_RELEASE]
    before = rows(models)
    assert len(before["referrals_referral"]) == 3 and before["audit_chainhead"] is not None
    with another_database():
        MigrationExecutor(connection).migrate(list(FIRST_RELEASE.items()))
        fill(models, before)
        steps = kill_on_the_way(migrate, every=STEPS[connection.vendor], check=no_half_migration)
        assert steps  # more often on SQLite, which takes more statements to rebuild a table
        assert rows(models) == before
        assert Referral.objects.count() == 3
        assert run_checks(now=now) == []
