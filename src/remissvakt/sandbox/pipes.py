"""How does a parent write to and read from a child that may never answer? With a budget of seconds for waiting."""

from __future__ import annotations

import os
import select
from time import monotonic


class OutOfTime(Exception):
    """The child has used up the time that one waits for it."""


class Pipes:
    """The child's two ends. Only the time spent waiting for the child counts."""

    def __init__(self, *, to_child: int, from_child: int, seconds: float) -> None:
        self._to_child, self._from_child, self._left = to_child, from_child, seconds
        os.set_blocking(to_child, False)
        os.set_blocking(from_child, False)

    def allow(self, seconds: float) -> None:
        """Begin anew, with so much waiting."""
        self._left = seconds

    def give(self, seconds: float) -> None:
        """Allow so much more waiting."""
        self._left += seconds

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
        began = monotonic()
        ready = poll.poll(max(0.0, self._left) * 1000)
        self._left -= monotonic() - began
        if not ready:
            raise OutOfTime
