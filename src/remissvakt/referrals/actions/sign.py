"""The author vouches for the text (A.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Referral
from ..rules import Action
from ..seals import text_hash
from ..states import ReferralState
from .edit_text import same_draft


def sign(*, referral_id: UUID, version: int, draft_version: int, actor: Actor, now: datetime) -> Referral:
    """Sign exactly the text that was shown (`draft_version`). A colleague may stand in (C.3)."""
    with change(action=Action.SIGN, referral_id=referral_id, version=version, actor=actor, now=now) as doing:
        same_draft(doing.loop.version, draft_version)
        put_signature(doing)
        doing.loop.bump(doing.referral)
    return doing.referral


def put_signature(doing: Changing) -> None:
    """The signature as facts on the latest version, and on the referral the first time."""
    loop, now, person_id = doing.loop, doing.now, doing.actor.person_id
    loop.set(loop.version, signed_at=now, signed_by_id=person_id)
    if doing.referral.state == ReferralState.DRAFT:
        loop.set(doing.referral, state=ReferralState.SIGNED.value, signed_at=now, signed_by_id=person_id)
    loop.event(
        "signed",
        side="own",
        version=loop.version.number,
        text=loop.version.id,
        sha256=text_hash(loop.version),
    )
