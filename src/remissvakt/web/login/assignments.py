"""Which assignments can a person act in today?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from remissvakt.organisations.actors import assignments_to_act_in
from remissvakt.organisations.models import Assignment


def valid_assignments(*, person_id: UUID, today: date) -> list[Assignment]:
    """Return the person's assignments that are valid today, with their units, by the units' names. One statement."""
    rows = assignments_to_act_in(today=today).filter(person_id=person_id)
    return list(rows.order_by("unit__sort_name", "role", "id"))
