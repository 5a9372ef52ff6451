"""Change a unit's priority scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal

from ..actors import Actor
from ..models import PriorityLevel, Unit
from ..permissions import require_lead
from ..seen import PRIORITIES, require_seen
from ..typed_fields import required_line

MOST = 9


@transaction.atomic(durable=True)
def change_priorities(
    *, unit_id: UUID, labels: Sequence[str], version: int | None = None, actor: Actor, now: datetime
) -> list[PriorityLevel]:
    """Give a unit a new scale: 1–9 different labels, the most urgent first. Referrals keep the word they had.

    Raises NotFound; Stale if it has changed since `version`; Refusal "not_allowed", "missing",
    "priorities_count", "priorities_alike".
    """
    require_lead(actor, unit_id=unit_id)
    if not Unit.objects.select_for_update().filter(id=unit_id).exists():
        raise NotFound
    require_seen(unit_id, kinds=PRIORITIES, version=version)
    cleaned = [required_line(label, max_length=60, field="labels") for label in labels]
    if not 1 <= len(cleaned) <= MOST:
        raise Refusal("priorities_count", _("Skalan ska ha 1–%(max)s steg."), field="labels", max=MOST)
    if len({label.casefold() for label in cleaned}) < len(cleaned):
        raise Refusal("priorities_alike", _("Två steg heter likadant."), field="labels")
    present = {row.rank: row for row in PriorityLevel.objects.filter(unit_id=unit_id, active=True)}
    wanted = dict(enumerate(cleaned, start=1))
    kept = {rank: row for rank, row in present.items() if wanted.get(rank) == row.label}
    new = [
        PriorityLevel(id=new_id(now=now), unit_id=unit_id, rank=rank, label=label)
        for rank, label in wanted.items()
        if rank not in kept
    ]
    PriorityLevel.objects.filter(id__in=[row.id for rank, row in present.items() if rank not in kept]).update(
        active=False
    )
    PriorityLevel.objects.bulk_create(new)
    if new or len(kept) < len(present):
        record_admin(
            kind="priorities_changed",
            subject_kind="unit",
            subject_id=unit_id,
            data={"before": [present[rank].label for rank in sorted(present)], "after": cleaned},
            actor=actor,
            now=now,
            unit_id=unit_id,
        )
    return sorted([*kept.values(), *new], key=lambda row: row.rank)
