"""Which patients may somebody see? Those with a referral that their unit is, or was, part of.

Somebody in a pool: those with work that the pool does now.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef

from remissvakt.organisations.actors import Actor
from remissvakt.organisations.pool_sight import work_for


def known_to(actor: Actor) -> Exists:
    """Whether the patient of the row is one that the actor may see; an expression.

    Referrals lie above this package, hence the model by name.
    """
    if actor.in_pool:
        work = apps.get_model("referrals", "WorkItem")
        return Exists(work._default_manager.filter(work_for(actor), patient_id=OuterRef("pk")))
    return known_to_units(actor.unit_ids)


def known_to_units(unit_ids: Collection[UUID]) -> Exists:
    """The same where all that the units know is to be seen."""
    participants = apps.get_model("referrals", "Participant")
    return Exists(
        participants._default_manager.filter(unit_id__in=list(unit_ids), referral__patient_id=OuterRef("pk"))
    )
