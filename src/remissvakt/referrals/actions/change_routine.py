"""A unit changes its own limits; the due dates of its open work follow in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import AcknowledgeRule, UnitRoutine
from remissvakt.organisations.seen import ROUTINE, require_seen

from ..limits_lock import change_limits_alone
from ..loop import load
from ..models import Referral, WorkItem
from ..record import record_unit, record_work
from .texts import one_of

LIMITS = tuple(
    field.name for field in UnitRoutine._meta.get_fields() if field.name.endswith(("_days", "_workdays"))
)
MAX_DAYS = 730


def change_routine(
    *,
    unit_id: UUID,
    limits: Mapping[str, int],
    acknowledge_rule: str,
    virus_check_required: bool | None = None,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> UnitRoutine:
    """Set the unit's limits (days 0–730), who acknowledges, and whether unchecked files are closed; by its manager.

    Raises Stale if they have changed since `version`; Refusal for another role, an unknown limit, or a number
    out of range.
    """
    if unit_id not in actor.unit_ids:
        raise NotFound
    if actor.role != "manager":
        raise Refusal("manager_only", _("Bara enhetschefen ändrar enhetens gränser."))
    one_of(acknowledge_rule, AcknowledgeRule.values, field="acknowledge_rule")
    for name, days in limits.items():
        if name not in LIMITS or not 0 <= days <= MAX_DAYS:
            raise Refusal("limit_out_of_range", _("Ange 0 till 730 dagar."), field=name)
    with transaction.atomic(durable=True):
        change_limits_alone()
        routine = UnitRoutine.objects.select_for_update().filter(unit_id=unit_id).first()
        if routine is None:
            raise NotFound  # a pool has no limits of its own
        require_seen(unit_id, kinds=ROUTINE, version=version)
        after: dict[str, Any] = {**limits, "acknowledge_rule": acknowledge_rule}
        if virus_check_required is not None:
            after["virus_check_required"] = virus_check_required
        before = {name: getattr(routine, name) for name in after}
        for name, value in after.items():
            setattr(routine, name, value)
        routine.save(update_fields=list(after))
        record_admin(
            kind="routine_changed",
            subject_kind="unit",
            subject_id=unit_id,
            data={"before": before, "after": after},
            actor=actor,
            now=now,
            unit_id=unit_id,
        )
        _recount(unit_id, now)
    return routine


def _recount(unit_id: UUID, now: datetime) -> None:
    """Due dates that follow from the limits are derived anew; those that were promised stand."""
    with_work = WorkItem.objects.filter(unit_id=unit_id, referral__isnull=False).values("referral_id")
    rows = list(Referral.objects.select_for_update(of=("self",)).filter(id__in=with_work).order_by("id"))
    if rows:
        record_work(facts=[loop.facts() for loop in load(rows).values()], now=now)
    record_unit(unit_id)
