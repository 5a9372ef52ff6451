"""Which patients may a unit see? Those with a referral that the unit is, or was, part of."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef


def has_referral_at(unit_ids: Iterable[UUID]) -> Exists:
    """Whether the patient of the row has a referral with one of these units as a participant; an expression.

    Referrals lie above this package, hence the model by name.
    """
    participants = apps.get_model("referrals", "Participant")
    return Exists(
        participants._default_manager.filter(unit_id__in=list(unit_ids), referral__patient_id=OuterRef("pk"))
    )
