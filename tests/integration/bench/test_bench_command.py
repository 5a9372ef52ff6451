"""`remissvakt bench` as a program of its own, on a small archive: real clients do every task, and none fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from remissvakt.bench.measure import READING, WRITING
from remissvakt.bench.report import percentile

pytestmark = pytest.mark.slow


def bench(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("REMISSVAKT_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return subprocess.run(
        [sys.executable, "-m", "remissvakt.cli.main", "bench", "--small", "--referrals", "1000", *arguments],
        env=kept | {"REMISSVAKT_DATA": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_every_task_is_measured_and_none_fails(tmp_path):
    into = tmp_path / "found.json"
    done = bench(
        tmp_path / "data", "--clients", "2", "--seconds", "0.1", "--writes", "4", "--json", str(into)
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    found = json.loads(into.read_text(encoding="utf-8"))
    assert [line["task"] for line in found["lines"]] == [*READING, *WRITING]
    assert all(line["requests"] > 0 and not line["faults"] for line in found["lines"])
    assert set(found["shares"]) == {*READING, *WRITING}
    # What can be compared with bare SQL is.
    assert {line["task"] for line in found["lines"] if line["bare"]} >= {"list", "counts", "open", *WRITING}
    # A second run finds the archive there; what is no archive is left alone.
    again = bench(tmp_path / "data", "--build-only")
    assert (again.returncode, again.stdout) == (0, "")


def test_percentiles():
    values = [float(number) for number in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99)] == [51.0, 96.0, 100.0]
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([], 0.5) == 0.0
