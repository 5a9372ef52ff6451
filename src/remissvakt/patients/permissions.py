"""Who may register and change patients: those who work with them, not those who only administer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Role

CARE_ROLES = frozenset({Role.SECRETARY, Role.DOCTOR, Role.CLINICIAN, Role.MANAGER})


def require_care(actor: Actor) -> None:
    """Raise Refusal "not_allowed" for an assignment that is not about care."""
    if actor.role not in CARE_ROLES:
        raise Refusal("not_allowed", _("Det här kräver ett uppdrag i vården."))
