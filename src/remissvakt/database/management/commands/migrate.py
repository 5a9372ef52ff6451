"""Django's `migrate`, but for a database with nothing in it, which is made in one go (docs/adr/new-databases.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from remissvakt.database.new import is_empty, make_all

# Whoever asks for one of these wants to know or do something else than to have the tables.
_OTHERWISE = ("app_label", "plan", "check_unapplied", "prune", "fake", "fake_initial")


class Command(migrate.Command):
    """As Django's."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing. Raises CommandError for a history that does not hold together."""
        connection = connections[options["database"]]
        if any(options[name] for name in _OTHERWISE) or not is_empty(connection):
            super().handle(*args, **options)
            return
        connection.prepare_database()
        make_all(connection)
