"""Give up what was never sent; it stays readable, with who and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Referral, Reply
from ..rules import Action
from ..states import ReferralState
from .answer import reply_event
from .edit_text import same_draft
from .texts import wanted


def void(*, referral_id: UUID, version: int, reason: str, actor: Actor, now: datetime) -> Referral:
    """Void a referral that was not sent: a doctor's decision, with a reason."""
    with change(action=Action.VOID, referral_id=referral_id, version=version, actor=actor, now=now) as doing:
        why = wanted(reason, field="reason", max_length=500)
        doing.loop.set(
            doing.referral,
            state=ReferralState.VOIDED.value,
            voided_at=now,
            voided_by_id=actor.person_id,
            void_reason=why,
        )
        doing.loop.bump(doing.referral)
        doing.loop.event("voided", side="own", reason=why)
    return doing.referral


def void_answer(*, reply_id: UUID, draft_version: int, reason: str, actor: Actor, now: datetime) -> Reply:
    """Void an answer that was not sent; the case waits for another."""
    with change(action=Action.VOID_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        assert doing.reply is not None and doing.case is not None
        same_draft(doing.reply, draft_version)
        why = wanted(reason, field="reason", max_length=500)
        doing.loop.set(
            doing.reply,
            voided_at=now,
            voided_by_id=actor.person_id,
            draft_version=draft_version + 1,
            edited_at=now,
            edited_by_id=actor.person_id,
        )
        if doing.reply.kind == "FINAL":
            doing.loop.set(doing.case, answer_decided_at=None, answer_decided_by_id=None)
        doing.loop.bump(doing.case)
        doing.loop.event(reply_event(doing.reply, "voided"), side="own", reason=why, reply=doing.reply.id)
    return doing.reply
