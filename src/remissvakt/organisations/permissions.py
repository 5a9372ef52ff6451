"""Who may administer what: administrators everything, a manager the unit's own things.

The table for referrals lies in `referrals.rules`; here is only the organisation around them.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from .actors import Actor
from .models import Role

_ADMINISTRATOR = _("Det här får bara en administratör göra.")
_MANAGER = _("Det här får bara enhetens chef göra.")
_LEAD = _("Det här får bara enhetens chef eller en administratör göra.")


def is_administrator(actor: Actor) -> bool:
    return actor.role == Role.ADMINISTRATOR


def is_manager(actor: Actor, *, unit_id: UUID) -> bool:
    """Whether the actor acts as manager of this very unit."""
    return actor.role == Role.MANAGER and actor.unit_id == unit_id


def require_administrator(actor: Actor) -> None:
    """Raise Refusal "not_allowed" for anybody else."""
    if not is_administrator(actor):
        raise Refusal("not_allowed", _ADMINISTRATOR)


def require_manager(actor: Actor, *, unit_id: UUID) -> None:
    """Raise Refusal "not_allowed" for anybody but a manager of the unit."""
    if not is_manager(actor, unit_id=unit_id):
        raise Refusal("not_allowed", _MANAGER)


def require_lead(actor: Actor, *, unit_id: UUID) -> None:
    """Raise Refusal "not_allowed" for anybody but a manager of the unit or an administrator."""
    if not (is_administrator(actor) or is_manager(actor, unit_id=unit_id)):
        raise Refusal("not_allowed", _LEAD)
