"""End an active unit to forward referrals to, which frees its slot (B.5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ..actors import Actor
from ..forwarding import decide, locked_target
from ..models import ForwardingTarget, ForwardingTargetState
from ..permissions import require_lead


@transaction.atomic(durable=True)
def end_forwarding_target(*, target_id: UUID, actor: Actor, now: datetime) -> ForwardingTarget:
    """End an active target; the unit's manager and administrators may. What is forwarded stays as it is.

    Raises NotFound; Refusal "not_allowed" or "forwarding_decided".
    """
    target = locked_target(
        target_id,
        state=ForwardingTargetState.ACTIVE,
        allowed=lambda row: require_lead(actor, unit_id=row.unit_id),
    )
    return decide(target, state=ForwardingTargetState.ENDED, slot=None, actor=actor, now=now)
