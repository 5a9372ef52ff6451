"""A connection that cannot write: the database itself refuses, whatever the code would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

# A statement that takes longer than this is broken off: a watchdog that hangs would say nothing.
LONGEST_STATEMENT_MINUTES = 10


def make_read_only() -> None:
    """From here on every connection of this process only reads. To be called before anything is read."""
    connection.close()
    connection.settings_dict.update(read_only(connection.settings_dict))


def read_only(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of a database, as one that cannot be written to."""
    options = dict(settings["OPTIONS"])
    if settings["ENGINE"].endswith("sqlite3"):
        # Deferred: a transaction begun IMMEDIATE asks for the right to write, and would hold up those who do.
        options |= {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON"}
        return {
            **settings,
            "NAME": f"file:{quote(str(Path(settings['NAME']).absolute()))}?mode=ro",
            "OPTIONS": options,
        }
    options["options"] = (
        f"{options.get('options', '')} -c default_transaction_read_only=on "
        f"-c statement_timeout={LONGEST_STATEMENT_MINUTES}min"
    ).strip()
    return {**settings, "OPTIONS": options}
