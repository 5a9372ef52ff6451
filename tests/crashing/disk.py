"""The disk under the database is full, read-only or broken for a while, as the kernel would say it; then it is well.

strace attaches to whoever writes the database's files, and lets each write fail: on SQLite that is the service, on
PostgreSQL its server. That one ends itself when it cannot write its log, or stands there without answering; whoever
looks after it starts it again.
"""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error, connection

from . import proof
from .browser import Browser
from .installation import Installation, is_alive, processes_of
from .people import Person, Write, work_of

FAULTS = {"ENOSPC": "full", "EROFS": "read-only", "EIO": "broken"}
FORMS = 3
# Forms that are tried on a full disk: what has its place already may still be written, and then is done.
MOST_FORMS = 2000
MOST_LOG_FILES = 100
SQLITE_WRITES = "pwrite64,write,ftruncate,fallocate"
# A disk that breaks under PostgreSQL is told of when it is waited for: what is written goes to memory first.
POSTGRESQL_WRITES = {"ENOSPC": "pwrite64,pwritev", "EROFS": "pwrite64,pwritev", "EIO": "fsync,fdatasync"}
# Pages that nothing has to be written for, and those for which the database need not even live.
UNLOGGED = ("/healthz", "/logga-in", "/konto/")
WITHOUT_DATABASE = ("/healthz", "/logga-in")
# Reading a patient's data is logged in the same transaction: what cannot be logged is not shown.
LOGGED = ("/arbete/vart/att-bevaka/",)


def under(installation: Installation, person: Person, fault: str) -> tuple[Counter[str], list[str]]:
    """Work while the disk has a fault, and after it; what was answered, and what is wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    if installation.engine == "postgresql":
        # What the fault before had done to it may show late: it ends itself at a checkpoint.
        connection.close()
        counts["database started again"] += installation.revive_database()
    browsers = person.browsers(installation.port)
    forms = [next(work_of(person.region, person.chance)) for _ in range(FORMS)]
    with failing(installation, fault):
        for form in forms:
            assert isinstance(form, Write)
            status, _to, page = browsers[form.who.person_id].ask(form.path, form.body)
            counts[f"forms {status}"] += 1
            if status != 503 or "skicka det igen" not in page:
                wrong.append(f"a form was answered {status}")
        lives = installation.database_lives()
        # Their lines may have been idle for long while the database was waited for.
        browsers = person.browsers(installation.port)
        reader = browsers[person.region.referrer.person_id]
        anybody = reader if lives else Browser(installation.port, {})
        for path in UNLOGGED if lives else WITHOUT_DATABASE:
            status, _to, _page = anybody.ask(path)
            counts[f"{path} {status}"] += 1
            if not _answered(installation, status):
                wrong.append(f"{path} was answered {status}")
        for path in LOGGED:
            counts[f"lists {reader.ask(path)[0]}"] += 1
            if counts["lists 500"]:
                wrong.append(f"{path} was answered 500")
    connection.close()  # one to a server that has ended
    counts["database started again"] += installation.revive_database()
    browsers = person.browsers(installation.port)
    writes = [form for form in forms if isinstance(form, Write)]
    wrong += proof.lost_or_half((), writes)
    for form in writes:
        status, form.to, _page = browsers[form.who.person_id].ask(form.path, form.body)
        counts[f"the same forms afterwards {status}"] += 1
        if status != 302:
            wrong.append(f"afterwards a form was answered {status}")
    wrong += proof.lost_or_half(writes, ()) + proof.broken_anywhere()
    return counts, wrong


def filled(installation: Installation, person: Person) -> tuple[Counter[str], list[str]]:
    """Work while the file system that everything lies on has not a byte left, and after it."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    browsers = person.browsers(installation.port)
    done: list[Write] = []
    refused: list[Write] = []

    def send(form: Write) -> None:
        status, form.to, page = browsers[form.who.person_id].ask(form.path, form.body)
        counts[f"forms {status}"] += 1
        (done if status == 302 else refused).append(form)
        if status != 302 and (status != 503 or "skicka det igen" not in page):
            wrong.append(f"a form was answered {status}")

    with no_space_left(installation.folder / "filler"):
        while len(refused) < FORMS and len(done) < MOST_FORMS:
            form = next(work_of(person.region, person.chance))
            assert isinstance(form, Write)
            send(form)
        wrong += proof.lost_or_half(done, refused)
        reader = browsers[person.region.referrer.person_id]
        for path in UNLOGGED:
            status, _to, _page = reader.ask(path)
            counts[f"{path} {status}"] += 1
            if not _answered(installation, status):
                wrong.append(f"{path} was answered {status}")
        counts.update(f"lists {reader.ask(path)[0]}" for path in LOGGED)
        if installation.engine == "postgresql":
            end_of_log()
            send(refused.pop())
            counts["the server's log could not be written"] = installation.panics()
    connection.close()
    counts["database started again"] += installation.revive_database()
    browsers = person.browsers(installation.port)
    for form in list(refused):
        send(form)
    if refused != refused[:FORMS] or len(done) < FORMS:
        wrong.append("a form was refused afterwards")
    return counts, wrong + proof.lost_or_half(done, ()) + proof.broken_anywhere()


def _answered(installation: Installation, status: int) -> bool:
    """Whether a page that needs nothing written was answered as it can be.

    PostgreSQL takes no new connection when it cannot write what it keeps for one (pg_internal.init).
    """
    return status < 400 or (status == 503 and installation.engine == "postgresql")


def end_of_log() -> None:
    """Let PostgreSQL need another file for its log, for which there is no place."""
    with suppress(Error), connection.cursor() as cursor:
        for _ in range(MOST_LOG_FILES):
            cursor.execute("SELECT pg_logical_emit_message(true, 'full', 'full')")
            cursor.execute("SELECT pg_switch_wal()")


@contextmanager
def no_space_left(filler: Path) -> Iterator[None]:
    """Take what is free of a file system, to the last byte."""
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def failing(installation: Installation, fault: str) -> Iterator[None]:
    """Let every write to the database's files fail with this error."""
    assert installation.service is not None
    calls, files = POSTGRESQL_WRITES[fault], []
    if installation.engine == "sqlite":
        calls = SQLITE_WRITES
        database = installation.folder / "remissvakt.sqlite3"
        files = [part for end in ("", "-journal", "-wal") for part in ("-P", f"{database}{end}")]
    said = installation.folder / "strace"
    for _try in range(5):  # a process of the database may end between being listed and being held
        installation.revive_database()
        writer = installation.first or installation.service.pid
        with said.open("w") as errors:
            strace = subprocess.Popen(
                [
                    *("strace", "-f", "-q", "-o", str(installation.folder / "faults")),
                    *(part for pid in processes_of(writer) if is_alive(pid) for part in ("-p", str(pid))),
                    *files,
                    *("-e", f"trace={calls}", "-e", f"inject={calls}:error={fault}"),
                ],
                stderr=errors,
            )
        time.sleep(2)  # until it holds all threads
        if strace.poll() is None:
            break
    else:
        raise AssertionError(f"strace may not look at the database's processes: {said.read_text()}")
    try:
        yield
    finally:
        strace.terminate()
        strace.wait()
