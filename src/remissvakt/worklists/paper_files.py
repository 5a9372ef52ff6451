"""Keeps each unit's list on paper as a PDF in a folder, at most an hour old. A step of the worker.

A file is named after its unit, never after a person; it and the folder are for the owner of the process alone. It is
not encrypted: it must open when all else, also the keys, is out of reach. See docs/drift.md for what that asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings

from remissvakt.letters.render import render
from remissvakt.letters.styles import style_of
from remissvakt.organisations.models import Unit
from remissvakt.storage.whole_file import put_whole

from .paper_list import paper_list

EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(minutes=1)
PREFIX = "oppna-"

log = structlog.get_logger(__name__)
_looked: list[datetime] = []


def work(*, now: datetime) -> bool:
    """Write the file of one unit that has none of the last hour; False when none needs it, or no folder is set."""
    if not settings.REMISSVAKT_PAPER_LISTS:
        return False
    # A clock that was set back must not make it rest.
    if _looked and timedelta(0) <= now - _looked[0] < LOOK_EVERY:
        return False
    folder = Path(settings.REMISSVAKT_PAPER_LISTS)
    for unit in _units():
        if not _is_fresh(path_of(unit, folder=folder), now=now):
            write(unit=unit, folder=folder, now=now)
            return True
    _clear(folder)
    _looked[:] = [now]
    return False


def write_all(*, folder: Path, now: datetime) -> int:
    """Write every unit's file now; how many."""
    units = list(_units())
    for unit in units:
        write(unit=unit, folder=folder, now=now)
    _clear(folder)
    return len(units)


def write(*, unit: Unit, folder: Path, now: datetime) -> Path:
    """Put the unit's file in place; its time is `now`."""
    content = paper_list(unit=unit, now=now)
    pdf = render(content=content, style=style_of(unit))
    path = path_of(unit, folder=folder)
    put_whole(path=path, content=pdf)
    os.utime(path, (now.timestamp(), now.timestamp()))
    # Who is on it no log tells: it is made for nobody in particular, and nobody has read it yet.
    log.info(
        "paper_list_written", unit=str(unit.id), rows=sum(len(rows) for _title, rows in content.sections)
    )
    return path


def path_of(unit: Unit, *, folder: Path) -> Path:
    return folder / f"{PREFIX}{unit.hsa_id or unit.id}.pdf"


def _units() -> Iterator[Unit]:
    yield from Unit.objects.filter(local=True, active=True, kind="care").order_by("id")


def _is_fresh(path: Path, *, now: datetime) -> bool:
    try:
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    return timedelta(0) <= now - made_at < EVERY


def _clear(folder: Path) -> None:
    """Take away the lists of units that are closed: what is old and full of names helps nobody."""
    kept = {path_of(unit, folder=folder).name for unit in _units()}
    for path in folder.glob(f"{PREFIX}*.pdf"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
