"""The campaign of crashes, small: the service is killed twice in the middle of its work, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_in_the_middle_of_its_work(engine):
    done = subprocess.run(
        [
            *(sys.executable, "campaigns/crashes.py", "--kills", "2", "--engine", engine),
            *("--workers", "1", "--longest", "1.5", "--no-report"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    counts = dict(line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    assert int(counts["acknowledged"]) > 0
    assert counts["unknown in the end"] == "0"
    assert sum(int(number) for name, number in counts.items() if name.startswith("kills of")) == 2
