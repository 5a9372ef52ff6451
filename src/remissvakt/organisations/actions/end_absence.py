"""Change when an absence ends, or take back one that never came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound

from ..absences import require_may_tell_of
from ..actors import Actor
from ..models import Absence
from ..periods import require_period


@transaction.atomic(durable=True)
def end_absence(*, absence_id: UUID, last_on: date | None, actor: Actor, now: datetime) -> Absence:
    """Set the last day away; None: unknown again. Raises NotFound; Refusal "not_allowed", "period_backwards"."""
    row = _locked(absence_id)
    require_may_tell_of(actor=actor, person_id=row.person_id, today=local_date(now))
    require_period(from_on=row.from_on, to_on=last_on, field="last_on")
    before = row.to_on
    row.to_on = last_on
    row.save(update_fields=["to_on"])
    _record(row, kind="absence_ended", data={"before": before, "last_on": last_on}, actor=actor, now=now)
    return row


@transaction.atomic(durable=True)
def cancel_absence(*, absence_id: UUID, actor: Actor, now: datetime) -> None:
    """Take back an absence that did not come about. The row stays, and counts no longer.

    Raises NotFound; Refusal "not_allowed".
    """
    row = _locked(absence_id)
    require_may_tell_of(actor=actor, person_id=row.person_id, today=local_date(now))
    data = {"from_on": row.from_on, "to_on": row.to_on}
    _record(row, kind="absence_cancelled", data=data, actor=actor, now=now)
    row.cancelled_at = now
    row.save(update_fields=["cancelled_at"])


def _locked(absence_id: UUID) -> Absence:
    row = Absence.objects.select_for_update().filter(id=absence_id).first()
    if row is None:
        raise NotFound
    return row


def _record(row: Absence, *, kind: str, data: Mapping[str, object], actor: Actor, now: datetime) -> None:
    record_admin(
        kind=kind,
        subject_kind="person",
        subject_id=row.person_id,
        data={"absence": row.id, **data},
        actor=actor,
        now=now,
    )
