"""A task that does what a hostile file would do once it had taken over its child. Used by the tests alone."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from remissvakt.sandbox.task import Refused, Send


def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None:
    os.close(0)  # room for one more within the limit of open files
    result = _ACTS[arguments["act"]](arguments, contents, send)
    send("did", {"result": result if isinstance(result, int | str | list | dict) else None})


def _connect(arguments, contents, send):
    with socket.socket() as one:
        one.connect(("127.0.0.1", arguments["port"]))


def _crash(arguments, contents, send):
    ctypes.string_at(0)


def _spin(arguments, contents, send):
    while True:
        pass


def _drip(arguments, contents, send):
    for number in range(1000):
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
        send("drip", {"number": number})


def _wait(arguments, contents, send):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    threading.Lock().acquire() and threading.Event().wait()


def _flood(arguments, contents, send):
    piece = bytes(1 << 20)
    for _ in range(10 * 1024):
        send("flood", {}, piece)


def _allocate(arguments, contents, send):
    return len(bytearray(4 << 30))


def _refuse(arguments, contents, send):
    raise Refused(arguments["code"])


def _garbage(arguments, contents, send):
    os.write(1, b"\xff" * 100)


def _not_json(arguments, contents, send):
    os.write(1, b"\0\0\0\4\0\0\0\0[[[[")


def _ignore_the_limit(arguments, contents, send):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    _spin(arguments, contents, send)


_ACTS = {
    "read": lambda arguments, contents, send: Path(arguments["path"]).read_text(),
    "list": lambda arguments, contents, send: [str(one) for one in Path(arguments["path"]).iterdir()],
    "write": lambda arguments, contents, send: Path(arguments["path"]).write_text("x"),
    "environment": lambda arguments, contents, send: dict(os.environ),
    "connect": _connect,
    "listen": lambda arguments, contents, send: socket.socket().close(),
    "execute": lambda arguments, contents, send: os.execv(sys.executable, [sys.executable]),
    "start": lambda arguments, contents, send: subprocess.run(["/bin/true"]).returncode,
    "fork": lambda arguments, contents, send: os.fork(),
    "thread": lambda arguments, contents, send: threading.Thread(target=len, args=("",)).start(),
    "kill": lambda arguments, contents, send: os.kill(os.getppid(), 0),
    "allocate": _allocate,
    "spin": _spin,
    "ignore_the_limit": _ignore_the_limit,
    "wait": _wait,
    "flood": _flood,
    "drip": _drip,
    "crash": _crash,
    "fail": lambda arguments, contents, send: 1 / 0,
    "import": lambda arguments, contents, send: __import__("sqlite3"),
    "refuse": _refuse,
    "garbage": _garbage,
    "not_json": _not_json,
    "leave": lambda arguments, contents, send: os._exit(0),
    "lengths": lambda arguments, contents, send: [len(one) for one in contents],
    "echo": lambda arguments, contents, send: (
        [send("echo", {"number": n}, one) for n, one in enumerate(contents)] and 0
    ),
}
