"""Keeps a worker running beside the service: started with it, started again when it dies, stopped with it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import structlog

# What is under way when the service is stopped may finish; then the worker is ended, and its lease runs out.
LAST_PIECE_SECONDS = 30
# A worker that dies at once, again and again, is not started oftener than this.
PAUSE_SECONDS = 2.0

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker while the block runs."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ending,), name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(LAST_PIECE_SECONDS + 5)


def _keep(ending: threading.Event) -> None:
    while not ending.is_set():
        process = _start()
        while process.poll() is None and not ending.wait(0.2):
            pass
        if ending.is_set():
            _end(process)
            return
        log.error("worker_died", code=process.returncode)
        ending.wait(PAUSE_SECONDS)


def _start() -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches the service, and the service tells the worker.
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "remissvakt.cli.main", "worker", "--parent", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(LAST_PIECE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
