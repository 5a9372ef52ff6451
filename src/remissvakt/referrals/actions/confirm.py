"""Tell the sender what becomes of the referral: confirmed, more wanted, rejected, cancelled (B.2)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from remissvakt.core.texts import clean_text
from remissvakt.core.waits import Wait
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Reply
from ..rules import Action
from ..states import ReplyKind
from ..ways import REJECT_REASONS
from .arrive import reply_arrives
from .assess import put_assessment
from .deliver import send_out
from .texts import MAX_CONFIRMATION, one_of, wanted


def confirm(
    *,
    case_id: UUID,
    version: int,
    reply_id: UUID,
    text: str,
    wait: Wait,
    actor: Actor,
    now: datetime,
) -> Reply:
    """Confirm with a structured wait. The sender's watch moves to it, and never ends by it (A.3)."""
    with change(action=Action.CONFIRM, case_id=case_id, version=version, actor=actor, now=now) as doing:
        put_assessment(doing)
        reply = put_reply(doing, reply_id=reply_id, kind=ReplyKind.CONFIRMED, text=text)
        doing.loop.event("confirmed", reply=reply_id, wait_until=wait.until)
        finish(doing, reply, wait=wait)
    return reply


def request_information(
    *,
    case_id: UUID,
    version: int,
    reply_id: UUID,
    text: str,
    wanted_until: date,
    actor: Actor,
    now: datetime,
) -> Reply:
    """Ask the sender for more; the case is parked until the date."""
    with change(
        action=Action.REQUEST_INFORMATION, case_id=case_id, version=version, actor=actor, now=now
    ) as doing:
        put_assessment(doing)
        reply = put_reply(doing, reply_id=reply_id, kind=ReplyKind.MORE_INFO, text=text)
        reply.information_wanted_until = wanted_until
        doing.loop.event("information_requested", reply=reply_id, wanted_until=wanted_until)
        finish(doing, reply)
    return reply


def reject(
    *, case_id: UUID, version: int, reply_id: UUID, reason: str, text: str, actor: Actor, now: datetime
) -> Reply:
    """Reject a referral that was not confirmed; its sender must say what is done instead."""
    with change(action=Action.REJECT, case_id=case_id, version=version, actor=actor, now=now) as doing:
        one_of(reason, REJECT_REASONS, field="reason")
        put_assessment(doing)
        reply = put_reply(doing, reply_id=reply_id, kind=ReplyKind.REJECTED, text=text)
        reply.reason = reason
        doing.loop.event("rejected", reply=reply_id, reason=reason)
        finish(doing, reply)
    return reply


def cancel(
    *, case_id: UUID, version: int, reply_id: UUID, reason: str, text: str, actor: Actor, now: datetime
) -> Reply:
    """End a confirmed case without an answer; its sender must say what is done instead."""
    with change(action=Action.CANCEL, case_id=case_id, version=version, actor=actor, now=now) as doing:
        reply = put_reply(doing, reply_id=reply_id, kind=ReplyKind.CANCELLED, text=text)
        reply.reason = clean_text(reason, max_length=300, field="reason")
        doing.loop.event("cancelled", reply=reply_id, reason=reply.reason)
        finish(doing, reply)
    return reply


def put_reply(doing: Changing, *, reply_id: UUID, kind: ReplyKind, text: str) -> Reply:
    """A reply made and sent in one act, not yet on its way; not yet among the loop's rows."""
    case = doing.case
    assert case is not None
    return Reply(
        id=reply_id,
        referral=doing.referral,
        case=case,
        kind=kind.value,
        about_version=max(v.number for v in doing.loop.versions if v.sent_at is not None),
        from_unit_id=case.unit_id,
        author_id=doing.actor.person_id,
        text=wanted(text, field="text", max_length=MAX_CONFIRMATION),
        decided_at=doing.now,
        decided_by_id=doing.actor.person_id,
        completed_at=doing.now,
        completed_by_id=doing.actor.person_id,
        signed_at=doing.now,
        signed_by_id=doing.actor.person_id,
        sent_at=doing.now,
        sent_by_id=doing.actor.person_id,
    )


def finish(doing: Changing, reply: Reply, *, wait: Wait | None = None) -> None:
    """Send the reply on its way to the referring unit, and let it do what it does there."""
    assert doing.case is not None
    reply_arrives(doing, reply=reply, case=doing.case, arrived_on=doing.today, wait=wait)
    sender_id = doing.referral.referrer_unit_id
    if sender_id is not None:
        delivery = send_out(doing, to_unit_id=sender_id, due_on=doing.today, reply=reply)
        reply.channel = delivery.channel
    doing.loop.bump(doing.case)
    doing.loop.bump(doing.referral)
