"""The database itself refuses to change the logs, on both engines."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from remissvakt.audit.access import log_read
from remissvakt.audit.admin_events import record_admin
from remissvakt.audit.append_only import missing_guards
from remissvakt.audit.models import AccessLog, AdminEvent
from unguarded import unguarded

TABLES = ["audit_accesslog", "audit_adminevent", "referrals_event"]


@pytest.fixture
def rows(db, now, reader):
    log_read(actor=reader, patient_id=uuid4(), action="open_referral", now=now)
    record_admin(kind="test", subject_kind="unit", subject_id=uuid4(), data={}, actor=reader, now=now)


@pytest.mark.parametrize("model", [AccessLog, AdminEvent])
def test_no_row_is_changed(rows, model):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(person_name="Någon annan")
    assert model.objects.get().person_name != "Någon annan"


@pytest.mark.parametrize("model", [AccessLog, AdminEvent])
def test_no_row_is_deleted(rows, model):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.count() == 1


@pytest.mark.parametrize("table", ["audit_accesslog", "audit_adminevent"])
def test_no_table_is_emptied_at_once(rows, table):
    statement = f"TRUNCATE {table}" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_every_append_only_table_has_its_guards(db):
    assert missing_guards(TABLES) == []


def test_a_missing_guard_is_named(db):
    with unguarded("audit_accesslog"):
        missing = missing_guards(TABLES)
    assert len(missing) == 2
    assert all(name.startswith("audit_accesslog_append_only_") for name in missing)
    assert missing_guards(TABLES) == []
