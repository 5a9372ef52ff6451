"""Whether a database has had every migration is told by names, and agrees with what Django finds by reading them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from remissvakt.cli import schema

pytestmark = pytest.mark.django_db


def plan() -> list[object]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_a_database_that_is_up_to_date_is_not_behind():
    assert plan() == []
    assert not schema.is_behind()


def test_one_that_lacks_the_last_of_any_package_is_behind():
    names = set(schema._names())
    assert names == set(MigrationExecutor(connection).loader.disk_migrations)
    for app, name in names:
        MigrationRecorder(connection).record_unapplied(app, name)
        assert schema.is_behind(), (app, name)
        MigrationRecorder(connection).record_applied(app, name)
    assert not schema.is_behind()


def test_a_database_with_nothing_in_it_is_behind(monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "has_table", lambda self: False)
    assert schema.is_behind()
