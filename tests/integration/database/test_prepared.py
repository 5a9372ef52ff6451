"""A prepared query is the one that Django makes, with other values, and PostgreSQL plans it once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from factories import make_region
from remissvakt.database.prepared import Prepared
from remissvakt.organisations.models import Assignment, Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)


def _assignments(order: str, *, unit_id: UUID, today: date, role: str) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(unit_id=unit_id, from_on__lte=today, role=role)
    return rows.select_related("person").order_by(order, "id")


PREPARED = Prepared(_assignments)


def test_rows_are_those_of_the_plain_query_whatever_the_values():
    make_region(now=NOW)
    found = set()
    for unit in Unit.objects.all():
        for role in ("doctor", "secretary"):
            for day in (date(1990, 1, 1), NOW.date()):
                given = {"unit_id": unit.id, "today": day, "role": role}
                rows = list(PREPARED("person__sort_name", **given))
                assert rows == list(_assignments("person__sort_name", **given))
                found.update(row.id for row in rows)
    assert len(found) > 3


def test_tuples_are_converted_as_values_are():
    region = make_region(now=NOW)
    prepared = Prepared(
        lambda *, unit_id: (
            Assignment.objects.filter(unit_id=unit_id)
            .annotate(label=Concat("person__given_name", Value(" "), "person__family_name"))
            .values_list("id", "from_on", "label", "unit__channels")
            .order_by("id")
        )
    )
    rows = prepared.tuples(unit_id=region.eye_clinic.id)
    plain = (
        Assignment.objects.filter(unit_id=region.eye_clinic.id)
        .order_by("id")
        .select_related("person", "unit")
    )
    assert rows == [(row.id, row.from_on, row.person.name, row.unit.channels) for row in plain]
    assert rows


def test_an_instant_is_compared_as_an_instant():
    Session(session_key="somebody", session_data="", expire_date=NOW).save(force_insert=True)
    prepared = Prepared(
        lambda *, now: Session.objects.filter(expire_date__lte=now).values_list("session_key")
    )
    assert prepared.tuples(now=NOW) == [("somebody",)]
    assert prepared.tuples(now=NOW - timedelta(microseconds=1)) == []


def test_its_statements_are_seen_by_whoever_counts():
    region = make_region(now=NOW)
    given = {"unit_id": region.eye_clinic.id, "today": NOW.date(), "role": "doctor"}
    with CaptureQueriesContext(connection) as captured:
        list(PREPARED("id", **given))
    assert len(captured) == 1
    assert "organisations_assignment" in captured[0]["sql"]


def test_postgresql_plans_it_once():
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # it keeps no plans that could be asked for
        return
    region = make_region(now=NOW)
    for day in range(3):
        given = {"unit_id": region.eye_clinic.id, "today": NOW.date() + timedelta(days=day), "role": "nurse"}
        list(PREPARED("role", **given))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%%organisations_assignment%%' AND statement LIKE '%%ORDER BY%%role%%'"
        )
        assert cursor.fetchall() == [(3, 0)]
