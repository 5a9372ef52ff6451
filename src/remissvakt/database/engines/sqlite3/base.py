"""How does a writer wait for another one? In this process in a queue; for other processes, looking every few ms.

SQLite's own way of waiting sleeps longer and longer, up to a tenth of a second, while a write takes some milliseconds:
with eight clients nobody held the lock for two thirds of the time, and the unlucky waited for a second. It is still
SQLite's lock that decides who writes. This is only about when one asks for it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .reading import Cursor, Operations

# SQLite sleeps for 1 and 2 ms of these, and then says that the database is busy.
_LOOKING_MS = 3

_turn = threading.Lock()


def _new_queue() -> None:
    """A copy of the process has none of the threads that stood in the queue."""
    global _turn
    _turn = threading.Lock()


os.register_at_fork(after_in_child=_new_queue)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but for how a transaction that will write begins, and how quickly values are read."""

    ops_class = Operations
    transaction_mode: str | None
    _held: threading.Lock | None = None

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor that remembers its statements."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        """Begin. Raises OperationalError when others have written for as long as `timeout` says."""
        if self.transaction_mode != "IMMEDIATE":
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        patience: float = self.settings_dict["OPTIONS"].get("timeout", 5)
        until = time.monotonic() + patience
        # Without a turn, when somebody here has long had it, one asks SQLite nevertheless.
        if _turn.acquire(timeout=patience):
            self._held = _turn
        try:
            with self._looking_often(patience):
                self._begin(until)
        except BaseException:
            self._let_the_next_one()
            raise

    def _begin(self, until: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    raise
            else:
                return

    @contextlib.contextmanager
    def _looking_often(self, patience: float) -> Iterator[None]:
        """What is read meanwhile, and the end of the transaction, wait for readers as they always did."""
        self.connection.execute(f"PRAGMA busy_timeout = {_LOOKING_MS}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _let_the_next_one(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._let_the_next_one()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._let_the_next_one()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._let_the_next_one()


def _is_busy(error: OperationalError) -> bool:
    cause = error.__cause__
    return (
        isinstance(cause, sqlite3.OperationalError) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
