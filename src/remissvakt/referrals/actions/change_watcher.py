"""The person who watches is away: somebody else watches (C.2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Referral
from ..rules import Action
from .people import care_person


def change_watcher(
    *, referral_id: UUID, version: int, watcher_id: UUID, actor: Actor, now: datetime
) -> Referral:
    """Name another watcher; somebody absent, inactive or without assignment is refused."""
    with change(
        action=Action.CHANGE_WATCHER, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.referral.referrer_unit_id
        care_person(
            person_id=watcher_id,
            unit_id=doing.referral.referrer_unit_id,
            today=doing.today,
            field="watcher",
        )
        doing.loop.event("watcher_changed", side="own", old=doing.referral.watcher_id, new=watcher_id)
        doing.loop.set(doing.referral, watcher_id=watcher_id)
        doing.loop.bump(doing.referral)
    return doing.referral
