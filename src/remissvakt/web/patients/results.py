"""What a list of found patients shows: each with the referrals that one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from remissvakt.patients.models import Patient
from remissvakt.web.presenting import Protection

from .banner import protection_of
from .referral_rows import ReferralRow

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A patient with the first few referrals, and how many more there are."""

    url: str
    number: str
    name: str
    protected: Protection
    referrals: Sequence[ReferralRow]
    more: int


def grouped(patients: Sequence[Patient], referrals: Sequence[ReferralRow]) -> list[Found]:
    """Put each referral with its patient, in the patients' order."""
    found = []
    for patient in patients:
        own = [row for row in referrals if row.patient_id == patient.id]
        found.append(
            Found(
                url=reverse("patient", kwargs={"patient_id": patient.id}),
                number=patient.number,
                name=patient.name,
                protected=protection_of(patient),
                referrals=own[:SHOWN],
                more=max(len(own) - SHOWN, 0),
            )
        )
    return found
