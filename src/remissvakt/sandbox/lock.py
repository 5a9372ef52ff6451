"""How does a child give up everything that it will not need? For good, and before it reads an untrusted byte."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys

from . import syscalls
from .limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWNET = 0x40000000
_STANDARD_STREAMS = 3


def lock(limits: Limits) -> dict[str, bool]:
    """Lock this process, and return what was possible: `network` of its own, `calls` filtered."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a parent that is gone ends the child
    own_network = False
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        own_network = library.unshare(_CLONE_NEWNET) == 0
        library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    if not limits.threads:
        _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, _STANDARD_STREAMS)
    return {"network": own_network, "calls": syscalls.install(threads=limits.threads)}


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    highest = resource.getrlimit(which)[1]
    wanted = soft if hard is None else hard
    if highest != resource.RLIM_INFINITY:
        soft, wanted = min(soft, highest), min(wanted, highest)
    try:
        resource.setrlimit(which, (soft, wanted))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise
