"""Migrates a large database of an earlier release forward, also when killed on the way, and compares every row.

    .venv/bin/python campaigns/upgrade.py --release 5174818 --engine postgresql --referrals 100000 --kills 30

The release is taken out of the repository and builds its own demo region; `multiply.py` makes a large database of it.
That one is kept as it was. A copy is migrated by the present code, and others are migrated by processes that are
killed (SIGKILL) at random moments until one comes to its end. After each, every row of every table is compared with
the database kept, column by column, and `remissvakt check` must find nothing. `--work` keeps what was built for the
next run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from databases import PostgreSQL, SQLite

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "campaigns" / "results"
# Columns that a migration drops on purpose, with all that they may have held.
DROPPED = {
    # No door of the first release stored a file: a paper's was always empty. It refers to a stored file now.
    ("documents_document", "sha256"): "",
}
MIGRATE = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
CHECK = [sys.executable, "-m", "remissvakt.cli.main", "check", "--quiet"]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--release", default="5174818", help="the commit of the release (%(default)s)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--referrals", type=int, default=100_000)
    parser.add_argument("--template", type=int, default=200, help="how many the release itself makes")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument(
        "--no-old-check", action="store_true", help="do not run the release's own check first"
    )
    parser.add_argument("--work", type=Path, help="folder to build in, and to keep")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        work = given.work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="upgrade-")))
        campaign = Campaign(given, work, stack)
        campaign.run()
    return campaign.finish()


class Campaign:
    """One run; `lines` is what it leaves in results/."""

    def __init__(self, given: argparse.Namespace, work: Path, stack: contextlib.ExitStack) -> None:
        self.given, self.work = given, work
        self.chance = random.Random(given.seed)
        self.lines: list[str] = []
        self.faults = 0
        work.mkdir(parents=True, exist_ok=True)
        server = SQLite(work) if given.engine == "sqlite" else PostgreSQL(work, stack)
        self.old = server.database(f"old_{given.referrals}")
        self.new = server.database("new")

    def run(self) -> None:
        self._build()
        began = time.monotonic()
        self.old.copy_to(self.new)
        self._migrate()
        whole = time.monotonic() - began
        self._tell(f"migrated without being killed in {whole:.1f} s")
        self._compare(check=not self.given.kills)
        killed, rounds = 0, 0
        while killed < self.given.kills and not self.faults:
            self.old.copy_to(self.new)
            rounds += 1
            killed += self._migrate_killed(whole, self.given.kills - killed)
            self._compare(check=killed >= self.given.kills)
        self._tell(f"{killed} kills in {rounds} databases, each finished by the next process")

    def finish(self) -> int:
        RESULTS.mkdir(exist_ok=True)
        given = self.given
        report = RESULTS / f"upgrade-{given.engine}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        command = f"campaigns/upgrade.py --release {given.release} --engine {given.engine}"
        command += f" --referrals {given.referrals} --kills {given.kills} --seed {given.seed}"
        head = f"# {command}: {'no' if not self.faults else self.faults} faults"
        report.write_text("\n".join([head, *self.lines, ""]), encoding="utf-8")
        print(report.relative_to(ROOT))
        return 1 if self.faults else 0

    def _build(self) -> None:
        """Make the old database, unless it has been kept from an earlier run."""
        if self.old.exists():
            self._tell(f"the database of {self.given.release} is kept from an earlier run")
            return
        release, template = self.work / "release", self.work / "template"
        if not release.exists():
            release.mkdir()
            tar = subprocess.run(
                ["git", "archive", self.given.release, "src"], cwd=ROOT, check=True, capture_output=True
            )
            subprocess.run(["tar", "x", "-C", release], input=tar.stdout, check=True)
        old_code = {"PYTHONPATH": str(release / "src")}
        if not (template / "remissvakt.sqlite3").exists():
            command = [sys.executable, "-m", "remissvakt.cli.main", "demo"]
            building = self.work / "template.building"
            shutil.rmtree(building, ignore_errors=True)
            more = {"REMISSVAKT_DATA": str(building), "REMISSVAKT_DEMO": "1"}
            self._call([*command, "--referrals", str(self.given.template)], **old_code, **more)
            building.rename(template)
        began = time.monotonic()
        building_db = self.new
        building_db.drop()
        building_db.create()
        command = [sys.executable, str(ROOT / "campaigns" / "multiply.py")]
        self._call(
            [*command, str(template / "remissvakt.sqlite3"), str(self.given.referrals)],
            **old_code,
            DATABASE_URL=building_db.url,
        )
        if not self.given.no_old_check:
            self._call(CHECK, **old_code, DATABASE_URL=building_db.url)
        building_db.copy_to(self.old)
        self._tell(
            f"the database of {self.given.release}: {self.old.count('referrals_referral')} referrals, "
            f"{self.old.count('referrals_event')} events, {self.old.size() / 1024**2:.0f} MB, "
            f"{'not ' if self.given.no_old_check else ''}checked by its own release, "
            f"built in {time.monotonic() - began:.0f} s"
        )

    def _migrate(self) -> None:
        self._call(MIGRATE, DATABASE_URL=self.new.url)

    def _migrate_killed(self, whole: float, most: int) -> int:
        """Kill one process after the other, until one has come to its end; return how many were killed."""
        killed = 0
        while killed < most:
            process = subprocess.Popen(MIGRATE, env=self._env(DATABASE_URL=self.new.url))
            try:
                # Mostly soon, so that each database is left several times; but the last migrations too are to be met.
                process.wait(self.chance.uniform(0, whole * self.chance.choice((0.1, 0.3, 1))))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                if left := self.new.half_done():
                    self._fault(f"left by a process that was killed: {left}")
                continue
            if process.returncode:
                self._fault(f"a migration failed after {killed} kills (exit code {process.returncode})")
            return killed
        self._migrate()
        return killed

    def _compare(self, *, check: bool = True) -> None:
        total: Counter[str] = Counter()
        for table in self.old.tables():
            found = compared(table, self.old, self.new)
            total += found
            for what in sorted(found.keys() - {"rows", "values", "new"}):
                self._fault(f"{table}: {what} ({found[what]} rows)")
        self._tell(
            f"compared {total['rows']} rows with {total['values']} values: {self.faults or 'none'} different or gone"
        )
        if check:
            began = time.monotonic()
            self._call(CHECK, DATABASE_URL=self.new.url)
            self._tell(f"remissvakt check found nothing ({time.monotonic() - began:.0f} s)")

    def _call(self, command: list[str], **more: str) -> None:
        done = subprocess.run(command, env=self._env(**more), check=False)
        if done.returncode:
            self._fault(f"{' '.join(command[1:4])} ended with {done.returncode}")
            raise SystemExit(self.finish())

    def _env(self, **more: str) -> dict[str, str]:
        """Its own data folder, and nothing of the surroundings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REMISSVAKT_")}
        return (
            kept
            | {
                "DJANGO_SETTINGS_MODULE": "remissvakt.config.settings",
                "PYTHONPATH": str(ROOT / "src"),
                "REMISSVAKT_DATA": str(self.work / "data"),
            }
            | more
        )

    def _tell(self, line: str) -> None:
        print(line, flush=True)
        self.lines.append(line)

    def _fault(self, line: str) -> None:
        self.faults += 1
        self._tell(f"FAULT {line}")


def compared(table: str, old: Any, new: Any) -> Counter[str]:
    """Count the rows of a table, and those that are new, changed (by column) or gone."""
    found: Counter[str] = Counter()
    still = set(new.columns(table))
    # The columns that are left come first, in both.
    columns = sorted(old.columns(table), key=lambda name: name not in still)
    kept = [name for name in columns if name in still]
    at = [columns.index(name) for name in old.key(table)]
    after = new.rows(table, kept)
    rows = 0
    for was in old.rows(table, columns):
        rows += 1
        for now in after:
            if now == was[: len(kept)]:
                break
            if all(now[one] == was[one] for one in at):
                found.update(
                    f"changed {name}"
                    for name, a, b in zip(kept, was[: len(kept)], now, strict=True)
                    if a != b
                )
                break
            found["new"] += 1
        else:
            found["gone"] += 1
        for name, value in zip(columns[len(kept) :], was[len(kept) :], strict=True):
            if DROPPED.get((table, name)) != value:
                found[f"dropped {name}"] += 1
    found["rows"] += rows
    found["values"] += rows * len(columns)
    found["new"] += sum(1 for _ in after)
    return found


if __name__ == "__main__":
    sys.exit(main())
