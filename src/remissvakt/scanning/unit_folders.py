"""Whose is a folder in the scanner share? It is named after the unit: its HSA-id, or its id in Remissvakt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import structlog

from remissvakt.core.ids import parse_id
from remissvakt.organisations.models import Unit

log = structlog.get_logger(__name__)
_told: set[str] = set()


def unit_folders(root: Path) -> Iterator[tuple[UUID, Path]]:
    """Each folder of a unit that works here, by name. One of nobody is left alone, and told of in the log once."""
    try:
        folders = sorted(
            entry.name
            for entry in os.scandir(root)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        )
    except OSError:
        return  # the share is away
    if not folders:
        return
    units = Unit.objects.filter(local=True, active=True, kind="care")
    by_hsa_id = {hsa_id.upper(): unit_id for unit_id, hsa_id in units.values_list("id", "hsa_id") if hsa_id}
    ids = set(units.values_list("id", flat=True))
    for name in folders:
        given = parse_id(name)
        unit_id = given if given in ids else by_hsa_id.get(name.upper())
        if unit_id is not None:
            yield unit_id, root / name
        elif name not in _told:
            _told.add(name)
            log.warning("scan_folder_of_no_unit")
