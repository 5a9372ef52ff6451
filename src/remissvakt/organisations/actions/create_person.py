"""Register somebody who works here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from remissvakt.core.refusal import Text

from ..actors import Actor
from ..making import make_person, person_values
from ..models import Person
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_person(
    *, given_name: str, family_name: str, title: str = "", hsa_id: str = "", actor: Actor, now: datetime
) -> tuple[Person, tuple[Text, ...]]:
    """Register a person; return it with warnings. Raises Refusal "not_allowed", "missing", "hsa_id_taken"."""
    require_administrator(actor)
    values, warnings = person_values(
        given_name=given_name, family_name=family_name, title=title, hsa_id=hsa_id
    )
    return make_person(values=values, actor=actor, now=now), warnings
