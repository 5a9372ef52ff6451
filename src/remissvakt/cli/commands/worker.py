"""Does what takes time beside the pages: reads scans, empties scanner folders, puts recordings together.

`remissvakt serve` starts one and starts it again if it dies; a second one, also on another machine, does no harm:
every step takes one piece of work with a lease, and a piece whose worker died is free again when the lease is over.
Nothing becomes due or leaves a list by what runs here.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import structlog
from django.db import Error, close_old_connections, connection

from remissvakt.assurance.heartbeat import WORKER, beat
from remissvakt.core.clock import SystemClock

# Each is `work(*, now) -> bool`: does at most one piece of work, and says whether there was any.
STEPS: tuple[str, ...] = (
    "remissvakt.scanning.work.work",
    "remissvakt.scanning.look_later.work",
    "remissvakt.scanning.folder.work",
    "remissvakt.scanning.mail.work",
    "remissvakt.scanning.ocr.work",
    "remissvakt.speech.assemble.work",
    "remissvakt.speech.recognition.drafts.work",
    "remissvakt.letters.runs.work",
    "remissvakt.assurance.report.nightly.work",
    "remissvakt.worklists.paper_files.work",
)
IDLE_SECONDS = 0.5
# After a fault (the database is away, say) the step waits, ever longer, up to this.
LONGEST_PAUSE_SECONDS = 60.0
BEAT_SECONDS = 60.0
# One piece of work that takes longer than any lease is no sign of life.
LONGEST_PIECE_SECONDS = 2 * 3600.0

log = structlog.get_logger(__name__)
Step = Callable[..., bool]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="gör det som väntar nu och sluta")


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    return work(once=arguments.once)


def work(*, once: bool = False, parent: int | None = None) -> int:
    """Work until told to stop, or until the process `parent` is gone; the piece under way is finished first."""
    stopping = Stopping(parent=parent)
    steps = [Pacing(name) for name in STEPS]
    heart = Heart()
    if not once:
        heart.start()
    while not stopping:
        heart.round_begins()
        did = [step.try_it(now=SystemClock().now()) for step in steps if not stopping]
        close_old_connections()
        if not any(did):
            if once:
                break
            stopping.wait(IDLE_SECONDS)
    return 0


class Stopping:
    """True from SIGTERM or Ctrl+C on, and when the parent is gone."""

    def __init__(self, *, parent: int | None) -> None:
        self._parent = parent
        self._told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)

    def _tell(self, *_: object) -> None:
        self._told = True

    def __bool__(self) -> bool:
        return self._told or (self._parent is not None and os.getppid() != self._parent)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self and time.monotonic() < until:
            time.sleep(0.1)


class Heart(threading.Thread):
    """Says in the database that the worker lives, also while one piece of work takes long; the watchdog listens."""

    def __init__(self) -> None:
        super().__init__(name="heart", daemon=True)
        self._since = time.monotonic()

    def round_begins(self) -> None:
        self._since = time.monotonic()

    def run(self) -> None:
        while True:
            if time.monotonic() - self._since < LONGEST_PIECE_SECONDS:
                try:
                    beat(name=WORKER, now=SystemClock().now())
                except Error as error:
                    log.warning("worker_beat_failed", error=type(error).__name__)
                connection.close()
            time.sleep(BEAT_SECONDS)


class Pacing:
    """One step, with a pause after each fault: a step that fails must neither stop the others nor fill the log."""

    def __init__(self, name: str) -> None:
        self.name = name
        module, function = name.rsplit(".", 1)
        self._step: Step = getattr(import_module(module), function)
        self._pause = 0.0
        self._not_before = 0.0

    def try_it(self, *, now: datetime) -> bool:
        """Return whether the step did something; False while it rests after a fault."""
        if time.monotonic() < self._not_before:
            return False
        try:
            did = self._step(now=now)
        except Exception:
            self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE_SECONDS)
            self._not_before = time.monotonic() + self._pause
            log.exception("worker_step_failed", step=self.name, pause=self._pause)
            close_old_connections()
            return False
        self._pause = 0.0
        return did
