"""DATABASE_URL, and which journal each SQLite may use."""

from pathlib import Path

import pytest

from remissvakt.config.databases import database, journal_commands, wal_is_safe
from remissvakt.config.environment import ConfigurationError

ROLLBACK = "PRAGMA journal_mode=PERSIST; PRAGMA journal_size_limit=4194304; PRAGMA synchronous=EXTRA"
DEBIAN_12 = (3, 40, 1)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), False),
        ((3, 43, 2), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 49, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_only_where_it_loses_nothing(version, safe):
    assert wal_is_safe(sqlite_version=version) is safe
    expected = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
    if not safe:
        expected = ROLLBACK
    assert journal_commands(sqlite_version=version) == expected


def test_sqlite_is_immediate_and_patient():
    settings = database(url="sqlite:////srv/r v/å.sqlite3", sqlite_version=DEBIAN_12)
    assert settings["NAME"] == Path("/srv/r v/å.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 20
    assert settings["OPTIONS"]["init_command"] == ROLLBACK


def test_a_relative_path_is_relative_to_the_folder_one_stands_in():
    settings = database(url="sqlite:///a/b.sqlite3", sqlite_version=DEBIAN_12)
    assert settings["NAME"] == Path.cwd() / "a" / "b.sqlite3"


def test_postgresql_waits_for_the_disk():
    settings = database(
        url="postgresql://an%40na:l%2Fös@db.example:5433/remiss?sslmode=verify-full", sqlite_version=DEBIAN_12
    )
    assert settings["USER"] == "an@na"
    assert settings["PASSWORD"] == "l/ös"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "5433", "remiss")
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert "-c synchronous_commit=on" in settings["OPTIONS"]["options"]
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_postgresql_through_a_socket():
    settings = database(url="postgresql://postgres:@/postgres?host=/tmp/pg", sqlite_version=DEBIAN_12)
    assert (settings["HOST"], settings["PORT"], settings["PASSWORD"]) == ("/tmp/pg", "", "")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a:hemligt@b/c",
        "hemligt",
        "sqlite://",
        "sqlite:///",
        "sqlite:///folder/",
        "sqlite://host/hemligt",
        "sqlite:///a?mode=hemligt",
        "postgresql://a:hemligt@b:port/c",
        "postgresql://a:hemligt@b:99999/c",
        "postgresql://a:hemligt@b/",
        "postgresql://a:hemligt@b/c/d",
        "postgresql://a:hemligt@b/c?options=-c%20fsync=off",
        "postgresql://a:hemligt@[::1/c",
    ],
)
def test_a_bad_address_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigurationError) as refused:
        database(url=url, sqlite_version=DEBIAN_12)
    assert str(refused.value).startswith("DATABASE_URL: ")
    assert "hemligt" not in str(refused.value)
    assert "\n" not in str(refused.value)
