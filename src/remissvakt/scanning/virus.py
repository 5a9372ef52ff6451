"""Has a file been looked through for viruses, and may it be opened? "Not looked through" is a state of its own."""

from __future__ import annotations

import structlog
from django.conf import settings

from remissvakt.documents.models import Scan, VirusState
from remissvakt.storage import store

from .clamd import Looked, look_through

log = structlog.get_logger(__name__)


def check(scan: Scan) -> VirusState:
    """Look the file through, where that is set up, and keep what was found. Raises what the storage refuses."""
    if scan.virus_state != VirusState.NOT_SCANNED:
        return VirusState(scan.virus_state)
    if not settings.REMISSVAKT_CLAMD:
        return VirusState.NOT_SCANNED
    look(scan)
    return VirusState(scan.virus_state)


def look(scan: Scan) -> Looked:
    """Ask the daemon, keep what it found, and return what it said. Raises what the storage refuses."""
    looked = look_through(content=store.chunks(sha256=scan.file_id), address=settings.REMISSVAKT_CLAMD)
    found = _state_of(looked)
    if looked.why is not None:
        log.warning("virus_check_failed", scan=str(scan.id), why=looked.why)
    if looked.virus:
        log.warning("virus_found", scan=str(scan.id), virus=looked.virus)
    if found != VirusState.NOT_SCANNED:
        Scan.objects.filter(id=scan.id, virus_state=VirusState.NOT_SCANNED).update(virus_state=found)
        scan.virus_state = found
    return looked


def may_be_opened(scan: Scan) -> bool:
    """Not with a virus; and at a unit that demands it, only after it has been looked through."""
    if scan.virus_state == VirusState.INFECTED:
        return False
    routine = getattr(scan.unit, "routine", None)
    return scan.virus_state == VirusState.CLEAN or not (routine and routine.virus_check_required)


def _state_of(looked: Looked) -> VirusState:
    if looked.virus:
        return VirusState.INFECTED
    return VirusState.CLEAN if looked.clean else VirusState.NOT_SCANNED
