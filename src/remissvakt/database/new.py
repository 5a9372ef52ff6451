"""Makes everything that an empty database needs from the models as they are, with every migration marked as done.

Going through the history of the tables takes Django a dozen seconds, nearly all of them to make models that nobody will
use. What tables cannot say (triggers) comes from the migrations that made it. That both ways end alike is tested.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is not one table."""
    return not connection.introspection.table_names()


def make_all(connection: BaseDatabaseWrapper) -> None:
    """Fill an empty database. Killed on the way, or with an error, it is empty still."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    history = [migration for migration, _backwards in plan]
    done: type[models.Model] = executor.recorder.Migration
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(done)
        for migration in history:
            _beside_the_tables(migration, editor)
        done._default_manager.using(connection.alias).bulk_create(
            done(app=migration.app_label, name=migration.name) for migration in history
        )
    emit_post_migrate_signal(0, False, connection.alias, apps=apps, plan=[])


def _beside_the_tables(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    for operation in migration.operations:
        if isinstance(operation, RunPython):
            operation.code(apps, editor)  # type: ignore[arg-type]  # the models of today, not of then
