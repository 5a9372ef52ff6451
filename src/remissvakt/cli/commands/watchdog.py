"""Watches over the live database: reads, never writes, and raises the alarm when an invariant does not hold.

A process of its own, apart from the service and its worker, so that it speaks when they cannot. With `--once`, exit
code 0: nothing is wrong. 1: alarm. 2: it could not read.
"""

from __future__ import annotations

import argparse
import time
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection

from remissvakt.assurance.watchdog.alarms import title
from remissvakt.assurance.watchdog.mail import MailSettings
from remissvakt.assurance.watchdog.memory import Memory, recall
from remissvakt.assurance.watchdog.read_only import make_read_only
from remissvakt.assurance.watchdog.rounds import Round, Watch, go_round
from remissvakt.core.clock import SystemClock

from .worker import Stopping

log = structlog.get_logger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="gå en rond och sluta; slutkoden säger hur det gick"
    )
    parser.add_argument(
        "--every", type=_minutes, default=5, metavar="MINUTER", help="så ofta (förval: %(default)s)"
    )
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=60,
        metavar="SEKUNDER",
        help="så länge läser en rond remisser; hinner den inte alla fortsätter nästa (förval: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Go round until told to stop."""
    make_read_only()
    watch = _watch(arguments)
    memory = recall(watch.remembers)
    if arguments.once:
        went = _go(watch, memory)
        for name in sorted({alarm.name for alarm in went.alarms}):
            print(f"{title(name)} [{name}]")
        return 2 if not went.readable else int(bool(went.alarms))
    stopping = Stopping(parent=None)
    while not stopping:
        began = time.monotonic()
        _go(watch, memory)
        stopping.wait(watch.every.total_seconds() - (time.monotonic() - began))
    return 0


def _go(watch: Watch, memory: Memory) -> Round:
    began = time.monotonic()
    try:
        return go_round(
            watch=watch, memory=memory, now=SystemClock().now(), elapsed=lambda: time.monotonic() - began
        )
    finally:
        # A connection that is held open would keep a database that was replaced, and its locks.
        connection.close()


def _watch(arguments: argparse.Namespace) -> Watch:
    return Watch(
        remembers=settings.REMISSVAKT_DATA / "watchdog.json",
        metrics=Path(settings.REMISSVAKT_METRICS) if settings.REMISSVAKT_METRICS else None,
        mail=MailSettings(
            server=settings.REMISSVAKT_SMTP,
            sender=settings.REMISSVAKT_ALARM_FROM,
            receivers=settings.REMISSVAKT_ALARM_TO,
        ),
        server=settings.REMISSVAKT_SERVICE,
        seconds=arguments.seconds,
        every=timedelta(minutes=arguments.every),
    )


def _minutes(text: str) -> int:
    return _whole(text, 1, 60)


def _seconds(text: str) -> int:
    return _whole(text, 1, 3600)


def _whole(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"ange ett heltal från {least} till {most}")
