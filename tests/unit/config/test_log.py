"""The log tells what happened and where, and never about whom."""

import json
import logging
import logging.config
import stat

import pytest
import structlog

from remissvakt.config.environment import ConfigurationError
from remissvakt.config.log import configure, logging_settings


@pytest.fixture
def log_lines(tmp_path):
    """A log of its own, and a function that returns its lines as dicts; the test run's log is put back after."""
    from django.conf import settings

    path = tmp_path / "logs" / "log.jsonl"
    configure(logging_settings(level="INFO", file=path))
    yield lambda: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    configure(settings.LOGGING)


def test_a_line_is_json_with_time_level_and_what_is_known(log_lines):
    structlog.stdlib.get_logger("remissvakt.trial").info("started", port=8000)
    (line,) = log_lines()
    assert line["event"] == "started"
    assert (line["level"], line["logger"], line["port"]) == ("info", "remissvakt.trial", 8000)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "number",
    [
        "191212121212",
        "19121212-1212",
        "121212-1212",
        "1212121212",
        "121212+1212",
        "19121212 1212",
        "610973-2393",
    ],
)
def test_a_personal_number_never_reaches_the_log(log_lines, number):
    structlog.stdlib.get_logger("remissvakt.trial").warning(
        "found", value=f"för {number}.", more=[{"a": number}]
    )
    (line,) = log_lines()
    assert number not in json.dumps(line, ensure_ascii=False)
    assert line["value"] == "för [nummer]."


def test_an_identifier_of_ours_is_left_alone(log_lines):
    identifier = "019a8c1e-7b3a-7c4d-9e5f-0123456789ab"
    structlog.stdlib.get_logger("remissvakt.trial").info("found", referral=identifier)
    assert log_lines()[0]["referral"] == identifier


def test_another_library_keeps_its_wording_but_not_its_values(log_lines):
    logging.getLogger("django.security").warning("Refused %s", "Tolvan Tolvansson")
    (line,) = log_lines()
    assert line["event"] == "Refused %s"
    assert "Tolvan" not in json.dumps(line)


def test_an_exception_keeps_its_class_and_place_but_not_its_message(log_lines):
    try:
        raise ValueError("Tolvan Tolvansson 191212121212")
    except ValueError:
        structlog.stdlib.get_logger("remissvakt.trial").exception("failed")
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/sök/Tolvan")
    for line in log_lines():
        assert line["exception"] == "builtins.ValueError"
        assert "test_log.py" in line["stack"][-1]
        assert "Tolvan" not in json.dumps(line)


def test_the_file_is_for_its_owner_only(log_lines, tmp_path):
    assert stat.S_IMODE((tmp_path / "logs" / "log.jsonl").stat().st_mode) == 0o600


def test_a_log_that_cannot_be_opened_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="REMISSVAKT_LOG_FILE"):
        configure(logging_settings(level="INFO", file=tmp_path / "file" / "log.jsonl"))
