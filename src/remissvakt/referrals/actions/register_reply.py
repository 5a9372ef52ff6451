"""A reply came on paper or by phone, and is registered by hand (A.3, A.6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from remissvakt.core.texts import clean_line, clean_text
from remissvakt.core.waits import Wait
from remissvakt.documents.models import ScanPage
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Reply
from ..rules import Action, reply_follows
from ..states import ANSWERS, ReplyKind
from .arrive import as_moved, reply_arrives
from .take_paper import take_for_reply
from .texts import MAX_ANSWER, MAX_CONFIRMATION, one_of, past_day, wanted


def register_reply(
    *,
    referral_id: UUID,
    version: int,
    reply_id: UUID,
    kind: str,
    arrived_on: date,
    channel: str,
    text: str,
    author_name: str,
    actor: Actor,
    now: datetime,
    wait: Wait | None = None,
    information_wanted_until: date | None = None,
    reason: str = "",
    forwarded_to_id: UUID | None = None,
    document_id: UUID | None = None,
    number_on_paper: str = "",
) -> Reply:
    """Keep a paper or phone reply with the day it arrived; it must then be acknowledged.

    Only for receivers outside: units here answer by themselves. A confirmation moves the watch to
    its stated wait and never ends it. `forwarded_to_id` goes with kind FORWARDED, and moves the
    referral to that unit; `document_id` is a paper that this reply is, linked to the referral or still in Okopplade;
    of the latter `number_on_paper` must be the patient's.
    """
    one_of(kind, [member.value for member in ReplyKind], field="kind")
    one_of(channel, ("paper", "phone"), field="channel")
    reply_kind = ReplyKind(kind)
    with change(
        action=Action.REGISTER_REPLY, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        past_day(arrived_on, today=doing.today, field="arrived_on")
        case = doing.loop.current_case
        assert case is not None  # sent, so there is one
        current = doing.loop.facts().case(case.id)
        assert current is not None
        refusal = reply_follows(kind=reply_kind, case=current)
        if refusal is not None:
            raise refusal
        reply = Reply(
            id=reply_id,
            referral=doing.referral,
            case=case,
            kind=kind,
            about_version=max(v.number for v in doing.loop.versions if v.sent_at is not None),
            from_unit_id=case.unit_id,
            author_name=clean_line(author_name, max_length=200, field="author_name"),
            text=_text(text, kind=reply_kind, document_id=document_id),
            reason=clean_text(reason, max_length=300, field="reason"),
            information_wanted_until=information_wanted_until,
            forwarded_to_id=forwarded_to_id,
            sent_at=now,
            channel=channel,
            registered_by_id=actor.person_id,
        )
        doing.loop.event(
            "reply_registered",
            side="own",
            reply=reply.id,
            reply_kind=kind,
            arrived_on=arrived_on,
            wait_until=wait.until if wait else None,
            # What it moves, so that it can be taken back when the paper turns out to be another patient's.
            case=case.id,
            before=as_moved(case),
        )
        reply_arrives(doing, reply=reply, case=case, arrived_on=arrived_on, wait=wait)
        doing.loop.bump(doing.referral)
        if document_id is not None:
            take_for_reply(doing, document_id=document_id, reply=reply, number_on_paper=number_on_paper)
    return reply


def _text(text: str, *, kind: ReplyKind, document_id: UUID | None) -> str:
    """What the reply says; where its pages are there to be read, nobody has to type them."""
    longest = MAX_ANSWER if kind in ANSWERS else MAX_CONFIRMATION
    scanned = document_id is not None and ScanPage.objects.filter(document_id=document_id).exists()
    return (clean_text if scanned else wanted)(text, max_length=longest, field="text")
