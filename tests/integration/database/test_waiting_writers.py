"""Writers of an SQLite database take turns: nobody is refused while others write briefly, and no turn is ever kept."""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing

import pytest
from django.db import ConnectionHandler, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from remissvakt.config.databases import database
from remissvakt.database.engines.sqlite3 import base


@pytest.fixture
def connections(tmp_path, monkeypatch, django_db_blocker):
    """Connections to a database of its own, one for each thread that asks; as the service has them, but impatient."""
    settings = database(url=f"sqlite:////{tmp_path}/turns.sqlite3", sqlite_version=(3, 40, 1))
    settings["OPTIONS"]["timeout"] = 0.5
    handler = ConnectionHandler({"default": settings})
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: handler["default"])
    with django_db_blocker.unblock():
        one(handler["default"], "CREATE TABLE counted (n integer)")
        one(handler["default"], "INSERT INTO counted VALUES (0)")
        yield handler
        handler["default"].close()


def one(connection: BaseDatabaseWrapper, sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else 0


def add(connections: ConnectionHandler) -> None:
    """Read and then write, as an act does."""
    with transaction.atomic():
        number = one(connections["default"], "SELECT n FROM counted")
        one(connections["default"], f"UPDATE counted SET n = {number + 1}")


def test_many_writers_of_two_processes_lose_nothing_and_are_not_refused(connections):
    connections["default"].settings_dict["OPTIONS"]["timeout"] = 20
    faults: list[Exception] = []

    def many() -> None:
        try:
            for _time in range(20):
                add(connections)
        except Exception as error:
            faults.append(error)
        connections["default"].close()

    connections["default"].close()
    other = os.fork()
    threads = [threading.Thread(target=many) for _one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not other:
        os._exit(len(faults))
    assert os.waitpid(other, 0)[1] == 0
    assert faults == []
    assert one(connections["default"], "SELECT n FROM counted") == 120


def test_a_writer_that_others_hold_up_too_long_is_refused_and_others_are_not(connections):
    another = ConnectionHandler({"default": connections["default"].settings_dict})
    with closing(another["default"]) as elsewhere:
        elsewhere.ensure_connection()
        base.base.DatabaseWrapper._start_transaction_under_autocommit(elsewhere)  # not in our queue
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            add(connections)
        assert time.monotonic() - began >= 0.5
        elsewhere.rollback()
    add(connections)
    assert one(connections["default"], "SELECT n FROM counted") == 1


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_whoever_is_done_lets_the_next_one_however_it_ends(connections, how):
    connection = connections["default"]
    connection.ensure_connection()
    connection._start_transaction_under_autocommit()
    assert base._turn.locked()
    getattr(connection, how)()
    assert not base._turn.locked()
    add(connections)


def test_a_turn_that_somebody_never_gives_back_holds_nobody_up_for_longer_than_their_patience(connections):
    with base._turn:
        add(connections)
    assert one(connections["default"], "SELECT n FROM counted") == 1


def test_readers_and_the_end_of_a_transaction_have_all_their_patience(connections):
    with transaction.atomic():
        assert one(connections["default"], "PRAGMA busy_timeout") == 500


def test_a_copy_of_the_process_waits_for_nobody_that_it_does_not_have():
    with base._turn:
        child = os.fork()
        if not child:
            os._exit(base._turn.locked())
        assert os.waitpid(child, 0)[1] == 0
