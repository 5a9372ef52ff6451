"""What was answered as done is on the disk, and a disk that fails answers nothing as done: seen on the real service.

strace looks on, and lets writes fail.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def campaign(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, f"campaigns/{name}.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_no_answer_leaves_before_the_disk_has_it():
    done = campaign("durability")
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert ", 0 too early" in done.stdout


def test_a_database_that_does_not_wait_for_the_disk_is_found_out():
    done = campaign("durability", "--off")
    assert done.returncode == 1, done.stdout + done.stderr[-3000:]
    assert "was not on the disk" in done.stdout


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_full_a_read_only_and_a_broken_disk_do_nothing_by_half_and_recover(engine):
    done = campaign("disk_faults", "--engine", engine)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    for name in ("full", "read-only", "broken"):
        (line,) = (line for line in done.stdout.splitlines() if line.startswith(f"{name} "))
        assert "forms 503 3" in line
        assert "the same forms afterwards 302 3" in line
