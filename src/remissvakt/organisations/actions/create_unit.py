"""Create a unit, or a secretary pool, that works here or is known from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text

from ..actors import Actor
from ..making import make_provider, make_unit, unit_values
from ..models import CareProvider, Unit, UnitKind
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_unit(
    *,
    provider_id: UUID | None,
    provider_name: str = "",
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

    `unit_id` is the new row's id, drawn when the form was: the same form twice makes one unit. A provider
    that is not known yet comes by name, and is made. Raises NotFound for the provider; Refusal "not_allowed",
    "provider_missing", "unit_exists", "hsa_id_taken", "channels".
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
        provider_id=provider_id or _named_provider(provider_name, actor=actor, now=now),
        kind=UnitKind(kind).value,
        local=local or kind == UnitKind.POOL,
        values=values,
        unit_id=unit_id,
        actor=actor,
        now=now,
    )
    return unit, warnings


def _named_provider(name: str, *, actor: Actor, now: datetime) -> UUID:
    wanted = " ".join(name.split())
    if not wanted:
        raise Refusal(
            "provider_missing", _("Välj vårdgivaren, eller skriv namnet på en ny."), field="provider"
        )
    known = CareProvider.objects.filter(name=wanted, active=True).first()
    if known is not None:
        return known.id
    try:
        return make_provider(name=wanted, hsa_id="", actor=actor, now=now)[0].id
    except Refusal as refusal:
        raise refusal.for_field("provider_name") from None
