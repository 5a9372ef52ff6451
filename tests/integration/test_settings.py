"""The settings that an installation ends up with, and the headers and limits of every answer."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ASK = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in (
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_SSL_REDIRECT", "DEBUG", "SESSION_COOKIE_AGE", "REMISSVAKT_DEMO")}))
"""


def settings_with(folder, **variables):
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {"REMISSVAKT_DATA": str(folder)} | variables,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(asked.stdout)


def test_https_binds_the_cookies_to_the_host(tmp_path):
    found = settings_with(tmp_path, REMISSVAKT_HTTPS="1", REMISSVAKT_SESSION_HOURS="8")
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SESSION_COOKIE_HTTPONLY"]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] and found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_AGE"] == 8 * 3600
    assert found["DEBUG"] is False


def test_without_https_there_is_no_demo_and_no_prefix(tmp_path):
    found = settings_with(tmp_path)
    assert not found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["REMISSVAKT_DEMO"] is False
    assert found["DEBUG"] is False


def test_headers_of_an_answer(client):
    headers = client.get("/healthz").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_a_request_that_is_too_large_is_not_read(client):
    length = settings.REMISSVAKT_MAX_UPLOAD_BYTES + 1
    response = client.post("/healthz", data=b"", content_type="text/plain", CONTENT_LENGTH=str(length))
    assert response.status_code == 413


@pytest.mark.parametrize("extra", [{"CONTENT_LENGTH": "-1"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_request_of_unknown_length_is_refused(client, extra):
    response = client.post("/healthz", data=b"", content_type="text/plain", **extra)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("sent_by", "status"), [("same-origin", 405), ("none", 405), ("same-site", 403), ("cross-site", 403)]
)
def test_a_write_from_another_site_is_refused(client, sent_by, status):
    # 405 is the answer of the health check itself: the request came through.
    assert client.post("/healthz", HTTP_SEC_FETCH_SITE=sent_by).status_code == status


def test_the_language_is_swedish_until_one_chooses(client):
    assert client.get("/healthz", HTTP_ACCEPT_LANGUAGE="en").headers["Content-Language"] == "sv"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/healthz").headers["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert client.get("/healthz").headers["Content-Language"] == "sv"


@pytest.mark.django_db
def test_the_database_is_set_up_to_lose_nothing():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal" if settings.SQLITE_WAL_IS_SAFE else "persist",)
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2 if settings.SQLITE_WAL_IS_SAFE else 3,)
            assert connection.transaction_mode == "IMMEDIATE"
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models():
    output = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(f"makemigrations has something to do:\n{output.getvalue()}")
