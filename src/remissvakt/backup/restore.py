"""Give a copy back in an empty place: everything is verified first, and the database comes last, in one step.

Until that step the place is as empty as before: files that no database names do no harm, and are overwritten by the
next try. Whatever fails takes its own files away again.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from remissvakt.core.refusal import Refusal
from remissvakt.storage.backends.disk import Disk
from remissvakt.storage.key_ring import KeyRing

from .copying import alone, copied, make_durable, sha256_of, sync
from .files import unreadable_keys
from .manifest import DATABASES, SUMS, Manifest, read, read_sums, stored_file_of
from .refusals import (
    another_engine,
    damaged,
    files_go_to_a_folder,
    key_missing,
    newer,
    not_empty,
    not_written,
)
from .take import engine_of


def restore(
    *,
    connection: BaseDatabaseWrapper,
    files: str,
    data: Path,
    source: Path,
    ring: KeyRing,
    without_keys: bool = False,
) -> Manifest:
    """Verify the copy, then put it back. Raises Refusal, and then the place is as empty as it was."""
    manifest = read(source)
    sums = read_sums(manifest, source)
    stored = {part: name for part in sums if (name := stored_file_of(part))}
    engine = engine_of(connection)
    if manifest.engine != connection.vendor:
        raise another_engine(manifest.engine)
    _check_version(manifest)
    if stored and files.startswith("s3://"):
        raise files_go_to_a_folder()
    with alone(data / "restore.lock"):
        engine.check_empty(connection)
        if not files.startswith("s3://"):
            _check_no_other_files(Path(files), stored.values())
        _verify(manifest, sums, stored, source)
        if not without_keys and (
            missing := set(unreadable_keys((source / part for part in stored), ring=ring))
        ):
            raise key_missing(", ".join(sorted(missing)))
        part = source / DATABASES[manifest.engine]
        try:
            with engine.put_back(connection, part=part, expected=manifest.contents):
                for one in stored:
                    _put(source / one, Path(files), sums[one])
                if stored:
                    make_durable(Path(files))
                    sync(Path(files).parent)
        except BaseException as error:
            # Files are taken away only while it is certain that no database names them.
            with suppress(Refusal, DatabaseError):
                engine.check_empty(connection)
                if stored:
                    _take_away(Path(files))
            if isinstance(error, OSError):
                raise not_written(error) from None
            raise
    return manifest


def _check_version(manifest: Manifest) -> None:
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    for migration in manifest.contents.migrations:
        if migration not in known:
            raise newer(migration)


def _check_no_other_files(folder: Path, ours: Collection[str]) -> None:
    """What a try that was killed has left is the copy's own, and no hindrance."""
    allowed = set(ours)
    if any(found.name not in allowed for found in Disk(folder).found()):
        raise not_empty(str(folder))


def _verify(manifest: Manifest, sums: dict[str, str], stored: dict[str, str], source: Path) -> None:
    """Every part is there and is what was written. Raises Refusal."""
    database = DATABASES[manifest.engine]
    if len(stored) != manifest.files or set(sums) - set(stored) != {database}:
        raise damaged(SUMS)
    for part, digest in sums.items():
        try:
            if sha256_of(source / part) != digest:
                raise damaged(part)
        except OSError:
            raise damaged(part) from None


def _put(part: Path, folder: Path, digest: str) -> None:
    """Lay one file in its place, under its name only when it is whole."""
    to = folder / part.parent.parent.name / part.parent.name / part.name
    unnamed = folder / "unfinished" / to.name
    with part.open("rb") as file:
        if copied(read=file.read, to=unnamed) != digest:
            raise damaged(part.name)
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unnamed.replace(to)


def _take_away(folder: Path) -> None:
    for first in [*folder.glob("[0-9a-f][0-9a-f]"), folder / "unfinished"]:
        shutil.rmtree(first, ignore_errors=True)
    with suppress(OSError):
        folder.rmdir()
