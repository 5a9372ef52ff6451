"""Create a unit, or a secretary pool, that works here or is known from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.core.refusal import Text

from ..actors import Actor
from ..making import make_unit, unit_values
from ..models import Unit, UnitKind
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_unit(
    *,
    provider_id: UUID,
    name: str,
    kind: str = UnitKind.CARE,
    local: bool = True,
    channels: Sequence[str] = (),
    hsa_id: str = "",
    street: str = "",
    postal_code: str = "",
    city: str = "",
    phone: str = "",
    unit_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Unit, tuple[Text, ...]]:
    """Create a unit with the routine's default limits and a priority scale; return it with warnings.

    `unit_id` is the new row's id, drawn when the form was: the same form twice makes one unit.
    Raises NotFound for the provider; Refusal "not_allowed", "unit_exists", "hsa_id_taken", "channels".
    """
    require_administrator(actor)
    if unit_id and (standing := Unit.objects.filter(id=unit_id).first()):
        return standing, ()
    values, warnings = unit_values(
        name=name,
        hsa_id=hsa_id,
        street=street,
        postal_code=postal_code,
        city=city,
        phone=phone,
        channels=channels,
        local=local,
        kind=kind,
    )
    unit = make_unit(
        provider_id=provider_id,
        kind=UnitKind(kind).value,
        local=local or kind == UnitKind.POOL,
        values=values,
        unit_id=unit_id,
        actor=actor,
        now=now,
    )
    return unit, warnings
