"""Lend chosen nodes of somebody's work to another person for a period (Dela ut, C.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_text
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.availability import require_assigned, require_available
from remissvakt.organisations.models import Person, Role
from remissvakt.organisations.periods import require_period
from remissvakt.organisations.permissions import require_manager

from ..models import DelegatedNode, Delegation
from ..nodes import PERSONAL_NODES

LONGEST = timedelta(days=366)
MAX_AGREEMENT = 2000
# Those who have a Mitt arbete to see the borrowed work in.
_IN_CARE = frozenset({Role.SECRETARY.value, Role.DOCTOR.value, Role.CLINICIAN.value})


@transaction.atomic(durable=True)
def delegate(
    *,
    from_person_id: UUID,
    to_person_id: UUID,
    unit_id: UUID,
    nodes: Collection[str],
    agreement: str,
    from_on: date,
    to_on: date,
    delegation_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> Delegation:
    """Lend nodes of one person's work at a unit; its manager decides. `agreement` says what was agreed.

    `delegation_id` is the new row's id, drawn when the form was: the same form twice lends once.
    Both must have an assignment there on the first day, and the borrower must be in care and present then: one who is
    away is refused with a proposal. Raises NotFound; Refusal "not_allowed", "delegation_self",
    "delegation_nodes", "delegation_agreement", "period_backwards", "delegation_past", "delegation_too_long",
    "delegation_overlaps", "person_…".
    """
    require_manager(actor, unit_id=unit_id)
    _check_period(from_on=from_on, to_on=to_on, today=local_date(now))
    chosen = [node for node in PERSONAL_NODES if node in nodes]
    if not chosen or not set(nodes) <= set(PERSONAL_NODES):
        raise Refusal("delegation_nodes", _("Välj minst en av de åtta noderna i Mitt arbete."), field="nodes")
    text = clean_text(agreement, max_length=MAX_AGREEMENT, field="agreement")
    if not text:
        raise Refusal("delegation_agreement", _("Skriv vad ni har kommit överens om."), field="agreement")
    if from_person_id == to_person_id:
        raise Refusal("delegation_self", _("Välj en annan person att lämna över till."), field="to_person")
    # The lender's row puts two decisions about the same person's work in line.
    if not Person.objects.select_for_update().filter(id=from_person_id).exists():
        raise NotFound
    if delegation_id and (standing := Delegation.objects.filter(id=delegation_id, unit_id=unit_id).first()):
        return standing
    require_assigned(person_id=from_person_id, unit_id=unit_id, today=from_on, field="from_person")
    require_available(
        person_id=to_person_id, unit_id=unit_id, today=from_on, field="to_person", roles=_IN_CARE
    )
    _refuse_overlap(
        from_person_id=from_person_id, unit_id=unit_id, nodes=chosen, from_on=from_on, to_on=to_on
    )
    row = Delegation(
        id=delegation_id or new_id(now=now),
        unit_id=unit_id,
        from_person_id=from_person_id,
        to_person_id=to_person_id,
        decided_by_id=actor.person_id,
        decided_at=now,
        agreement=text,
        from_on=from_on,
        to_on=to_on,
    )
    row.save(force_insert=True)
    DelegatedNode.objects.bulk_create([DelegatedNode(delegation=row, node=node) for node in chosen])
    record_admin(
        kind="work_delegated",
        subject_kind="delegation",
        subject_id=row.id,
        data={
            "from_person": from_person_id,
            "to_person": to_person_id,
            "nodes": chosen,
            "from_on": from_on,
            "to_on": to_on,
        },
        actor=actor,
        now=now,
        unit_id=unit_id,
    )
    return row


def _check_period(*, from_on: date, to_on: date, today: date) -> None:
    if from_on < today:
        raise Refusal("delegation_past", _("Överlämningen kan börja tidigast idag."), field="from_on")
    require_period(from_on=from_on, to_on=to_on)
    if to_on - from_on > LONGEST or from_on - today > LONGEST:
        raise Refusal("delegation_too_long", _("En överlämning kan gälla högst ett år."), field="to_on")


def _refuse_overlap(
    *, from_person_id: UUID, unit_id: UUID, nodes: list[str], from_on: date, to_on: date
) -> None:
    """One node of one person's work is lent to one person at a time: otherwise each thinks the other does it."""
    other = (
        DelegatedNode.objects.filter(
            node__in=nodes,
            delegation__from_person_id=from_person_id,
            delegation__unit_id=unit_id,
            delegation__ended_at__isnull=True,
            delegation__from_on__lte=to_on,
            delegation__to_on__gte=from_on,
        )
        .select_related("delegation__to_person")
        .first()
    )
    if other is not None:
        raise Refusal(
            "delegation_overlaps",
            _(
                "%(name)s har redan en del av det arbetet till och med %(until)s. Avsluta den överlämningen först."
            ),
            field="nodes",
            name=other.delegation.to_person.name,
            until=other.delegation.to_on,
        )
