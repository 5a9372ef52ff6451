"""Runs a task on untrusted contents in a process of its own, and gives back what it finds, as it finds it (S9).

The child has no environment, no file but three pipes, no network and no secret, and is ended when it asks for too
much. What comes back is as untrusted as what went in; but it is small, and of known kinds.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import frames
from .frames import Frame
from .limits import MEBIBYTE, Limits
from .pipes import OutOfTime, Pipes
from .task import Refused

__all__ = ["Contained", "Frame", "Limits", "NotStarted", "Refused", "run_apart"]

TASKS = "remissvakt.sandbox.tasks"
_CHILD = Path(__file__).with_name("child.py")
# One arena, and large pictures kept for the next page instead of given back: half the time of a page was that.
_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * MEBIBYTE),
    "MALLOC_TRIM_THRESHOLD_": str(1024 * MEBIBYTE),
}
# For Python to start and the libraries to be read, on a machine that has much else to do: no part of the file's time.
_START_SECONDS = 60.0
_HEAD_LIMIT = 1024 * 1024
_CODE = re.compile(r"[a-z][a-z_]{0,59}")
_ENDED_BY: dict[int, str] = {signal.SIGXCPU: "time", signal.SIGKILL: "memory"}


class Contained(Exception):
    """The child was ended, or ended itself: `reason` is memory, time, crash or output."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotStarted(Exception):
    """The child did not come as far as to read anything: the installation is at fault, not the file."""


def run_apart(
    *,
    task: str,
    arguments: dict[str, Any],
    contents: Sequence[Iterable[bytes]] = (),
    limits: Limits,
) -> Iterator[Frame]:
    """Yield the results of `remissvakt.sandbox.tasks.<task>`, each as it comes.

    Raises Refused when the task says that it cannot read it, Contained when it had to be stopped. Leaving the
    iteration early ends the child.
    """
    child = _start(f"{TASKS}.{task}", limits)
    assert child.stdin and child.stdout
    pipes = Pipes(
        to_child=child.stdin.fileno(),
        from_child=child.stdout.fileno(),
        process=child.pid,
        seconds=_START_SECONDS,
    )
    try:
        # Not a byte of the contents goes to a child that has not said that it is locked.
        _await_locked(pipes)
        pipes.allow(limits.wall_seconds)
        _feed(pipes, arguments, contents)
        yield from _results(pipes, limits)
    except OutOfTime:
        raise Contained("time") from None
    except frames.BadFrame:
        raise Contained("crash") from None
    except EOFError:
        raise Contained(_ENDED_BY.get(_end(child), "crash")) from None
    finally:
        _kill(child)


def _start(module: str, limits: Limits) -> subprocess.Popen[bytes]:
    folders = json.dumps([str(Path(folder).absolute()) for folder in sys.path])
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", str(_CHILD), folders, module, limits.to_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        close_fds=True,
        cwd="/",
        env=_ENVIRONMENT,
        start_new_session=True,
    )


def _await_locked(pipes: Pipes) -> None:
    try:
        if _next(pipes, 0).kind == frames.LOCKED:
            return
    except (EOFError, OutOfTime, frames.BadFrame):
        pass
    raise NotStarted


def _feed(pipes: Pipes, arguments: dict[str, Any], contents: Sequence[Iterable[bytes]]) -> None:
    try:
        for piece in frames.to_child(arguments, contents):
            pipes.write(piece)
    except BrokenPipeError:
        return  # how it ended is what reading tells


def _results(pipes: Pipes, limits: Limits) -> Iterator[Frame]:
    left, came = limits.output_bytes, 0
    while True:
        frame = _next(pipes, min(left, limits.frame_bytes))
        left -= len(frame.blob)
        match frame.kind:
            case frames.DONE:
                return
            case frames.REFUSED:
                code = frame.data.get("code")
                if not isinstance(code, str) or not _CODE.fullmatch(code):
                    raise frames.BadFrame
                raise Refused(code)
            case frames.FAILED:
                raise Contained("memory" if frame.data.get("reason") == "memory" else "crash")
        came += 1
        pipes.allow_in_all(came * limits.seconds_for_each_result)
        yield frame


def _next(pipes: Pipes, most: int) -> Frame:
    said, blob = frames.sizes(pipes.read(frames.HEAD_BYTES))
    if said > _HEAD_LIMIT or blob > most:
        raise Contained("output")
    return frames.from_child(pipes.read(said), pipes.read(blob))


def _end(child: subprocess.Popen[bytes]) -> int:
    """Return the signal that ended a child which has closed its pipe; 0 for none."""
    try:
        return max(0, -child.wait(timeout=1))
    except subprocess.TimeoutExpired:
        return 0


def _kill(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()
    if child.poll() is None:
        with suppress(ProcessLookupError):  # it ended between two statements
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
