"""Which scan is read next, and by whom? One reader at a time has a scan, until its lease is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from remissvakt.documents.models import Document, Scan, ScanPage, ScanState
from remissvakt.referrals.limits_lock import share_limits
from remissvakt.referrals.record import record_paper

# Longer than 200 pages take; a reader that died leaves its scan free again after this.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


def take(*, now: datetime) -> Scan | None:
    """The scan that has waited longest, now ours; None when nothing waits. A conditional update decides who gets it."""
    free = Q(taken_until=None) | Q(taken_until__lte=now)
    waiting = Scan.objects.filter(free, state__in=(ScanState.WAITING, ScanState.READING))
    for scan in waiting.select_related("unit__routine", "received_by").order_by("received_at", "id")[:20]:
        taken = Scan.objects.filter(free, id=scan.id, version=scan.version).update(
            taken_until=now + LEASE,
            attempts=F("attempts") + 1,
            state=ScanState.READING,
            version=F("version") + 1,
        )
        if taken:
            scan.refresh_from_db(fields=["taken_until", "attempts", "state", "version"])
            return scan
    return None


def give_back(scan: Scan, *, until: datetime, counted: bool) -> None:
    """Let somebody try again from `until` on; whether this time counts as an attempt."""
    Scan.objects.filter(id=scan.id, version=scan.version).update(
        taken_until=until,
        state=ScanState.WAITING,
        attempts=scan.attempts if counted else scan.attempts - 1,
        version=F("version") + 1,
    )


def refuse(scan: Scan, *, code: str, now: datetime) -> None:
    """It cannot be read: its one document stays in Okopplade with the reason, and with the pages that were read."""
    with transaction.atomic():
        share_limits()
        ours = Scan.objects.filter(id=scan.id, version=scan.version)
        if not ours.update(
            state=ScanState.REFUSED, refusal=code, read_at=now, taken_until=None, version=F("version") + 1
        ):
            return  # the lease was over, and somebody else has it
        document = Document.objects.select_for_update().get(scan=scan, position=0)
        for page in ScanPage.objects.filter(scan=scan, document=None):
            page.document, page.position = document, page.number
            page.save(update_fields=["document", "position"])
        record_paper(document)
