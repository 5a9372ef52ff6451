"""One read of the access log as an administrator sees it: who, where, why, when, and a patient without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from remissvakt.audit.models import AccessLog
from remissvakt.core.refusal import Text
from remissvakt.organisations.models import Role
from remissvakt.referrals.models import Referral

from .access_words import action_label
from .patient_reference import patient_reference


@dataclass(frozen=True, slots=True)
class ShownRead:
    """`code` is the referral's, which those who work with it can look up; "" for other reads."""

    at: datetime
    who: str
    role: Text
    unit: str
    purpose: str
    what: Text
    patient_id: UUID
    reference: str
    code: str


def shown_rows(rows: Sequence[AccessLog]) -> list[ShownRead]:
    """Return the rows as they are shown; one statement for the codes of the referrals."""
    referrals = {row.referral_id for row in rows if row.referral_id}
    codes: dict[UUID, str] = dict(Referral.objects.filter(id__in=referrals).values_list("id", "code"))
    labels: dict[str, Text] = {role.value: role.label for role in Role}
    return [
        ShownRead(
            at=row.at,
            who=row.person_name,
            role=labels.get(row.role, row.role),
            unit=row.unit_name,
            purpose=row.purpose,
            what=action_label(row.action),
            patient_id=row.patient_id,
            reference=patient_reference(row.patient_id),
            code=codes.get(row.referral_id, "") if row.referral_id else "",
        )
        for row in rows
    ]
