"""End a referral by a clinician's coded reason, or open one that was closed by mistake."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from remissvakt.core.texts import clean_text
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Referral
from ..rules import Action
from ..states import CLINICAL_REASONS, CloseReason
from .acknowledge import close_loop
from .open_again import open_again
from .texts import one_of, wanted


def close(
    *, referral_id: UUID, version: int, reason: str, note: str, actor: Actor, now: datetime
) -> Referral:
    """Close with one of the coded clinical reasons; nothing unread may be left behind."""
    with change(action=Action.CLOSE, referral_id=referral_id, version=version, actor=actor, now=now) as doing:
        one_of(reason, [member.value for member in CLINICAL_REASONS], field="reason")
        close_loop(doing, CloseReason(reason), clean_text(note, max_length=2000, field="note"))
        doing.loop.bump(doing.referral)
    return doing.referral


def reopen(*, referral_id: UUID, version: int, reason: str, actor: Actor, now: datetime) -> Referral:
    """Open a closed referral again; it is watched from now on, and the former closing stays in the timeline."""
    with change(
        action=Action.REOPEN, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        why = wanted(reason, field="reason", max_length=500)
        limits = doing.loop.facts().limits(doing.referral.referrer_unit_id)
        doing.loop.set(doing.referral, watch_on=doing.today + timedelta(days=limits.chase_days))
        doing.loop.bump(doing.referral)
        open_again(doing, reason=why, watch_on=doing.referral.watch_on)
    return doing.referral
