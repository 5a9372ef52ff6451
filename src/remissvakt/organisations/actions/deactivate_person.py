"""Shut somebody out who no longer works here, and let them in again.

Their open work stays theirs on paper and shows under "Utan ansvarig" at once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound

from ..actors import Actor
from ..administrators import refuse_without_administrator
from ..models import Person
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def deactivate_person(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """End all access of a person at the next request (S6). Raises NotFound; Refusal "last_administrator"."""
    require_administrator(actor)
    person = _locked(person_id)
    if person.active:
        refuse_without_administrator(today=local_date(now), without_person=person_id)
        _set_active(person, False, actor=actor, now=now)


@transaction.atomic(durable=True)
def reactivate_person(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a person in again, with the assignments that are still valid. Raises NotFound; Refusal "not_allowed"."""
    require_administrator(actor)
    person = _locked(person_id)
    if not person.active:
        _set_active(person, True, actor=actor, now=now)


def _locked(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound
    return person


def _set_active(person: Person, active: bool, *, actor: Actor, now: datetime) -> None:
    person.active = active
    person.save(update_fields=["active"])
    record_admin(
        kind="person_reactivated" if active else "person_deactivated",
        subject_kind="person",
        subject_id=person.id,
        data={},
        actor=actor,
        now=now,
    )
