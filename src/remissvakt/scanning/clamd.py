"""Asks ClamAV's daemon about a content, by its own protocol (INSTREAM), over TCP or a socket on this machine.

Only an "OK" is clean. Whatever else happens, from no daemon to an answer that nobody understands, is "not looked
through", with why: never clean.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

CHUNK = 128 * 1024
CONNECT_SECONDS = 3.0
# For everything together: a daemon that answers slowly holds up one reader, not the tray.
SECONDS = 60.0
ANSWER_BYTES = 4096


class Why(StrEnum):
    """Why a content was not looked through."""

    OFF = "off"  # this installation has no daemon
    UNREACHABLE = "unreachable"
    TIME = "time"
    TOO_LARGE = "too_large"  # larger than the daemon takes, or than it looks through
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What came of it: clean, a virus with its name, or neither and why."""

    clean: bool = False
    virus: str = ""
    why: Why | None = None


def look_through(*, content: Iterable[bytes], address: str, seconds: float = SECONDS) -> Looked:
    """Send the content piece by piece and return what the daemon says. Never raises for the daemon's sake."""
    if not address:
        return Looked(why=Why.OFF)
    until = time.monotonic() + seconds
    try:
        connection = _connect(address)
    except OSError:
        return Looked(why=Why.UNREACHABLE)
    with connection:
        try:
            # A daemon that has had enough answers and hangs up, while more is being sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, content, until)
            return _understood(_answer(connection, until))
        except TimeoutError:
            return Looked(why=Why.TIME)
        except _ConnectionFault:
            return Looked(why=Why.FAILED)


class _ConnectionFault(Exception):
    """The connection broke; apart from OSError, which the content itself may raise."""


def _connect(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, content: Iterable[bytes], until: float) -> None:
    connection.sendall(b"zINSTREAM\0")
    for piece in content:
        for start in range(0, len(piece), CHUNK):
            part = piece[start : start + CHUNK]
            connection.settimeout(_left(until))
            connection.sendall(struct.pack(">I", len(part)) + part)
    connection.sendall(struct.pack(">I", 0))


def _answer(connection: socket.socket, until: float) -> str:
    answer = b""
    try:
        while b"\0" not in answer and len(answer) < ANSWER_BYTES:
            connection.settimeout(_left(until))
            part = connection.recv(ANSWER_BYTES)
            if not part:
                break
            answer += part
    except TimeoutError:
        raise
    except OSError:
        if not answer:
            raise _ConnectionFault from None
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _understood(answer: str) -> Looked:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Looked(clean=True)
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        # Not a virus: the daemon stopped at one of its own limits, and says so where it is set up to.
        return (
            Looked(why=Why.TOO_LARGE) if name.startswith("Heuristics.Limits.Exceeded") else Looked(virus=name)
        )
    return Looked(why=Why.TOO_LARGE if "size limit exceeded" in said else Why.FAILED)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
