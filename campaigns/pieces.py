"""A campaign runs a test for longer than every change does, and keeps what it found in results/: what they share."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "campaigns" / "results"


def new_report(name: str, ending: str) -> Path:
    """Where the report of a piece that begins now goes."""
    RESULTS.mkdir(exist_ok=True)
    return RESULTS / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{ending}"


def run_test(*files: str, engine: str, chosen: str = "", plugin: str = "", **said: object) -> int:
    """Run test files, or what is `chosen` of them, with what is said to them in their environment; the exit code.

    A `plugin` is a module of tests/ that pytest reads first.
    """
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *files,
            *(("-k", chosen) if chosen else ()),
            *(("-p", plugin) if plugin else ()),
            f"--engine={engine}",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "tests"),
            **{name: str(value) for name, value in said.items()},
        },
        check=False,
    ).returncode
