"""How does a process begin that is a copy of the service? With the modules of its parent, and with nothing else of it.

A copy shares what its parent has read, so that the service starts once and its memory is counted once. What it must
not share: signals meant for the parent, connections, and what the parent has begun.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

_TO_THE_PARENT = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})

_PR_SET_PDEATHSIG = 1  # prctl(2)

# Objects made before one looks for garbage: a page is some thousands, and hardly any of them is in a circle.
_YOUNG = 5000


@contextlib.contextmanager
def reading_modules() -> Iterator[None]:
    """Read modules without looking for garbage meanwhile, and never look at them again.

    Nothing that a module defines becomes garbage. A collection that visited it would cost time in each process, and
    would make copies of pages that the processes share.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_YOUNG)
        gc.enable()


@functools.cache
def let_signals_wait() -> None:
    """From now on a copy misses no signal, and takes none for its parent's; call it in the main thread.

    A copy has its parent's way of ending until it has its own: a signal that came in between would be noted in the
    copy as if it were the parent, and forgotten. So signals wait while the copy is made, and then end it at once:
    it has begun nothing. Ctrl+C reaches every process of a terminal, and only the parent is to hear it: it tells the
    others.
    """
    os.register_at_fork(
        before=lambda: _mask(signal.SIG_BLOCK, _TO_THE_PARENT),
        after_in_parent=lambda: _mask(signal.SIG_UNBLOCK, _TO_THE_PARENT),
        after_in_child=_as_new,
    )


def _as_new() -> None:
    _end_with_the_parent()
    for number in _TO_THE_PARENT:
        signal.signal(number, signal.SIG_DFL)
    _mask(signal.SIG_UNBLOCK, _TO_THE_PARENT - {signal.SIGINT})


def _end_with_the_parent() -> None:
    """Let Linux tell the copy to end when the parent is gone, however it went.

    A parent that is killed can tell nobody; its copies would answer on, and no new service could have the port.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _mask(how: int, numbers: frozenset[signal.Signals]) -> None:
    signal.pthread_sigmask(how, numbers)


def call_this_process(name: str) -> None:
    """Give the process a name of at most 15 characters in `ps` and `top`, where the system has such."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name)
