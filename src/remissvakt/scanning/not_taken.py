"""What came to the tray and could not be taken is visible work all the same, until a person has dealt with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from remissvakt.core.clock import local_date
from remissvakt.documents.models import Document
from remissvakt.referrals.limits_lock import share_limits
from remissvakt.referrals.record import record_paper

_NAMES = UUID("4c3f0c2e-6b0b-4d43-9f7e-3a1f5f2f9d11")


def show_not_taken(*, what: str, unit_id: UUID, sender: str, description: str, now: datetime) -> None:
    """Put a paper without pages in Okopplade that tells of it. `what` names the thing: again is the same one."""
    document_id = uuid5(_NAMES, f"{unit_id} {what}")
    with transaction.atomic(durable=True):
        share_limits()
        if Document.objects.filter(id=document_id).exists():
            return
        document = Document(
            id=document_id,
            unit_id=unit_id,
            arrived_on=local_date(now),
            sender=sender[:200],
            description=description[:500],
            registered_at=now,
        )
        document.save(force_insert=True)
        record_paper(document)
