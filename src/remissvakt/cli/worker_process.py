"""Keeps a worker running beside the service: started with it, started again when it dies, stopped with it.

The worker is a copy of the service (forking.py).
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator

import structlog
from django.db import connections
from django.utils import translation

from remissvakt.cli.commands.worker import work
from remissvakt.cli.forking import call_this_process

# What is under way when the service is stopped may finish; then the worker is ended, and its lease runs out.
LAST_PIECE_SECONDS = 30
# A worker that dies at once, again and again, is not started oftener than this.
PAUSE_SECONDS = 2.0
LOOK_SECONDS = 0.2
NAME = "rv-worker"

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Run a worker while the block runs. The caller's connections must be closed, and `let_signals_wait` called."""
    ending = threading.Event()
    language = translation.get_language()
    first = _start(language)
    keeper = threading.Thread(target=_keep, args=(first, language, ending), name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(LAST_PIECE_SECONDS + 5)


def _keep(process: int, language: str | None, ending: threading.Event) -> None:
    while True:
        while (code := _ended(process)) is None and not ending.wait(LOOK_SECONDS):
            pass
        if ending.is_set():
            if code is None:
                _end(process)
            return
        log.error("worker_died", code=code)
        if ending.wait(PAUSE_SECONDS):
            return
        process = _start(language)


def _start(language: str | None) -> int:
    """Start a worker and return its process id."""
    parent = os.getpid()
    process = os.fork()
    if process:
        return process
    # Whatever happens here, the copy must not go on as if it were the service.
    code = 1
    try:
        # A session of its own: Ctrl+C reaches the service, and the service tells the worker.
        os.setsid()
        call_this_process(NAME)
        connections.close_all()
        if language:
            translation.activate(language)
        code = work(parent=parent)
    except BaseException as error:
        log.exception("worker_failed", error=type(error).__name__)
    finally:
        os._exit(code)


def _ended(process: int) -> int | None:
    """Return the exit code of a worker that has ended, negative for a signal; None while it runs."""
    found, status = os.waitpid(process, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _end(process: int) -> None:
    os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + LAST_PIECE_SECONDS
    while _ended(process) is None:
        if time.monotonic() > deadline:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return
        time.sleep(LOOK_SECONDS / 4)
