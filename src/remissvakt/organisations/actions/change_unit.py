"""Change what is known of a unit: name, address, phone, HSA-id, channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Text

from ..actors import Actor
from ..making import unit_values, update
from ..models import Unit
from ..permissions import require_administrator, require_lead
from ..seen import UNIT, require_seen


@transaction.atomic(durable=True)
def change_unit(
    *,
    unit_id: UUID,
    name: str,
    channels: Sequence[str],
    hsa_id: str,
    street: str,
    postal_code: str,
    city: str,
    phone: str,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Unit, tuple[Text, ...]]:
    """Change a unit; all columns are given, as its form has them. Return it with warnings.

    Its manager may change address, phone and channels; name and HSA-id only an administrator may.
    Raises NotFound; Stale; Refusal "not_allowed", "hsa_id_taken", "channels".
    """
    require_lead(actor, unit_id=unit_id)
    unit = Unit.objects.select_for_update().filter(id=unit_id).first()
    if unit is None:
        raise NotFound
    require_seen(unit_id, kinds=UNIT, version=version)
    values, warnings = unit_values(
        name=name,
        hsa_id=hsa_id,
        street=street,
        postal_code=postal_code,
        city=city,
        phone=phone,
        channels=channels,
        local=unit.local,
        kind=unit.kind,
    )
    if (values["name"], values["hsa_id"]) != (unit.name, unit.hsa_id):
        require_administrator(actor)
    changes = update(unit, values)
    if changes:
        record_admin(
            kind="unit_changed",
            subject_kind="unit",
            subject_id=unit.id,
            data=changes,
            actor=actor,
            now=now,
            unit_id=unit.id,
        )
    return unit, warnings
