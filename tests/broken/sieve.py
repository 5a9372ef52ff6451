"""A pytest plugin: small faults in the actions, one at a time, each tried against the tests that come past it.

The chosen tests are run once as they are, and what lines of the actions each comes past is kept. A fault is then put
in, and of those tests the quickest are tried first, until one fails. Any test can be chosen, with all its fixtures.
"""

from __future__ import annotations

import ast
import json
import os
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import monotonic
from types import FrameType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .mutants import Mutant, mutants

# Taken out: the walks of the machine, which are among the tests, would read them as theirs.
SEED = int(os.environ.pop("CAMPAIGN_SEED", "1"))
HOW_MANY = int(os.environ.pop("CAMPAIGN_MUTANTS", "6"))
KIND = os.environ.pop("CAMPAIGN_KIND", "actions")
REPORT = os.environ.pop("CAMPAIGN_REPORT", "")
# A fault may make a loop that never ends: so many times longer than without it, and so many seconds, is seen too.
_TIMES, _SECONDS = 20, 60


@dataclass
class Past:
    """A test, how long it takes, and what lines it comes past."""

    item: pytest.Item
    seconds: float
    lines: set[tuple[str, int]]


class _Following:
    """Stands for the test that comes next: what belongs to the whole session, as the database, stays for it."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def pytest_runtestloop(session: pytest.Session) -> bool:
    from .breaking import source_of  # after Django is set up
    from .suite import KINDS

    modules = {name: import_module(name) for name in KINDS[KIND]}
    files = {str(module.__file__) for module in modules.values()}
    tests = [past for item in session.items if (past := _as_it_is(item, _Following(session), files))]
    print(f"\n{len(tests)} of {len(session.items)} tests pass, {sum(one.seconds for one in tests):.0f} s")  # noqa: T201
    everything = [(name, one) for name, module in modules.items() for one in mutants(source_of(module))]
    for name, mutant in random.Random(SEED).sample(everything, min(HOW_MANY, len(everything))):
        began = monotonic()
        tried, seen_by = _seen_by(modules[name], mutant, tests, _Following(session))
        row = {
            "kind": KIND,
            "module": name,
            "line": mutant.line,
            "what": mutant.what,
            "seen_by": seen_by,
            "tried": tried,
            "seconds": round(monotonic() - began, 1),
        }
        if REPORT:
            with Path(REPORT).open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return True


def _as_it_is(item: pytest.Item, following: _Following, files: set[str]) -> Past | None:
    """The test without a fault; None if it does not pass, and so tells nothing."""
    lines: set[tuple[str, int]] = set()

    def line(frame: FrameType, _event: str, _arg: Any) -> Any:
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return line if frame.f_code.co_filename in files else None

    began = monotonic()
    sys.settrace(call)
    try:
        passed = _passes(item, following)
    finally:
        sys.settrace(None)
    return Past(item, monotonic() - began, lines) if passed else None


def _passes(item: pytest.Item, following: _Following) -> bool:
    reports = runtestprotocol(item, log=False, nextitem=following)  # type: ignore[arg-type]
    return not any(report.failed for report in reports)


def _seen_by(module: ModuleType, mutant: Mutant, tests: list[Past], following: _Following) -> tuple[int, str]:
    """How many tests were tried, and which of them minded."""
    from .breaking import changed, source_of

    tried = 0
    try:
        with changed(module, source_of(module), mutant.source):
            for past in _those_that_come_past(module, mutant.line, tests):
                tried += 1
                with _in_time(past.seconds):
                    if not _passes(past.item, following):
                        return tried, past.item.nodeid.rpartition("/")[2]
    except Exception as broken:  # it cannot even be put in, as a name that no longer exists
        return tried, type(broken).__name__
    return tried, ""


def _those_that_come_past(module: ModuleType, line: int, tests: list[Past]) -> list[Past]:
    """Who executes nothing of the statement that has the fault cannot see it. What every import executes is for all."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    within = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _holds(node, line)]
    quickest = sorted(tests, key=lambda past: past.seconds)
    if not within:
        return quickest
    statements = [
        node
        for node in ast.walk(min(within, key=_length))
        if isinstance(node, ast.stmt) and _holds(node, line)
    ]
    of = min(statements, key=_length)
    lines = {(str(module.__file__), one) for one in range(of.lineno, (of.end_lineno or of.lineno) + 1)}
    return [past for past in quickest if past.lines & lines]


def _holds(node: Any, line: int) -> bool:
    return bool(node.lineno <= line <= node.end_lineno)


def _length(node: Any) -> int:
    return int(node.end_lineno - node.lineno)


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    def too_long(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    former = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(int(seconds * _TIMES) + _SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
