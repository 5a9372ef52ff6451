"""What PostgreSQL writes of an instant is read as Django reads it."""

from __future__ import annotations

from datetime import UTC

import psycopg
import pytest
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

from remissvakt.database.engines.postgresql.reading import InstantInUtc

OID = psycopg.postgres.types["timestamptz"].oid


class Djangos(BaseTzLoader):
    timezone = UTC


def pair():
    return [loader(OID, None) for loader in (InstantInUtc, Djangos)]


@pytest.mark.parametrize(
    "text",
    [
        b"2026-11-30 09:15:02+00",
        b"2026-11-30 09:15:02.1+00",
        b"2026-11-30 09:15:02.123456+00",
        b"0001-01-01 00:00:00+00",
        b"9999-12-31 23:59:59.999999+00",
    ],
)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_an_instant_is_the_one_that_django_makes(text, kind):
    found, wanted = (loader.load(kind(text)) for loader in pair())
    assert found == wanted
    assert found.tzinfo is wanted.tzinfo is UTC


def test_another_zone_is_read_as_django_reads_it():
    found, wanted = (loader.load(b"2026-11-30 11:15:02+02") for loader in pair())
    assert found == wanted and found.tzinfo is wanted.tzinfo


@pytest.mark.parametrize("text", [b"10000-01-01 00:00:00+00", b"0044-03-15 00:00:00+00 BC", b"infinity"])
def test_what_python_has_no_instant_for_is_an_error_as_before(text):
    for loader in pair():
        with pytest.raises(psycopg.DataError):
            loader.load(text)
