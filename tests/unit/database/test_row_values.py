"""A value of a row goes to SQLite as Django would put it there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import models
from django.db.backends.sqlite3 import operations

from remissvakt.database import writing

SQLITE = SimpleNamespace(
    vendor="sqlite",
    ops=operations.DatabaseOperations(SimpleNamespace(timezone=UTC)),
    features=SimpleNamespace(has_native_uuid_field=False),
)
MOMENT = datetime(2026, 11, 17, 9, 15, 2, 123456, tzinfo=UTC)
# As a date has no time, and a moment may have no fraction of a second.
VALUES = [
    (models.DateTimeField(), MOMENT),
    (models.DateTimeField(), MOMENT.replace(microsecond=0)),
    (models.DateTimeField(), MOMENT.astimezone(ZoneInfo("Europe/Stockholm"))),
    (models.DateField(), date(2028, 2, 29)),
    (models.UUIDField(), UUID("01a1e8c9-c620-7546-a937-039cbe73561e")),
    (models.CharField(), "Åsa %s"),
    (models.IntegerField(), -7),
    (models.BooleanField(), True),
    (models.FloatField(), 0.5),
]


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_a_value_is_put_as_django_puts_it(field, value, monkeypatch):
    monkeypatch.setattr(writing, "connection", SQLITE)
    prepare = writing._preparer(field)
    assert prepare(value) == field.get_db_prep_save(value, SQLITE)
    assert type(prepare(value)) is type(field.get_db_prep_save(value, SQLITE))
    assert prepare(None) is None


def test_an_instant_without_a_zone_is_an_error(monkeypatch):
    monkeypatch.setattr(writing, "connection", SQLITE)
    with pytest.raises(ValueError):
        writing._preparer(models.DateTimeField())(MOMENT.replace(tzinfo=None))
