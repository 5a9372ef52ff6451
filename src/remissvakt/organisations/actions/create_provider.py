"""Create a care provider."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.core.refusal import Text

from ..actors import Actor
from ..making import make_provider
from ..models import CareProvider
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_provider(
    *, name: str, hsa_id: str = "", provider_id: UUID | None = None, actor: Actor, now: datetime
) -> tuple[CareProvider, tuple[Text, ...]]:
    """Create a care provider; return it with warnings. Raises Refusal "not_allowed", "provider_exists".

    `provider_id` is the new row's id, drawn when the form was: the same form twice makes one provider.
    """
    require_administrator(actor)
    if provider_id and (standing := CareProvider.objects.filter(id=provider_id).first()):
        return standing, ()
    return make_provider(name=name, hsa_id=hsa_id, provider_id=provider_id, actor=actor, now=now)
