"""Settings come from the environment, and a bad one gives one line that names it."""

from pathlib import Path

import pytest

from remissvakt.config.environment import ConfigurationError, read_environment
from remissvakt.config.variables import VARIABLES


def test_defaults():
    environment = read_environment(environ={"REMISSVAKT_DATA": "/srv/remissvakt"})
    assert environment.data == Path("/srv/remissvakt")
    assert environment.database_url == "sqlite:////srv/remissvakt/remissvakt.sqlite3"
    assert environment.secret_key_file == Path("/srv/remissvakt/secret_key")
    assert environment.log_file == Path("/srv/remissvakt/logs/remissvakt.jsonl")
    assert environment.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (environment.idle_minutes, environment.session_hours, environment.workers) == (30, 10, 2)
    assert (environment.demo, environment.https) == (False, False)


def test_an_empty_variable_is_one_that_is_not_set():
    empty = {variable.name: "  " for variable in VARIABLES}
    assert read_environment(environ=empty) == read_environment(environ={})


def test_log_to_standard_error():
    assert read_environment(environ={"REMISSVAKT_LOG_FILE": "-"}).log_file is None


def test_files_lie_in_a_folder_or_in_s3():
    def files(text):
        return read_environment(
            environ={"REMISSVAKT_DATA": "/srv/remissvakt", "REMISSVAKT_FILES": text}
        ).files

    assert files("") == "/srv/remissvakt/files"
    assert files("/mnt/files") == "/mnt/files"
    assert files("s3://region-remissvakt/files/2026") == "s3://region-remissvakt/files/2026"


@pytest.mark.parametrize("text", ["", "127.0.0.1:3310", "clamd.example:3310", "[::1]:3310", "/run/clamd.ctl"])
def test_clamd_is_asked_over_tcp_or_a_socket(text):
    assert read_environment(environ={"REMISSVAKT_CLAMD": text}).clamd == text


@pytest.mark.parametrize(
    "text",
    ["smtp://mail.example", "smtps://mail.example:465", "smtp+starttls://user:secret@mail.example:587"],
)
def test_alarms_are_mailed_and_a_password_goes_over_tls_alone(text):
    given = {"REMISSVAKT_SMTP": text, "REMISSVAKT_ALARM_TO": "a@example.org, b@example.org"}
    found = read_environment(environ=given)
    assert (found.smtp, found.alarm_to) == (text, ("a@example.org", "b@example.org"))
    with pytest.raises(ConfigurationError) as refused:
        read_environment(environ={"REMISSVAKT_SMTP": "smtp://user:secret@mail.example"})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("REMISSVAKT_HTTPS", "kanske"),
        ("REMISSVAKT_DEMO", "2"),
        ("REMISSVAKT_IDLE_MINUTES", "0"),
        ("REMISSVAKT_IDLE_MINUTES", "481"),
        ("REMISSVAKT_IDLE_MINUTES", "-5"),
        ("REMISSVAKT_IDLE_MINUTES", "٣"),
        ("REMISSVAKT_SESSION_HOURS", "1.5"),
        ("REMISSVAKT_SESSION_HOURS", "25"),
        ("REMISSVAKT_WORKERS", "två"),
        ("REMISSVAKT_WORKERS", "0"),
        ("REMISSVAKT_MAX_UPLOAD_MB", "201"),
        ("REMISSVAKT_LOG_LEVEL", "LOUD"),
        ("REMISSVAKT_FILES", "s3://"),
        ("REMISSVAKT_FILES", "s3://Hink/filer"),
        ("REMISSVAKT_FILES", "https://hink.example/filer"),
        ("REMISSVAKT_CLAMD", "clamd.example"),
        ("REMISSVAKT_CLAMD", ":3310"),
        ("REMISSVAKT_CLAMD", "clamd.example:dörr"),
        ("REMISSVAKT_SERVICE", "127.0.0.1:8000"),
        ("REMISSVAKT_SMTP", "mail.example:25"),
        ("REMISSVAKT_SMTP", "smtp://user:secret@mail.example"),
        ("REMISSVAKT_ALARM_TO", "drift@example.org, chefen"),
        ("REMISSVAKT_ALARM_FROM", ","),
        ("REMISSVAKT_HOSTS", "*"),
        ("REMISSVAKT_HOSTS", "https://remissvakt.example"),
        ("REMISSVAKT_HOSTS", ","),
    ],
)
def test_a_bad_value_is_refused_with_its_name(name, text):
    with pytest.raises(ConfigurationError) as refused:
        read_environment(environ={name: text})
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)
