"""Compares stored bytes with their SHA-256, a file at a time, and notes in the row how it went.

`verified_at` is when they last agreed; NULL says that they did not, until they do again or the content is put anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from .errors import Damaged, Missing
from .models import StoredFile
from .store import check_whole

# A file that is looked at every night would be read for nothing; one damaged has a week to be found in.
FRESH = timedelta(days=7)


def to_verify(*, now: datetime, every: bool) -> list[str]:
    """Return which files are to be read: every one, or those not verified for a week."""
    rows = StoredFile.objects.filter(erased_at=None)
    if not every:
        rows = rows.filter(Q(verified_at=None) | Q(verified_at__lt=now - FRESH))
    return list(rows.order_by("sha256").values_list("sha256", flat=True))


def verify(*, sha256: str, now: datetime) -> bool:
    """Read one file whole; return whether it is what it should be. Raises Unreachable."""
    row = StoredFile.objects.filter(sha256=sha256, erased_at=None)
    try:
        row.update(key_name=check_whole(sha256=sha256), verified_at=now)
    except (Missing, Damaged):
        # Erased meanwhile is no fault: then no row is changed.
        return not row.update(verified_at=None)
    return True
