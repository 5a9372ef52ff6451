"""The stored files of a copy: taken after the database that names them, and laid where they belong before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from remissvakt.storage.backends.disk import Disk
from remissvakt.storage.errors import Damaged, Missing
from remissvakt.storage.frames import HEADER, FileCipher, read_header, stored_size
from remissvakt.storage.key_ring import KeyRing
from remissvakt.storage.models import StoredFile

from .copying import copied
from .manifest import part_of


@dataclass(kw_only=True)
class Taken:
    """What has been copied: the parts with their SHA-256, and what could not be copied whole."""

    sums: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    bytes: int = 0


def take_files(wanted: Iterable[tuple[str, int]], *, disk: Disk, to: Path, taken: Taken) -> bool:
    """Copy those that are not copied yet; return False if one was erased since the database was copied."""
    still_true = True
    for sha256, size in wanted:
        if part_of(sha256) in taken.sums or sha256 in taken.missing:
            continue
        try:
            _take(sha256, size, disk=disk, to=to, taken=taken)
        except (Missing, Damaged):
            # Erased lawfully meanwhile, or gone already: what was copied of the database says which.
            if StoredFile.objects.filter(sha256=sha256, erased_at=None).exists():
                taken.missing.add(sha256)
            else:
                still_true = False
    return still_true


def _take(sha256: str, size: int, *, disk: Disk, to: Path, taken: Taken) -> None:
    handle = disk.open(sha256)
    try:
        place = 0

        def read(length: int) -> bytes:
            nonlocal place
            piece = handle.read(place, length)
            place += len(piece)
            return piece

        taken.sums[part_of(sha256)] = copied(read=read, to=to / part_of(sha256))
        taken.bytes += handle.size
        if handle.size != stored_size(size):
            taken.missing.add(sha256)
        with suppress(Damaged):
            taken.keys.add(read_header(handle.read(0, HEADER)).key_name)
    finally:
        handle.close()


def unreadable_keys(parts: Iterable[Path], *, ring: KeyRing) -> Iterator[str]:
    """The names of the keys that these files need and that are not here, or are others by the same name."""
    for path in parts:
        with path.open("rb") as file:
            raw = file.read(HEADER)
        try:
            header = read_header(raw)
        except Damaged:
            continue
        key = ring.keys.get(header.key_name)
        try:
            if key is None:
                raise Damaged("unknown key")
            FileCipher(key=key, salt=header.salt).check(raw)
        except Damaged:
            yield header.key_name
