"""Create a care provider."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from remissvakt.core.refusal import Text

from ..actors import Actor
from ..making import make_provider
from ..models import CareProvider
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_provider(
    *, name: str, hsa_id: str = "", actor: Actor, now: datetime
) -> tuple[CareProvider, tuple[Text, ...]]:
    """Create a care provider; return it with warnings. Raises Refusal "not_allowed", "provider_exists"."""
    require_administrator(actor)
    return make_provider(name=name, hsa_id=hsa_id, actor=actor, now=now)
