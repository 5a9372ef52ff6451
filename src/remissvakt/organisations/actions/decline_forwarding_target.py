"""Decline a request for a unit to forward referrals to (B.5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ..actors import Actor
from ..forwarding import decide, locked_target
from ..models import ForwardingTarget, ForwardingTargetState
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def decline_forwarding_target(*, target_id: UUID, actor: Actor, now: datetime) -> ForwardingTarget:
    """Decline a request. Raises NotFound; Refusal "not_allowed" or "forwarding_decided"."""
    require_administrator(actor)
    target = locked_target(target_id, state=ForwardingTargetState.REQUESTED)
    return decide(target, state=ForwardingTargetState.DECLINED, slot=None, actor=actor, now=now)
