"""Files that were read without a virus check, since ClamAV was away, are looked through when it is back.

What was read of them stays where it is: the pictures were drawn by us, and a patient's case may rest on them. A virus
that is found now is shown with the file and its papers, and closes the original, as one that was found at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from remissvakt.documents.models import Scan, ScanState, VirusState
from remissvakt.storage.errors import Damaged, Missing

from . import virus
from .clamd import Why
from .lease import LEASE

# ClamAV is away, or nothing is left to look through: how long until the next try.
PAUSE = timedelta(minutes=1)
# A file that it cannot look through is tried ever more seldom, but never given up: it may be set up to, some day.
LONGEST_PAUSE = timedelta(days=1)
_MOST_DOUBLINGS = 11  # more than a day


class LookLater:
    """One worker's looking, and until when it rests."""

    def __init__(self) -> None:
        self._rests_until: datetime | None = None

    def work(self, *, now: datetime) -> bool:
        """Look through one file that has not been; whether there was one. Safe if killed anywhere."""
        if not settings.REMISSVAKT_CLAMD or (self._rests_until is not None and now < self._rests_until):
            return False
        scan = _take(now=now)
        if scan is None or not _looked(scan, now=now):
            self._rests_until = now + PAUSE
        return scan is not None


_later = LookLater()


def work(*, now: datetime) -> bool:
    """Look through one file that has not been, if there is one; whether there was."""
    return _later.work(now=now)


def _take(*, now: datetime) -> Scan | None:
    """The newest one, now ours. What waits to be read is looked through by its reader."""
    free = Q(taken_until=None) | Q(taken_until__lte=now)
    waiting = Scan.objects.filter(
        free, state__in=(ScanState.SPLIT, ScanState.REFUSED), virus_state=VirusState.NOT_SCANNED
    )
    for scan in waiting.order_by("-received_at", "id")[:20]:
        if Scan.objects.filter(free, id=scan.id).update(taken_until=now + LEASE):
            return scan
    return None


def _looked(scan: Scan, *, now: datetime) -> bool:
    """Whether ClamAV answered; what it said is kept."""
    try:
        why = virus.look(scan).why
    except (Missing, Damaged):
        why = Why.FAILED  # `remissvakt check` tells of the file
    held = Scan.objects.filter(id=scan.id, taken_until=now + LEASE)
    if why is None:
        held.update(taken_until=None)
    elif why == Why.UNREACHABLE:
        held.update(taken_until=now + PAUSE)
    else:
        pause = min(PAUSE * 2 ** min(scan.attempts, _MOST_DOUBLINGS), LONGEST_PAUSE)
        held.update(taken_until=now + pause, attempts=F("attempts") + 1)
    return why != Why.UNREACHABLE
