"""Register a unit outside the installation, met when a referral arrives from it or is to go there (B.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text

from ..actors import Actor
from ..making import make_provider, make_unit, unit_values
from ..models import CareProvider, Channel, Role, Unit, UnitKind
from ..permissions import is_administrator


@transaction.atomic(durable=True)
def register_external_unit(
    *,
    name: str,
    provider_id: UUID | None = None,
    provider_name: str = "",
    channels: Sequence[str] = (Channel.PAPER.value, Channel.PHONE.value),
    hsa_id: str = "",
    street: str = "",
    postal_code: str = "",
    city: str = "",
    phone: str = "",
    actor: Actor,
    now: datetime,
) -> tuple[Unit, tuple[Text, ...]]:
    """Register an external unit; secretaries and administrators may. Return it with warnings.

    Its provider is a known one (`provider_id`), or is found or made by `provider_name`; a provider that
    is not known any closer carries the unit's own name. Raises Refusal as create_unit.
    """
    if not (is_administrator(actor) or actor.role == Role.SECRETARY):
        raise Refusal("not_allowed", _("Det här får bara läkarsekreterare och administratörer göra."))
    values, warnings = unit_values(
        name=name,
        hsa_id=hsa_id,
        street=street,
        postal_code=postal_code,
        city=city,
        phone=phone,
        channels=channels,
        local=False,
        kind=UnitKind.CARE,
    )
    if provider_id is None:
        wanted = " ".join(provider_name.split()) or values["name"]
        known = CareProvider.objects.filter(name=wanted, active=True).values_list("id", flat=True).first()
        provider_id = known or make_provider(name=wanted, hsa_id="", actor=actor, now=now)[0].id
    unit = make_unit(
        provider_id=provider_id, kind=UnitKind.CARE.value, local=False, values=values, actor=actor, now=now
    )
    return unit, warnings
