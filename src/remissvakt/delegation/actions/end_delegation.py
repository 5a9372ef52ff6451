"""Take lent work back before its time (C.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.permissions import require_manager

from ..models import Delegation


@transaction.atomic(durable=True)
def end_delegation(*, delegation_id: UUID, actor: Actor, now: datetime) -> Delegation:
    """End a delegation at once; a manager of its unit may, also before it has begun.

    Raises NotFound (also for another unit's), Refusal "not_allowed" or "delegation_ended".
    """
    row = (
        Delegation.objects.select_for_update(of=("self",))
        .filter(id=delegation_id, unit_id__in=actor.unit_ids)
        .first()
    )
    if row is None:
        raise NotFound
    require_manager(actor, unit_id=row.unit_id)
    if row.ended_at is not None or row.to_on < local_date(now):
        raise Refusal("delegation_ended", _("Överlämningen är redan slut."))
    row.ended_at, row.ended_by_id = now, actor.person_id
    row.save(update_fields=["ended_at", "ended_by"])
    record_admin(
        kind="delegation_ended",
        subject_kind="delegation",
        subject_id=row.id,
        data={},
        actor=actor,
        now=now,
        unit_id=row.unit_id,
    )
    return row
