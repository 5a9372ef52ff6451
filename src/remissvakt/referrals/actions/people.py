"""Persons that an action names: checked to be able to take the work (C.1–C.3, invariant 1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from remissvakt.organisations.availability import require_available

CARE_ROLES = ("doctor", "clinician", "secretary")
DECIDING_ROLES = ("doctor", "clinician")


def care_person(*, person_id: UUID, unit_id: UUID, today: date, field: str) -> None:
    """Refuse somebody absent, inactive or without a care assignment at the unit, with a proposal."""
    require_available(person_id=person_id, unit_id=unit_id, today=today, roles=CARE_ROLES, field=field)


def deciding_person(*, person_id: UUID, unit_id: UUID, today: date, field: str) -> None:
    """The same, for work that only doctors and other licensed staff may do."""
    require_available(person_id=person_id, unit_id=unit_id, today=today, roles=DECIDING_ROLES, field=field)
