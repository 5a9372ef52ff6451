"""Let a secretary pool do a unit's work (A.1), and end it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal

from ..actors import Actor
from ..models import PoolService, Unit, UnitKind
from ..periods import require_period
from ..permissions import require_administrator
from ..pool_nodes import NODES, USUAL


@transaction.atomic(durable=True)
def serve_unit(
    *,
    pool_id: UUID,
    unit_id: UUID,
    from_on: date,
    to_on: date | None = None,
    nodes: Collection[str] = USUAL,
    service_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> PoolService:
    """Let a pool do chosen nodes of a local care unit's work for a period. Its staff then see that work's patients.

    `service_id` is the new row's id, drawn when the form was: the same form twice makes one service.
    Raises NotFound; Refusal "not_allowed", "period_backwards", "pool_nodes", "pool_serves_already".
    """
    require_administrator(actor)
    require_period(from_on=from_on, to_on=to_on)
    chosen = [node for node in NODES if node in nodes]
    if not chosen or not set(nodes) <= set(NODES):
        raise Refusal("pool_nodes", _("Välj minst en lista som poolen ska arbeta med."), field="nodes")
    pool = Unit.objects.select_for_update().filter(id=pool_id, kind=UnitKind.POOL, active=True).first()
    unit = Unit.objects.filter(id=unit_id, kind=UnitKind.CARE, local=True, active=True).first()
    if pool is None or unit is None:
        raise NotFound
    if service_id and (standing := PoolService.objects.filter(id=service_id, pool=pool).first()):
        return standing
    overlapping = PoolService.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on), pool=pool, unit=unit
    )
    if to_on is not None:
        overlapping = overlapping.filter(from_on__lte=to_on)
    if overlapping.exists():
        raise Refusal(
            "pool_serves_already",
            _("Poolen arbetar redan åt %(unit)s under en del av tiden."),
            field="unit",
            unit=unit.name,
        )
    row = PoolService(
        id=service_id or new_id(now=now), pool=pool, unit=unit, from_on=from_on, to_on=to_on, nodes=chosen
    )
    row.save(force_insert=True)
    _record(row, kind="pool_serves", actor=actor, now=now)
    return row


@transaction.atomic(durable=True)
def end_service(*, service_id: UUID, actor: Actor, now: datetime) -> PoolService:
    """End a pool's service at once: the pool sees nothing more of the unit at the next request.

    Raises NotFound; Refusal "not_allowed" or "pool_service_ended".
    """
    require_administrator(actor)
    row = PoolService.objects.select_for_update().filter(id=service_id).first()
    if row is None:
        raise NotFound
    yesterday = local_date(now) - timedelta(days=1)
    if row.to_on is not None and row.to_on <= yesterday:
        raise Refusal("pool_service_ended", _("Poolen arbetar redan inte längre åt enheten."))
    # A service that had not begun before today is moved too: the row stays, the event says what was true.
    row.from_on, row.to_on = min(row.from_on, yesterday), yesterday
    row.save(update_fields=["from_on", "to_on"])
    _record(row, kind="pool_service_ended", actor=actor, now=now)
    return row


def _record(row: PoolService, *, kind: str, actor: Actor, now: datetime) -> None:
    record_admin(
        kind=kind,
        subject_kind="unit",
        subject_id=row.pool_id,
        data={
            "service": row.id,
            "unit": row.unit_id,
            "from_on": row.from_on,
            "to_on": row.to_on,
            "nodes": row.nodes,
        },
        actor=actor,
        now=now,
        unit_id=row.unit_id,
    )
