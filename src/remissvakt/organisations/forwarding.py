"""The state of a unit to forward referrals to (B.5): how it is locked, and decided on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal

from .actors import Actor
from .models import ForwardingTarget, ForwardingTargetState, Unit

_DECIDED = _("Begäran är redan avgjord: enheten är %(state)s.")


def locked_target(
    target_id: UUID,
    *,
    state: ForwardingTargetState,
    allowed: Callable[[ForwardingTarget], None] | None = None,
) -> ForwardingTarget:
    """Lock the unit, then its target, and return the target if it is in `state`.

    The unit comes first, so that decisions for one unit stand in line. `allowed` may refuse before the
    state is told of. Raises NotFound; Refusal "forwarding_decided".
    """
    unit_id = ForwardingTarget.objects.filter(id=target_id).values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise NotFound
    Unit.objects.select_for_update().get(id=unit_id)
    target = ForwardingTarget.objects.select_for_update().get(id=target_id)
    if allowed is not None:
        allowed(target)
    if target.state != state:
        raise Refusal("forwarding_decided", _DECIDED, state=ForwardingTargetState(target.state).label)
    return target


def decide(
    target: ForwardingTarget,
    *,
    state: ForwardingTargetState,
    slot: int | None,
    actor: Actor,
    now: datetime,
) -> ForwardingTarget:
    """Write the decision and its event. Raises Refusal "forwarding_full" if the slot was taken meanwhile."""
    target.state, target.slot = state, slot
    target.decided_at, target.decided_by_id = now, actor.person_id
    try:
        with transaction.atomic():
            target.save(update_fields=["state", "slot", "decided_at", "decided_by"])
    except IntegrityError as error:
        raise Refusal("forwarding_full", _("Platsen togs av en annan enhet. Försök igen.")) from error
    record_admin(
        kind=f"forwarding_{state.value}",
        subject_kind="forwarding_target",
        subject_id=target.id,
        data={"to_unit": target.to_unit_id, "slot": slot},
        actor=actor,
        now=now,
        unit_id=target.unit_id,
    )
    return target
