"""Which assignments can a person act in today?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Assignment


def valid_assignments(*, person_id: UUID, today: date) -> list[Assignment]:
    """Return the person's assignments that are valid today, with their units, by the units' names. One statement."""
    rows = Assignment.objects.filter(
        valid_on(today), person_id=person_id, person__active=True, unit__active=True
    )
    return list(rows.select_related("unit").order_by("unit__sort_name", "role", "id"))
