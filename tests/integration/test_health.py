"""/healthz and /readyz: what machines ask."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder

from remissvakt.assurance.models import CheckRun
from remissvakt.core.ids import new_id
from remissvakt.web import health


def test_healthz_answers_without_the_database(client):
    # Without a database mark, any statement would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_of_a_new_installation(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": [
            {"check": "database", "ok": True, "detail": "skrivbar"},
            {"check": "migrations", "ok": True, "detail": "aktuella"},
            {"check": "work_items", "ok": True, "detail": "ej kontrollerat"},
        ],
    }
    assert not MigrationRecorder.Migration.objects.filter(app="readyz").exists()


@pytest.mark.django_db
def test_readyz_tells_what_the_last_check_found(client, now):
    CheckRun.objects.create(id=new_id(now=now), at=now, seconds=1, findings=3)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["checks"][2] == {
        "check": "work_items",
        "ok": False,
        "detail": "3 fynd tis 17 nov 2026 10:15",
    }

    later = now + timedelta(hours=1)
    CheckRun.objects.create(id=new_id(now=later), at=later, seconds=1, findings=0)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_tells_of_a_migration_that_has_not_run(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"][1] == {"check": "migrations", "ok": False, "detail": "1 ej körda"}


@pytest.mark.django_db
def test_readyz_tells_of_a_database_that_refuses_writes(client, monkeypatch):
    def refuse() -> tuple[bool, str]:
        raise DatabaseError("attempt to write a readonly database /srv/hemlig")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"][0] == {
        "check": "database",
        "ok": False,
        "detail": "gick inte att kontrollera",
    }
    assert "hemlig" not in response.content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_answered(client, address):
    assert client.post(address).status_code == 405
