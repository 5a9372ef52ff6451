"""Who may tell that somebody is away, or is back?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from .actors import Actor, valid_on
from .models import Assignment, Role
from .permissions import is_administrator


def require_may_tell_of(*, actor: Actor, person_id: UUID, today: date) -> None:
    """Raise Refusal "not_allowed" for anybody but the person, a manager where they work, an administrator."""
    if actor.person_id == person_id or is_administrator(actor):
        return
    works_there = Assignment.objects.filter(valid_on(today), person_id=person_id, unit_id=actor.unit_id)
    if actor.role != Role.MANAGER or not works_there.exists():
        raise Refusal(
            "not_allowed",
            _("Frånvaro får personen själv, enhetens chef eller en administratör anteckna."),
        )
