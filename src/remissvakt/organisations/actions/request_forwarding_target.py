"""Ask the administrators for a unit to forward referrals to (B.5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line

from ..actors import Actor
from ..models import ForwardingTarget, ForwardingTargetState, Unit, UnitKind
from ..permissions import require_manager


@transaction.atomic(durable=True)
def request_forwarding_target(
    *,
    unit_id: UUID,
    to_unit_id: UUID,
    motivation: str,
    target_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> ForwardingTarget:
    """Ask that the unit may forward to another; its manager may. An administrator then decides.

    `target_id` is the new row's id, drawn when the form was: the same form twice makes one request.
    Raises NotFound; Refusal "not_allowed", "forwarding_self", "forwarding_exists".
    """
    require_manager(actor, unit_id=unit_id)
    if unit_id == to_unit_id:
        raise Refusal("forwarding_self", _("Välj en annan enhet än den egna."), field="to_unit")
    if not Unit.objects.filter(id=to_unit_id, active=True, kind=UnitKind.CARE).exists():
        raise NotFound
    if target_id and (standing := ForwardingTarget.objects.filter(id=target_id, unit_id=unit_id).first()):
        return standing
    row = ForwardingTarget(
        id=target_id or new_id(now=now),
        unit_id=unit_id,
        to_unit_id=to_unit_id,
        state=ForwardingTargetState.REQUESTED,
        motivation=clean_line(motivation, max_length=500, field="motivation"),
        requested_at=now,
        requested_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            "forwarding_exists", _("Den enheten är redan begärd eller aktiv."), field="to_unit"
        ) from error
    record_admin(
        kind="forwarding_requested",
        subject_kind="forwarding_target",
        subject_id=row.id,
        data={"to_unit": to_unit_id},
        actor=actor,
        now=now,
        unit_id=unit_id,
    )
    return row
