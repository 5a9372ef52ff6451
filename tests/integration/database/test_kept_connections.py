"""A kept connection to PostgreSQL is asked after when there is reason to, and not at each request."""

from __future__ import annotations

import socket

import pytest
from django.db.backends.postgresql import base as django_base

from remissvakt.config.databases import database
from remissvakt.database.engines.postgresql import base


class Kept:
    """What psycopg's connection is to the engine: a socket, and whether this end has closed it."""

    closed = False

    def __init__(self, line: socket.socket) -> None:
        self.fileno = line.fileno


@pytest.fixture
def world(monkeypatch):
    """An engine with a connection that is good, the server's end of it, the clock, and how often it was asked."""
    here, server = socket.socketpair()
    engine = base.DatabaseWrapper(database(url="postgresql://a@b/c", sqlite_version=(3, 40, 1)))
    engine.connection = Kept(here)
    asked: list[bool] = []
    clock = [1000.0]
    answer = [True]

    def ask(_self: object) -> bool:
        asked.append(answer[0])
        return answer[0]

    monkeypatch.setattr(django_base.DatabaseWrapper, "is_usable", ask)
    monkeypatch.setattr(base.time, "monotonic", lambda: clock[0])
    assert engine.is_usable()
    assert asked.pop()
    yield engine, server, clock, asked, answer
    here.close()
    server.close()


def test_in_use_it_is_not_asked_after(world):
    engine, _server, clock, asked, _answer = world
    for _request in range(10):
        clock[0] += 29
        assert engine.is_usable()
    assert asked == []


def test_after_silence_it_is_asked_after(world):
    engine, _server, clock, asked, _answer = world
    clock[0] += 31
    assert engine.is_usable()
    assert asked == [True]


def test_a_server_that_went_is_noticed_at_once(world):
    engine, server, _clock, asked, answer = world
    answer[0] = False
    server.close()
    assert not engine.is_usable()
    assert not engine.is_usable()
    assert asked == [False, False]


def test_what_the_server_says_of_itself_is_heard(world):
    engine, server, _clock, asked, _answer = world
    server.send(b"E...terminating connection due to administrator command")
    assert engine.is_usable()
    assert asked == [True]


def test_after_a_fault_and_when_closed_here_it_is_asked_after(world):
    engine, _server, _clock, asked, _answer = world
    engine.errors_occurred = True
    assert engine.is_usable()
    engine.errors_occurred = False
    assert engine.is_usable()
    assert len(asked) == 1
    engine.connection.closed = True
    assert engine.is_usable()
    assert len(asked) == 2
