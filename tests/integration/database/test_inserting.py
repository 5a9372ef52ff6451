"""Rows that are alike in most columns: the same rows as Django would write, in one statement."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remissvakt.audit.models import AccessLog
from remissvakt.database.inserting import insert_alike

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 9, 15, 1, 234567, tzinfo=UTC)
SAME = {
    "at": NOW,
    "person_id": UUID(int=1),
    "person_name": "Åsa Öst",
    "assignment_id": UUID(int=2),
    "unit_id": UUID(int=3),
    "unit_name": "Ögonkliniken",
    "provider_id": UUID(int=4),
    "role": "doctor",
    "purpose": "",
    "action": "read_list",
}


def test_rows_are_what_django_would_have_written():
    referrals = [None, UUID(int=7), None]
    each = {
        "id": [UUID(int=10 + n) for n in range(3)],
        "patient_id": [UUID(int=20)] * 3,
        "referral_id": referrals,
    }
    with CaptureQueriesContext(connection) as captured:
        insert_alike(AccessLog, same=SAME, each=each)
    assert len(captured) == 1
    rows = list(AccessLog.objects.order_by("id"))
    assert [row.referral_id for row in rows] == referrals
    for n, row in enumerate(rows):
        written = AccessLog(**SAME, id=UUID(int=10 + n), patient_id=UUID(int=20), referral_id=referrals[n])
        for field in AccessLog._meta.concrete_fields:
            assert getattr(row, field.attname) == getattr(written, field.attname)


def test_nothing_is_done_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_alike(AccessLog, same=SAME, each={"id": [], "patient_id": [], "referral_id": []})


def test_a_column_that_is_forgotten_is_an_error():
    with pytest.raises(TypeError, match="referral_id"):
        insert_alike(AccessLog, same=SAME, each={"id": [UUID(int=1)], "patient_id": [UUID(int=2)]})
