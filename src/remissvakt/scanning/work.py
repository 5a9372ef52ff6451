"""The reader of the tray: takes one scan at a time, reads its pages, splits it into documents, links the coded ones.

Killed anywhere, the scan is free again when the lease is over; what was kept is used, and nothing is done twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from remissvakt.documents.models import Scan, VirusState
from remissvakt.sandbox.run import NotStarted, Refused
from remissvakt.storage.errors import NotStored, Unreachable

from . import virus
from .dividing import divide, link_coded
from .lease import MOST_ATTEMPTS, give_back, refuse, take
from .reading import read_pages

AGAIN = timedelta(minutes=1)
log = structlog.get_logger(__name__)


def work(*, now: datetime) -> bool:
    """Read one waiting scan, if there is one; whether there was. Safe if killed anywhere."""
    scan = take(now=now)
    if scan is None:
        return False
    if scan.read_at is None and not _read(scan, now=now):
        return True
    link_coded(scan, now=now)
    return True


def _read(scan: Scan, *, now: datetime) -> bool:
    """Whether it was read and divided; otherwise it is refused, or waits."""
    if scan.attempts > MOST_ATTEMPTS:
        refuse(scan, code="scan_gave_up", now=now)
        return False
    try:
        if virus.check(scan) == VirusState.INFECTED:
            refuse(scan, code="scan_infected", now=now)
            return False
        if not virus.may_be_opened(scan):
            give_back(scan, until=now + AGAIN, counted=False)
            return False
        read_pages(scan, now=now)
    except Refused as refused:
        refuse(scan, code=refused.code, now=now)
        return False
    except (NotStarted, Unreachable, NotStored, OSError):
        # The installation is at fault, not the file: it waits, and counts for nothing.
        give_back(scan, until=now + AGAIN, counted=False)
        raise
    except Exception:
        give_back(scan, until=now + AGAIN, counted=True)
        raise
    divide(scan, now=now)
    return True
