"""What SQLite gives is read as Django reads it, and statements are put to it as Django puts them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.sqlite3 import base, operations

from remissvakt.database.engines.sqlite3.reading import Cursor, Operations

NOW = datetime(2026, 11, 17, 9, 15, 2, 123456)  # noqa: DTZ001 - as it is kept
IDS = [f"{number:032x}" for number in (0, 1, 0x01A1E8C9C6207546A937039CBE73561E, (1 << 128) - 1)]


def pair(zone: object) -> tuple[Operations, operations.DatabaseOperations]:
    connection = SimpleNamespace(timezone=zone)
    return Operations(connection), operations.DatabaseOperations(connection)


@pytest.mark.parametrize("value", [None, *IDS, str(UUID(IDS[2])), IDS[2].upper()])
def test_an_id_is_the_one_that_django_makes(value):
    ours, djangos = pair(UTC)
    found, wanted = (one.convert_uuidfield_value(value, None, None) for one in (ours, djangos))
    assert found == wanted and hash(found) == hash(wanted) and type(found) is type(wanted)
    if value is not None:
        assert (str(found), found.hex, found.int) == (str(wanted), wanted.hex, wanted.int)
        assert found.is_safe is wanted.is_safe


@pytest.mark.parametrize("value", ["", "x" * 32, "01a1e8c9"])
def test_what_is_no_id_is_an_error(value):
    with pytest.raises(ValueError):
        pair(UTC)[0].convert_uuidfield_value(value, None, None)


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Stockholm"), timezone(timedelta(hours=-3))])
@pytest.mark.parametrize("value", [None, NOW, NOW.replace(tzinfo=UTC), "2026-11-17 09:15:02.123456"])
def test_an_instant_is_the_one_that_django_makes(zone, value):
    ours, djangos = pair(zone)
    found, wanted = (one.convert_datetimefield_value(value, None, None) for one in (ours, djangos))
    assert found == wanted
    assert value is None or (found.tzinfo, found.utcoffset()) == (wanted.tzinfo, wanted.utcoffset())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT %s", None),
        ("SELECT '%%', %s, %s", None),
        ("SELECT 1", None),
        ("SELECT %(a)s, %(b)s", ["a", "b"]),
    ],
)
def test_a_statement_is_written_as_django_writes_it(query, names):
    raw = sqlite3.connect(":memory:")
    ours, djangos = raw.cursor(factory=Cursor), raw.cursor(factory=base.SQLiteCursorWrapper)
    for _again in range(2):
        assert ours.convert_query(query, param_names=names) == djangos.convert_query(query, param_names=names)
    raw.close()
