"""PostgreSQL: pg_dump of one moment, and pg_restore of all of it in one transaction.

The bytes go through this process: when it dies, pg_dump has nobody to write to, and pg_restore reads a dump that is
cut off and rolls back.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from .contents import Contents, contents, stored_files
from .copying import PIECE, copied
from .refusals import damaged, not_empty, program_failed, program_missing, program_older

VENDOR = "postgresql"
# What of a connection's settings libpq's own programs are told; the password goes in a file.
_TOLD = ("host", "port", "user", "dbname", "connect_timeout", "sslmode", "sslcert", "sslkey", "sslrootcert")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"

# Those of an extension are not ours.
_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def version(connection: BaseDatabaseWrapper) -> str:
    return str(_server(connection))


def snapshot(connection: BaseDatabaseWrapper, *, to: Path) -> tuple[Contents, list[tuple[str, int]]]:
    """Dump the database as it is at one moment; return what is in the dump, and the stored files that it names."""
    program = _program("pg_dump", server=_server(connection))
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = str(cursor.fetchone()[0])
        options = [f"--snapshot={moment}", "--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
        with _running([program, *options], connection, stdout=subprocess.PIPE) as dump:
            assert dump.stdout is not None
            copied(read=dump.stdout.read, to=to)
        return _look(connection)


def check_empty(connection: BaseDatabaseWrapper) -> None:
    """Raises Refusal if there are tables already."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        if cursor.fetchone():
            raise not_empty(_name(connection))


@contextmanager
def put_back(connection: BaseDatabaseWrapper, *, part: Path, expected: Contents) -> Iterator[None]:
    """When the block has ended well, load the dump in one transaction, and compare what came in."""
    program = _program("pg_restore", server=_server(connection))
    yield
    check_empty(connection)
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
    with _running([program, *options], connection, stdin=subprocess.PIPE) as loading:
        assert loading.stdin is not None
        with part.open("rb") as file:
            _pour(file, loading.stdin)
    with transaction.atomic(using=connection.alias):
        found, _files = _look(connection)
    if found != expected:
        _empty_again(connection)
        raise damaged(part.name)
    with connection.cursor() as cursor:
        # So that the first pages are as quick as they were.
        cursor.execute("ANALYZE")


def _look(connection: BaseDatabaseWrapper) -> tuple[Contents, list[tuple[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    # On the server's side: ten million rows are not for this process's memory.
    with connection.chunked_cursor() as cursor:
        found = contents(cursor, tables=tables)
        return found, stored_files(cursor, found=found)


def _empty_again(connection: BaseDatabaseWrapper) -> None:
    """It was empty, and what came in is not what the copy said: take that out again."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall())
        cursor.execute(f"DROP TABLE {tables} CASCADE")
        cursor.execute(_FUNCTIONS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {name}")


def _pour(file: IO[bytes], into: IO[bytes]) -> None:
    try:
        while piece := file.read(PIECE):
            into.write(piece)
        into.close()
    except BrokenPipeError:
        # It has ended before the end; its exit code is told of.
        return


@contextmanager
def _running(
    command: list[str],
    connection: BaseDatabaseWrapper,
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of PostgreSQL's programs on this database. Raises Refusal unless it ends well."""
    settings = connection.get_connection_params()
    told = {name: settings[name] for name in _TOLD if settings.get(name)}
    with tempfile.NamedTemporaryFile("w", prefix="remissvakt-") as password:
        escaped = str(settings.get("password", "")).replace("\\", "\\\\").replace(":", "\\:")
        password.write(f"*:*:*:*:{escaped}\n")
        password.flush()
        if settings.get("password"):
            told["passfile"] = password.name
        process = subprocess.Popen(  # noqa: S603 - found by its name, without anything that a user typed
            [*command, "--no-password", f"--dbname={make_conninfo('', **told)}"],
            stdin=stdin,
            stdout=stdout,
            # Its words can hold what stands in a row.
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe and not pipe.closed:
                    pipe.close()
            code = process.wait()
        if code:
            raise program_failed(Path(command[0]).name)


def _program(name: str, *, server: int) -> str:
    """The program that suits the server: the one that lies with it, or the first in PATH. Raises Refusal."""
    found = shutil.which(name, path=f"/usr/lib/postgresql/{server}/bin") or shutil.which(name)
    if found is None:
        raise program_missing(name)
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    its = re.search(r"(\d+)(?:\.\d+)*", told)
    if its is None:
        raise program_failed(name)
    if int(its[1]) < server:
        raise program_older(name, int(its[1]), server)
    return found


def _server(connection: BaseDatabaseWrapper) -> int:
    connection.ensure_connection()
    if connection.connection is None:
        raise OperationalError
    return int(connection.connection.info.server_version) // 10000


def _name(connection: BaseDatabaseWrapper) -> str:
    return str(connection.settings_dict["NAME"])
