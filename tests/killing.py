"""Proves that an operation may be killed anywhere: nothing is lost, nothing is half, and again gives one effect.

    steps = kill_at_every_step(
        lambda: put(content=b"Remiss", media_type="text/plain", now=now),
        check=everything_acknowledged_is_there,     # right after each kill: nothing lost, nothing half
        done=there_is_exactly_one,                  # after the operation has been run again, and after it survived
        folders=[files],                            # put back together with the database before the next kill
    )
    assert "commit" in steps

The operation runs in a forked child on the real test database, and the child is killed with SIGKILL before its first
step, then before its second, and so on, and last of all just before it would have returned. Steps are: every SQL
statement, every commit, every call that changes a file or makes it durable (open for writing, replace, rename, link,
unlink, mkdir, fsync), and every call to S3. Only before a step that follows one that merely reads, it is not killed:
the dead one would leave what it left before that one. After each kill, in the parent:

    check()  the database and the files as the dead one left them
    again()  the operation, not killed; or what another process would do instead, if given: a worker whose lease is over
    done()   exactly one effect
    reset()  everything as it was at the start; if not given, the database and `folders` are put back from a copy

Use it in a test with `transactional_db` (`pytest.mark.django_db(transaction=True)`): the child must see what is
committed. Give `now` to the operation; let it not depend on what an earlier call left in memory. What a power cut
does to bytes that were never synced is not shown by this.
"""

from __future__ import annotations

import builtins
import io
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

