"""How does a parent write to and read from a child that may never answer? With a budget of seconds for waiting.

A second of waiting counts for what the child computed in it, and for a quarter at least: that the machine is busy with
something else is no fault of the child's. Where the system does not tell what it computed, all of it counts.
"""

from __future__ import annotations

import os
import select
import sys
from time import clock_gettime, monotonic

_LEAST_SHARE = 0.25


class OutOfTime(Exception):
    """The child has used up the time that one waits for it."""


class Pipes:
    """The child's two ends. Only the time spent waiting for the child counts."""

    def __init__(self, *, to_child: int, from_child: int, process: int, seconds: float) -> None:
        self._to_child, self._from_child, self._process = to_child, from_child, process
        self._allowed, self._waited = seconds, 0.0
        os.set_blocking(to_child, False)
        os.set_blocking(from_child, False)

    def allow(self, seconds: float) -> None:
        """Begin anew, with so much waiting."""
        self._allowed, self._waited = seconds, 0.0

    def allow_in_all(self, seconds: float) -> None:
        """Allow at least so much since it began."""
        self._allowed = max(self._allowed, seconds)

    def write(self, piece: bytes) -> None:
        """Write it all. Raises BrokenPipeError if the child has gone, OutOfTime if it does not read."""
        view = memoryview(piece)
        while view:
            try:
                view = view[os.write(self._to_child, view) :]
            except BlockingIOError:
                self._wait(self._to_child, select.POLLOUT)

    def read(self, length: int) -> bytes:
        """Read exactly so many bytes. Raises EOFError if the child has gone, OutOfTime if it says nothing."""
        got = bytearray()
        while len(got) < length:
            try:
                piece = os.read(self._from_child, min(length - len(got), 1 << 20))
            except BlockingIOError:
                self._wait(self._from_child, select.POLLIN)
                continue
            if not piece:
                raise EOFError
            got += piece
        return bytes(got)

    def _wait(self, descriptor: int, event: int) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        while True:
            began, computed = monotonic(), self._computed()
            ready = poll.poll(max(0.0, self._allowed - self._waited) * 1000)
            least = (monotonic() - began) * _LEAST_SHARE
            self._waited += max(self._computed() - computed, least)
            if ready:
                return
            if self._waited >= self._allowed:
                raise OutOfTime

    def _computed(self) -> float:
        """The child's processor time, in seconds."""
        if sys.platform != "linux":
            return monotonic()
        try:
            return clock_gettime((~self._process << 3) | 2)  # as clock_getcpuclockid(3) makes it
        except OSError:
            return 0.0  # it has ended
