"""Change the name, title or HSA-id of somebody who works here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Text

from ..actors import Actor
from ..making import person_values, update
from ..models import Person
from ..permissions import require_administrator
from ..seen import PERSON, require_seen


@transaction.atomic(durable=True)
def change_person(
    *,
    person_id: UUID,
    given_name: str,
    family_name: str,
    title: str,
    hsa_id: str,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Person, tuple[Text, ...]]:
    """Change a person; return it with warnings. Raises NotFound; Stale; Refusal "not_allowed", "hsa_id_taken"."""
    require_administrator(actor)
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound
    require_seen(person_id, kinds=PERSON, version=version)
    values, warnings = person_values(
        given_name=given_name, family_name=family_name, title=title, hsa_id=hsa_id
    )
    changes = update(person, values)
    if changes:
        record_admin(
            kind="person_changed",
            subject_kind="person",
            subject_id=person.id,
            data=changes,
            actor=actor,
            now=now,
        )
    return person, warnings
