"""Is a connection that has been kept still good? The operating system knows when the server has closed it.

Django asks with a statement at each request. A server that has gone, been restarted or ended the connection has said
so, and what it said waits to be read: only then, after a fault, and after a while of silence, is it asked.

How instants are read is in reading.py.
"""

from __future__ import annotations

import select
import time
from datetime import UTC
from typing import Any

from django.db.backends.postgresql import base

from .reading import InstantInUtc

# A network that drops what has been silent does so after minutes.
_SILENT_SECONDS = 30.0


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how it finds out whether the connection can be used, and how instants are read."""

    _good_at = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", InstantInUtc)
        return connection

    def is_usable(self) -> bool:
        """Return whether the next statement will find a server."""
        now = time.monotonic()
        silent = now - self._good_at > _SILENT_SECONDS
        if silent or self.errors_occurred or self._something_waits():
            usable: bool = super().is_usable()
            self._good_at = now if usable else float("-inf")
            return usable
        self._good_at = now
        return True

    def _something_waits(self) -> bool:
        if self.connection is None or self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return bool(poll.poll(0))
