"""Decide on a unit to forward referrals to: at most ten are active for a unit (B.5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..actors import Actor
from ..forwarding import decide, locked_target
from ..models import ForwardingTarget, ForwardingTargetState, Unit
from ..models.forwarding_target import MAX_ACTIVE
from ..permissions import require_administrator

_FULL = _("Enheten har redan %(max)s aktiva enheter att vidaresända till. Avsluta någon först.")


@transaction.atomic(durable=True)
def activate_forwarding_target(*, target_id: UUID, actor: Actor, now: datetime) -> ForwardingTarget:
    """Activate a requested target in the first free of the ten slots.

    The unit's row is locked, so that two activations stand in line for the last slot; were they not, the
    database would refuse the second. Raises NotFound; Refusal "not_allowed", "forwarding_decided",
    "forwarding_full", "forwarding_unit_closed".
    """
    require_administrator(actor)
    target = locked_target(target_id, state=ForwardingTargetState.REQUESTED)
    if not Unit.objects.filter(id=target.to_unit_id, active=True).exists():
        raise Refusal("forwarding_unit_closed", _("Enheten att vidaresända till är nedlagd."))
    taken = set(
        ForwardingTarget.objects.filter(unit_id=target.unit_id, slot__isnull=False).values_list(
            "slot", flat=True
        )
    )
    free = next((slot for slot in range(1, MAX_ACTIVE + 1) if slot not in taken), None)
    if free is None:
        raise Refusal("forwarding_full", _FULL, max=MAX_ACTIVE)
    return decide(target, state=ForwardingTargetState.ACTIVE, slot=free, actor=actor, now=now)
