"""Starts the service: brings the database up to date, then answers requests until it is told to stop.

SIGTERM and Ctrl+C close the door for new requests, finish those under way, and end with exit code 0.
"""

import argparse
import contextlib
import errno
import multiprocessing
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from remissvakt.cli.forking import let_signals_wait, reading_modules
from remissvakt.cli.read_ahead import read_ahead
from remissvakt.cli.schema import is_behind
from remissvakt.cli.usage import UsageError
from remissvakt.cli.worker_process import worker_beside

# In trials two processes with two threads answered nearly twice as many list pages as one process with eight.
THREADS = 2
# Seconds that a request under way may take to finish after SIGTERM before its process is ended.
LAST_REQUEST_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adress att lyssna på (förval: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port att lyssna på (förval: %(default)s)")
    parser.add_argument(
        "--no-worker", action="store_true", help="starta ingen arbetare; kör då remissvakt worker själv"
    )
    parser.add_argument(
        "--no-migrate", action="store_true", help="starta inte om databasen behöver uppdateras"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop. Raises UsageError for a port, journal or schema that cannot be used."""
    # Until the server has its own way of ending, Ctrl+C just ends: as an exception it may be lost while modules are
    # read. A migration that is cut off is not there at all.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _check_port(arguments.host, arguments.port)
    _check_journal()
    if is_behind():
        if arguments.no_migrate:
            raise UsageError("databasen behöver uppdateras: starta utan --no-migrate.")
        call_command("migrate", interactive=False, verbosity=0)
    with reading_modules():
        application = read_ahead()
    # The processes that answer, and the worker, get connections of their own.
    connection.close()
    let_signals_wait()
    with contextlib.nullcontext() if arguments.no_worker else worker_beside():
        return _serve(application, arguments.host, arguments.port)


def _serve(application: Callable[..., Any], host: str, port: int) -> int:
    # Copies: nothing is read twice, and what is read is kept in memory once (docs/adr/processes-that-are-copies.md).
    multiprocessing.set_start_method("fork", force=True)

    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        settings.WSGI_APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.REMISSVAKT_WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUEST_SECONDS,
    )
    server.on_startup(
        lambda: threading.Thread(target=_tell_when_it_answers, args=(host, port), daemon=True).start()
    )
    server.serve(target_loader=lambda: application, wrap_loader=False)
    print("Remissvakt har avslutats.", flush=True)
    return 0


def _tell_when_it_answers(host: str, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            try:
                socket.create_connection((host, port), timeout=1).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
    shown = f"[{host}]" if ":" in host else host
    print(f"Remissvakt svarar på http://{shown}:{port} (avsluta med Ctrl+C).", flush=True)


def _check_port(host: str, port: int) -> None:
    """Two services on one port would share the requests between them without saying so."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise UsageError(f"porten {port} används redan; välj en annan med --port.") from None
            reason = error.strerror or "okänt fel"
            raise UsageError(f"det går inte att lyssna på {host}:{port} ({reason}).") from None


def _check_journal() -> None:
    """Refuse a database that stays in WAL mode under a library that can lose committed writes in it."""
    if connection.vendor != "sqlite" or settings.SQLITE_WAL_IS_SAFE:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    if mode == "wal":
        raise UsageError(
            f"databasen är i WAL-läge, och SQLite {sqlite3.sqlite_version} kan då förlora sparade ändringar. "
            "Stäng andra program som har filen öppen och starta igen."
        )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("ange ett heltal från 1 till 65535")
