"""Close a unit, and open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal

from ..actors import Actor
from ..models import Unit
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def deactivate_unit(
    *, unit_id: UUID, count_open_work: Callable[[], int], actor: Actor, now: datetime
) -> None:
    """Close a unit that has no open work left (W6).

    Work items lie above this package: `count_open_work` counts the unit's, and is called while the
    unit's row is locked. Raises NotFound; Refusal "not_allowed" or "unit_has_open_work".
    """
    require_administrator(actor)
    unit = _locked(unit_id)
    if not unit.active:
        return
    left = count_open_work()
    if left:
        raise Refusal(
            "unit_has_open_work",
            _("%(unit)s har %(count)s öppna uppgifter. Avsluta dem eller lämna över dem först."),
            unit=unit.name,
            count=left,
        )
    _set_active(unit, False, actor=actor, now=now)


@transaction.atomic(durable=True)
def reactivate_unit(*, unit_id: UUID, actor: Actor, now: datetime) -> None:
    """Open a closed unit again. Raises NotFound; Refusal "not_allowed"."""
    require_administrator(actor)
    unit = _locked(unit_id)
    if not unit.active:
        _set_active(unit, True, actor=actor, now=now)


def _locked(unit_id: UUID) -> Unit:
    unit = Unit.objects.select_for_update().filter(id=unit_id).first()
    if unit is None:
        raise NotFound
    return unit


def _set_active(unit: Unit, active: bool, *, actor: Actor, now: datetime) -> None:
    unit.active = active
    unit.save(update_fields=["active"])
    record_admin(
        kind="unit_reactivated" if active else "unit_deactivated",
        subject_kind="unit",
        subject_id=unit.id,
        data={},
        actor=actor,
        now=now,
        unit_id=unit.id,
    )
