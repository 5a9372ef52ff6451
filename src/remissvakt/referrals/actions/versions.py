"""Change or complete a referral that is already sent: version + 1 of the same referral."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Referral, ReferralVersion
from ..rules import Action
from ..states import ReplyKind, VersionReason
from .texts import CONTENT_FIELDS


def begin_version(*, referral_id: UUID, version: int, actor: Actor, now: datetime) -> ReferralVersion:
    """Begin the next version with the former text; it answers a request for more information, if any."""
    with change(
        action=Action.BEGIN_VERSION, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        loop = doing.loop
        former = max((v for v in loop.versions if v.sent_at is not None), key=lambda v: v.number)
        asked = [
            reply.information_wanted_until
            for reply in loop.facts().replies
            if reply.kind == ReplyKind.MORE_INFO and reply.instead_at is None
        ]
        dates = [day for day in asked if day is not None]
        begun = loop.add(
            ReferralVersion(
                id=new_id(now=now),
                referral=doing.referral,
                number=loop.version.number + 1,
                reason=VersionReason.CHANGED.value,
                author_id=actor.person_id,
                due_on=min(dates) if dates else doing.today,
                created_at=now,
                edited_at=now,
                edited_by_id=actor.person_id,
                **{name: getattr(former, name) for name in CONTENT_FIELDS},
            )
        )
        loop.bump(doing.referral)
        loop.event("version_begun", side="own", version=begun.number)
    return begun


def drop_version(*, referral_id: UUID, version: int, actor: Actor, now: datetime) -> Referral:
    """Give up a change that was begun; what the receiver asked for is owed again."""
    with change(
        action=Action.DROP_VERSION, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        loop = doing.loop
        loop.set(loop.version, voided_at=now, voided_by_id=actor.person_id)
        loop.bump(doing.referral)
        loop.event("version_dropped", side="own", version=loop.version.number)
    return doing.referral
