"""Moves stored files to the current key, one at a time, while the service is in use.

A reader finds the old bytes or the new ones, both whole. Killed anywhere, it goes on where it was: which key a file
is under stands in the file itself, and the row is only a note of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from .backends import Backend
from .errors import Damaged, Missing
from .frames import HEADER, read_header
from .inventory import side_by_side
from .keys import ring
from .models import StoredFile
from .store import backend_now, check_whole, chunks
from .writing import write_unnamed


def on_older_keys() -> list[str]:
    """Return which stored files are not noted as being under the current key; those without a row are looked at."""
    current, backend = ring().current, backend_now()
    older = []
    for row, found in side_by_side():
        if row is not None:
            if row.erased_at is None and row.key_name != current:
                older.append(row.sha256)
        elif found is not None and key_of(backend, found.name) != current:
            older.append(found.name)
    return older


def to_current_key(*, sha256: str, now: datetime) -> None:
    """Encrypt one file anew, comparing it with its SHA-256. Raises Missing or Damaged: it is then as it was."""
    backend, keys = backend_now(), ring()
    if key_of(backend, sha256) == keys.current:
        check_whole(sha256=sha256)
        _note(sha256, key_name=keys.current, now=now)
        return
    with write_unnamed(content=chunks(sha256=sha256), folder=backend.spool, keys=keys) as written:
        if written.header.sha256 != sha256:
            raise Damaged("another content")
        with transaction.atomic():
            # Whoever puts or erases this content waits here, so that nothing erased comes back.
            StoredFile.objects.select_for_update().filter(sha256=sha256).first()
            if backend.exists(sha256):
                backend.place(written.path, sha256)
                _note(sha256, key_name=keys.current, now=now)


def used_keys() -> Counter[str]:
    """Count the files under each key, by what the files themselves say."""
    backend = backend_now()
    return Counter(key_of(backend, found.name) for found in backend.found())


def key_of(backend: Backend, name: str) -> str:
    """Return the name of the key in a file's header; empty if there is no telling."""
    try:
        handle = backend.open(name)
        try:
            return read_header(handle.read(0, HEADER)).key_name
        finally:
            handle.close()
    except (Missing, Damaged):
        return ""


def _note(sha256: str, *, key_name: str, now: datetime) -> None:
    StoredFile.objects.filter(sha256=sha256).update(key_name=key_name, verified_at=now)
