"""Is there a migration that this database has not had? Asked of names alone, which reads no migration at all."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def is_behind() -> bool:
    """Whether `migrate` would have anything to do. Raises DatabaseError when the database does not answer."""
    return not set(_names()) <= MigrationRecorder(connection).applied_migrations().keys()


def _names() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        package = f"{config.name}.migrations"
        if find_spec(package) is None:
            continue
        for module in pkgutil.iter_modules(import_module(package).__path__):
            if module.name[0] not in "_~":
                yield config.label, module.name