MOST_STEPS = 2000
AT_ITS_END, _THE_END = 0, "the end"
_READING = ("SQL SELECT", "SQL BEGIN", "SQL SAVEPOINT")
_FILE_CALLS = ("replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "fsync")


def kill_at_every_step(
    operation: Callable[[], Any],
    check: Callable[[], None],
    *,
    done: Callable[[], None] | None = None,
    again: Callable[[], Any] | None = None,
    reset: Callable[[], None] | None = None,
    folders: Sequence[Path] = (),
) -> list[str]:
    """Kill it at each of its steps in turn; return what the steps were ("commit", "os.replace", "SQL INSERT …")."""
    assert not connection.in_atomic_block, "use transactional_db: another process must see what is committed"
    with _copy(folders) as put_back:
        # What its steps are is told by one that is killed at its end, and by each that is killed after it.
        steps = _killed_at(operation, AT_ITS_END) or []
        number = 0
        while number < MOST_STEPS:
            (reset or put_back)()
            number = _next(steps, number)
            killed = _killed_at(operation, number)
            if killed is None:
                (done or check)()
                return steps
            steps = killed + steps[len(killed) :]
            try:
                check()
                (again or operation)()
                (done or check)()
            except BaseException as error:
                error.add_note(f"killed before step {number}: {killed[-1]}")
                raise
    raise AssertionError(f"it never ended in {MOST_STEPS} steps")


def _next(steps: Sequence[str], number: int) -> int:
    """The step to be killed before next: after one that merely reads the dead one leaves the same as before it."""
    number += 1
    while 1 < number <= len(steps) and steps[number - 2].startswith(_READING):
        number += 1
    return number


def kill_on_the_way(operation: Callable[[], Any], *, every: int, check: Callable[[], None]) -> list[str]:
    """Kill it before its `every`th step, and again and again what then goes on, until it comes to its end.

    For an operation that takes long and keeps what it has done, like a row of migrations. Nothing is put back;
    `check()` looks at what each dead one has left. Returns the steps that were not taken.
    """
    assert not connection.in_atomic_block, "use transactional_db: another process must see what is committed"
    steps: list[str] = []
    while len(steps) < MOST_STEPS:
        killed = _killed_at(operation, every)
        if killed is None:
            return steps
        steps.append(killed[-1])
        check()
    raise AssertionError(f"it never came to its end, killed before every {every}th step")


def _killed_at(operation: Callable[[], Any], number: int) -> list[str] | None:
    """Run it in a child that dies before this step; return its steps with that one, or None if it came to its end."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(operation, number, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return said.split("\n")
    if os.waitstatus_to_exitcode(status) == 0:
        return None
    raise AssertionError(f"the operation itself failed (before step {number}):\n{said}")


def _be_the_child(operation: Callable[[], Any], number: int, told: int) -> None:
    """Never returns: whatever happens here, the test belongs to the parent."""
    try:
        step = _Counter(number, told)
        _watch(step)
        operation()
        step(_THE_END)
        os._exit(0)
    except BaseException:
        os.write(told, traceback.format_exc().encode())
        os._exit(1)


class _Counter:
    """Called before each step; kills this process before the chosen one."""

    def __init__(self, number: int, told: int) -> None:
        self.number, self.told = number, told
        self.steps: list[str] = []

    def __call__(self, step: str) -> None:
        self.steps.append(step)
        if len(self.steps) == self.number or (step, self.number) == (_THE_END, AT_ITS_END):
            os.write(self.told, "\n".join(self.steps).encode())
            os.kill(os.getpid(), signal.SIGKILL)


def _watch(step: Callable[[str], None]) -> None:
    """Let every step of this process, which is a child, be told of before it is taken."""
    _watch_database(step)
    for name in _FILE_CALLS:
        setattr(os, name, _telling(getattr(os, name), f"os.{name}", step))
    os.open = _telling_of_writing(os.open, step)  # type: ignore[assignment]
    builtins.open = io.open = _telling_of_writing(io.open, step)  # type: ignore[assignment]
    if "botocore.client" in sys.modules:
        from remissvakt.storage.backends import backend_at

        backend_at.cache_clear()  # a connection of the parent is not to be shared
        client = sys.modules["botocore.client"].BaseClient
        client._make_api_call = _telling(client._make_api_call, "S3", step)


def _watch_database(step: Callable[[str], None]) -> None:
    def tell(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        step("SQL " + " ".join(str(sql).split()[:3]))
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(tell)
    connection._commit = _telling(connection._commit, "commit", step)  # type: ignore[method-assign]


def _telling(function: Any, name: str, step: Callable[[str], None]) -> Any:
    def call(*args: Any, **options: Any) -> Any:
        step(name)
        return function(*args, **options)

    return call


def _telling_of_writing(function: Any, step: Callable[[str], None]) -> Any:
    def call(file: Any, mode: Any = "r", *args: Any, **options: Any) -> Any:
        writes = mode & (os.O_WRONLY | os.O_RDWR) if isinstance(mode, int) else set(mode) & set("wax+")
        if writes and not isinstance(file, int):
            step("open for writing")
        return function(file, mode, *args, **options)

    return call


@contextmanager
def _copy(folders: Sequence[Path]) -> Iterator[Callable[[], None]]:
    """A copy of the database and the folders as they are now, and how to put it back."""
    with (
        tempfile.TemporaryDirectory(dir=os.environ.get("REMISSVAKT_DATA")) as place,
        _database_copy(Path(place) / "database") as put_database_back,
    ):
        for number, folder in enumerate(folders):
            _copy_folder(folder, Path(place) / str(number))

        def put_back() -> None:
            put_database_back()
            for number, folder in enumerate(folders):
                _copy_folder(Path(place) / str(number), folder)

        yield put_back


def _copy_folder(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


@contextmanager
def _database_copy(copy: Path) -> Iterator[Callable[[], None]]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connections.close_all()
        shutil.copyfile(name, copy)

        def put_file_back() -> None:
            connections.close_all()
            for more in ("-journal", "-wal", "-shm"):
                Path(name + more).unlink(missing_ok=True)
            shutil.copyfile(copy, name)

        yield put_file_back
        return
    quote = connection.ops.quote_name
    _as_owner(f"CREATE DATABASE {quote(name + '_copy')} TEMPLATE {quote(name)}")

    def put_database_back() -> None:
        _as_owner(f"DROP DATABASE {quote(name)} WITH (FORCE)")
        _as_owner(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(name + '_copy')}")

    try:
        yield put_database_back
    finally:
        _as_owner(f"DROP DATABASE {quote(name + '_copy')} WITH (FORCE)")


def _as_owner(statement: str) -> None:
    """Run what needs that nobody is in the database."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
