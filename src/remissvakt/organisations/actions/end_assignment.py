"""End an assignment: on a day, or at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal

from ..actors import Actor
from ..administrators import refuse_without_administrator
from ..models import Assignment, Role
from ..permissions import is_manager, require_administrator, require_lead


@transaction.atomic(durable=True)
def end_assignment(*, assignment_id: UUID, last_on: date | None, actor: Actor, now: datetime) -> Assignment:
    """Let an assignment end with `last_on`, today or later; with None it ends at once.

    One that ends at once was last valid yesterday. Had it not begun before today, its first day is moved
    there too, since the row stays; what was true stands in the event. Raises NotFound; Refusal
    "not_allowed", "assignment_ended", "assignment_end_past", "period_backwards", "last_administrator".
    """
    today = local_date(now)
    row = Assignment.objects.select_for_update().filter(id=assignment_id).first()
    if row is None:
        raise NotFound
    if row.role in (Role.MANAGER, Role.ADMINISTRATOR) and is_manager(actor, unit_id=row.unit_id):
        require_administrator(actor)
    require_lead(actor, unit_id=row.unit_id)
    if row.to_on is not None and row.to_on < today:
        raise Refusal("assignment_ended", _("Uppdraget är redan avslutat."))
    if last_on is not None and last_on < today:
        raise Refusal(
            "assignment_end_past",
            _("Uppdraget kan sluta tidigast idag. Välj att avsluta det genast om det inte ska gälla idag."),
            field="last_on",
        )
    before = {"from_on": row.from_on, "to_on": row.to_on}
    row.to_on = last_on or today - timedelta(days=1)
    if last_on is not None and last_on < row.from_on:
        raise Refusal("period_backwards", _("Uppdraget har inte börjat då."), field="last_on")
    row.from_on = min(row.from_on, row.to_on)
    if row.role == Role.ADMINISTRATOR:
        refuse_without_administrator(today=today, without_assignment=row.id)
    row.save(update_fields=["from_on", "to_on"])
    record_admin(
        kind="assignment_ended",
        subject_kind="person",
        subject_id=row.person_id,
        data={"assignment": row.id, "before": before, "last_on": row.to_on},
        actor=actor,
        now=now,
        unit_id=row.unit_id,
    )
    return row
