"""Show a protected patient's address and phone to somebody who has asked for them: each time is logged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.audit.access import log_read
from remissvakt.core.refusal import NotFound
from remissvakt.organisations.actors import Actor

from .display import Address, shown_address
from .models import Patient
from .permissions import require_care
from .visibility import known_to

ACTION = "reveal_protected"


@transaction.atomic(durable=True)
def reveal_address(*, patient_id: UUID, actor: Actor, now: datetime) -> Address:
    """Return the whole address of a patient whom the actor's units may see, and log that it was shown.

    Raises NotFound; Refusal "not_allowed".
    """
    require_care(actor)
    patient = Patient.objects.filter(known_to(actor), id=patient_id).first()
    if patient is None:
        raise NotFound
    log_read(actor=actor, patient_id=patient.id, action=ACTION, now=now)
    return shown_address(patient, revealed=True)
