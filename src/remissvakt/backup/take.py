"""Take a copy: built beside its place, and given its name when all of it is on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from remissvakt import __version__
from remissvakt.storage.backends.disk import Disk

from . import postgresql, sqlite
from .copying import alone, make_durable, sha256_of, sync
from .files import Taken, take_files
from .manifest import DATABASES, FORMAT, Manifest, part_of, write, write_sums
from .refusals import not_empty, not_written, restless

# Files are erased once a night; who meets that once begins again, and hardly meets it twice.
TRIES = 5


def engine_of(connection: BaseDatabaseWrapper) -> ModuleType:
    """The module that copies this kind of database."""
    return sqlite if connection.vendor == sqlite.VENDOR else postgresql


def take(
    *, connection: BaseDatabaseWrapper, files: str, target: Path, clock: Callable[[], datetime]
) -> Manifest:
    """Copy the database and, from a folder, the files that it names. Raises Refusal, and then nothing is left."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise not_empty(str(target))
    building = target.with_name(target.name + ".unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(target.with_name(".remissvakt-backup.lock")):
            # What an earlier one that was killed has left.
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir(mode=0o700)
            try:
                manifest = _build(connection, files, building, clock)
                make_durable(building)
                building.replace(target)
                sync(target.parent)
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise not_written(error) from None
    return manifest


def _build(
    connection: BaseDatabaseWrapper, files: str, building: Path, clock: Callable[[], datetime]
) -> Manifest:
    engine = engine_of(connection)
    part = DATABASES[connection.vendor]
    elsewhere = files if files.startswith("s3://") else ""
    taken = Taken()
    for _try in range(TRIES):
        began = clock()
        (building / part).unlink(missing_ok=True)
        contents, wanted = engine.snapshot(connection, to=building / part)
        if elsewhere or take_files(wanted, disk=Disk(Path(files)), to=building, taken=taken):
            break
    else:
        raise restless()
    # What was erased since an earlier try is not kept here either.
    names = {part_of(sha256) for sha256, _size in wanted}
    for gone in [one for one in taken.sums if one not in names]:
        (building / gone).unlink()
        del taken.sums[gone]
    sums = taken.sums | {part: sha256_of(building / part)}
    manifest = Manifest(
        format=FORMAT,
        product=__version__,
        began_at=began.isoformat(),
        ended_at=clock().isoformat(),
        engine=connection.vendor,
        engine_version=engine.version(connection),
        contents=contents,
        files=len(taken.sums),
        bytes=taken.bytes,
        files_elsewhere=elsewhere,
        files_missing=tuple(sorted(taken.missing)),
        key_names=tuple(sorted(taken.keys)),
        sums=write_sums(sums, building),
    )
    write(manifest, building)
    return manifest
