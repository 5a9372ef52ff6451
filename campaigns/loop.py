"""Runs the state machine of the loop for as long as one likes, and keeps what was tried.

    .venv/bin/python campaigns/loop.py --steps 100000 --engine postgresql --seed 7

Every step is something that somebody does, or time that passes; after each, every invariant is checked.
A failure prints the walk's seed, by which it is found again. The report in campaigns/results/ counts
for each action how often it was done, and how often refused with which code.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "campaigns" / "results"
STEPS_IN_ONE = 40  # as in the test


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=20_000, help="how many steps (%(default)s)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a former run")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else secrets.randbelow(2**32)
    RESULTS.mkdir(exist_ok=True)
    report = RESULTS / f"loop-{given.engine}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tsv"
    began = monotonic()
    code = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "tests/integration/referrals/test_machine.py",
            "-k",
            "test_long_walks",
            f"--engine={given.engine}",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "CAMPAIGN_SEED": str(seed),
            "CAMPAIGN_WALKS": str(max(2, given.steps // STEPS_IN_ONE)),
            "CAMPAIGN_REPORT": str(report),
        },
        check=False,
    ).returncode
    if report.exists():
        rows = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()]
        done = sum(int(number) for _name, result, number in rows if result == "done")
        refused = sum(int(number) for _name, result, number in rows) - done
        head = (
            f"# seed {seed}, {given.engine}, {given.steps} steps, {monotonic() - began:.0f} s: "
            f"{done} acts done, {refused} refused, {'no' if code == 0 else 'A'} violation\n"
        )
        report.write_text(head + report.read_text(encoding="utf-8"), encoding="utf-8")
        print(head, end="")
    print(f"{report.relative_to(ROOT)}" if report.exists() else f"seed {seed}: failed before the end")
    return code


if __name__ == "__main__":
    sys.exit(main())
