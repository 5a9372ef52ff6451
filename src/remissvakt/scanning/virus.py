"""Has a file been looked through for viruses, and may it be opened? "Not looked through" is a state of its own."""

from __future__ import annotations

from remissvakt.documents.models import Scan, VirusState


def check(scan: Scan) -> VirusState:
    """Look the file through, where that is set up, and keep what was found."""
    if scan.virus_state != VirusState.NOT_SCANNED:
        return VirusState(scan.virus_state)
    found = VirusState.NOT_SCANNED
    if found != VirusState.NOT_SCANNED:
        Scan.objects.filter(id=scan.id).update(virus_state=found)
        scan.virus_state = found
    return found


def may_be_opened(scan: Scan) -> bool:
    """Not with a virus; and at a unit that demands it, only after it has been looked through."""
    if scan.virus_state == VirusState.INFECTED:
        return False
    routine = getattr(scan.unit, "routine", None)
    return scan.virus_state == VirusState.CLEAN or not (routine and routine.virus_check_required)
