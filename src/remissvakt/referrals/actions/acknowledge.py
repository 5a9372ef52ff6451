"""A responsible person has read a reply and acted on it (vidimera, A.3, A.7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_text
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Reply
from ..rules import Action
from ..states import ASKS_INSTEAD, CaseState, CloseReason, ReferralState, ReplyKind, RequestKind
from ..ways import QUESTION_ANSWERED
from .ask_receiver import put_request
from .texts import one_of, wanted

_CLOSED_BY = {
    ReplyKind.REJECTED: CloseReason.REJECTED_HANDLED,
    ReplyKind.CANCELLED: CloseReason.CANCELLED_HANDLED,
}


def acknowledge(
    *,
    reply_id: UUID,
    version: int,
    actor: Actor,
    now: datetime,
    question_answered: str = "",
    keep_watch: bool = False,
    watch_days: int | None = None,
    accept_wait: bool | None = None,
    dispute_reason: str = "",
    dispute_how: str = "phone",
    dispute_reached: str = "",
    instead: str = "",
    note: str = "",
) -> Reply:
    """Acknowledge one reply; what else must be said depends on its kind.

    - An answer: `question_answered` is "yes", "partly" or "no". A final answer then closes the loop,
      unless `keep_watch`.
    - A confirmation: `accept_wait`; False asks the receiver to re-prioritise, with `dispute_reason`.
    - A rejection, cancellation or request for information: `instead` says what is done instead; left
      empty it stays work, and the referral stays open and watched.
    """
    with change(action=Action.ACKNOWLEDGE, reply_id=reply_id, version=version, actor=actor, now=now) as doing:
        reply = doing.reply
        assert reply is not None and doing.case is not None
        kind = ReplyKind(reply.kind)
        doing.loop.set(
            reply,
            acknowledged_at=now,
            acknowledged_by_id=actor.person_id,
            acknowledge_note=clean_text(note, max_length=2000, field="note"),
        )
        doing.loop.bump(doing.referral)
        if kind in (ReplyKind.FINAL, ReplyKind.PARTIAL, ReplyKind.PRELIMINARY):
            doing.loop.set(
                reply,
                question_answered=one_of(question_answered, QUESTION_ANSWERED, field="question_answered"),
            )
        doing.loop.event(
            "acknowledged", side="own", reply=reply.id, reply_kind=kind.value, answered=question_answered
        )
        if kind == ReplyKind.FINAL:
            _final(doing, keep_watch=keep_watch, watch_days=watch_days)
        elif kind == ReplyKind.CONFIRMED:
            _wait(doing, reply, accept_wait, dispute_reason, dispute_how, dispute_reached)
        elif kind in ASKS_INSTEAD and instead.strip():
            put_instead(doing, reply, instead)
    return reply


def say_instead(*, reply_id: UUID, version: int, instead: str, actor: Actor, now: datetime) -> Reply:
    """Say what is done instead of what was refused, after the acknowledgement (row 9 of failures)."""
    with change(action=Action.SAY_INSTEAD, reply_id=reply_id, version=version, actor=actor, now=now) as doing:
        assert doing.reply is not None
        put_instead(doing, doing.reply, instead)
        doing.loop.bump(doing.referral)
    return doing.reply


def put_instead(doing: Changing, reply: Reply, instead: str) -> None:
    """What is done instead; for a rejection or cancellation that is the end of the loop."""
    loop = doing.loop
    loop.set(
        reply,
        instead=wanted(instead, field="instead"),
        instead_at=doing.now,
        instead_by_id=doing.actor.person_id,
    )
    loop.event("instead_said", side="own", reply=reply.id, instead=reply.instead)
    reason = _CLOSED_BY.get(ReplyKind(reply.kind))
    case = loop.current_case
    ended = case is not None and case.state in (CaseState.REJECTED, CaseState.CANCELLED)
    if reason is not None and ended and doing.referral.state == ReferralState.SENT:
        close_loop(doing, reason)


def _final(doing: Changing, *, keep_watch: bool, watch_days: int | None) -> None:
    """A.7: a final answer acknowledged closes the loop, unless the person keeps the watch."""
    if doing.referral.state != ReferralState.SENT:
        return
    if not keep_watch:
        close_loop(doing, CloseReason.FINAL_ACKNOWLEDGED)
        return
    limits = doing.loop.facts().limits(doing.referral.referrer_unit_id)
    days = watch_days if watch_days is not None else max(limits.chase_days, 1)
    if not 1 <= days <= 730:
        raise Refusal("watch_days_out_of_range", _("Ange 1 till 730 dagar."), field="watch_days")
    new = doing.today + timedelta(days=days)
    doing.loop.event("watch_moved", side="own", old=doing.referral.watch_on, new=new, kept=True)
    doing.loop.set(doing.referral, watch_on=new)


def _wait(doing: Changing, reply: Reply, accept: bool | None, reason: str, how: str, reached: str) -> None:
    if accept is None:
        raise Refusal(
            "wait_undecided",
            _("Säg om väntetiden godtas eller om omprioritering ska begäras."),
            field="accept_wait",
        )
    doing.loop.set(reply, wait_decision="accepted" if accept else "disputed")
    if not accept:
        doing.require(Action.REQUEST_REPRIORITISATION)
        put_request(doing, kind=RequestKind.REPRIORITISE, reason=reason, how=how, reached=reached)


def close_loop(doing: Changing, reason: CloseReason, note: str = "") -> None:
    """Close; a change that was begun and cannot be sent any longer falls with it."""
    loop = doing.loop
    for version in loop.versions:
        if version.sent_at is None and version.voided_at is None:
            loop.set(version, voided_at=doing.now, voided_by_id=doing.actor.person_id)
    loop.set(
        doing.referral,
        state=ReferralState.CLOSED.value,
        closed_at=doing.now,
        closed_by_id=doing.actor.person_id,
        close_reason=reason.value,
        close_note=note,
    )
    loop.event("closed", reason=reason.value)
