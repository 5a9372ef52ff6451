"""Change the name or HSA-id of a care provider."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal, Text

from ..actors import Actor
from ..making import PROVIDER_EXISTS, update
from ..models import CareProvider
from ..permissions import require_administrator
from ..seen import PROVIDER, require_seen
from ..typed_fields import hsa_id_line, required_line


@transaction.atomic(durable=True)
def change_provider(
    *, provider_id: UUID, name: str, hsa_id: str, version: int | None = None, actor: Actor, now: datetime
) -> tuple[CareProvider, tuple[Text, ...]]:
    """Change a provider; return it with warnings. Raises NotFound; Stale; Refusal "not_allowed", "provider_exists"."""
    require_administrator(actor)
    row = CareProvider.objects.select_for_update().filter(id=provider_id).first()
    if row is None:
        raise NotFound
    require_seen(provider_id, kinds=PROVIDER, version=version)
    name = required_line(name, max_length=200, field="name")
    if CareProvider.objects.filter(name=name).exclude(id=provider_id).exists():
        raise Refusal("provider_exists", PROVIDER_EXISTS, field="name")
    number, warnings = hsa_id_line(hsa_id)
    changes = update(row, {"name": name, "hsa_id": number})
    if changes:
        record_admin(
            kind="provider_changed",
            subject_kind="provider",
            subject_id=row.id,
            data=changes,
            actor=actor,
            now=now,
        )
    return row, warnings
