"""The service as it is run, watched from outside: how soon it answers, what it uses of processor and memory."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_START = 600
# What the background worker calls itself (cli/worker_process.py).
WORKER = "rv-worker"


@dataclass(frozen=True, slots=True)
class Service:
    """A running `remissvakt serve`. `cold_start` is from the command to the first page, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    cold_start: float

    def processes(self) -> list[int]:
        """The service and all that it has started; its background worker too."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                text = stat.read_text()
                children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
        found, todo = [], [self.process.pid]
        while todo:
            found.append(todo.pop())
            todo += children.get(found[-1], [])
        return found

    def processor(self) -> float:
        """Seconds of processor time that it has used so far."""
        return sum(_processor(pid) for pid in self.processes())

    def memory(self) -> dict[str, float]:
        """MB of each kind of process, shared pages divided among those that share them (PSS)."""
        found: dict[str, float] = {}
        for pid in self.processes():
            with contextlib.suppress(OSError):
                name = Path(f"/proc/{pid}/comm").read_text().strip()
                pss = next(
                    int(line.split()[1])
                    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                    if line.startswith("Pss:")
                )
                kind = "bakgrund" if name == WORKER else "svarar"
                found[kind] = found.get(kind, 0) + pss / 1024
        return found


@contextlib.contextmanager
def service(*, port: int) -> Iterator[Service]:
    """Run the service as it is run in production, on a port of this machine."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "remissvakt.cli.main", "serve", "--port", str(port), "--no-migrate"]
    told = tempfile.TemporaryFile()  # noqa: SIM115 - its log is of interest only if it does not start
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.DEVNULL, stderr=told, start_new_session=True
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > _LONGEST_START:
                told.seek(0)
                raise RuntimeError(f"the service does not start: {told.read()[-500:].decode()}")
            time.sleep(0.01)
        yield Service(process, port, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(90)
        told.close()


def database_processor() -> float | None:
    """Seconds of processor time of PostgreSQL's own processes, if they are on this machine; None for SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return sum(_processor(pid) for (pid,) in cursor.fetchall())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether the first page comes."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(b"GET /logga-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def _processor(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return 0.0
