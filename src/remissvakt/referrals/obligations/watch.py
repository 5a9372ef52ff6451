"""Sent and not closed is watched, whatever else has happened (A.2–A.6). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from remissvakt.core.clock import local_date

from ..facts import CaseFacts, ReferralFacts, ReplyFacts
from ..states import CaseState, Node, ReferralState, RequestKind
from .due import Due, Why
from .replies import owes_information


def watch(facts: ReferralFacts) -> Iterator[Due]:
    """A.2: sent and not closed is watched, whatever else has happened."""
    if facts.state != ReferralState.SENT or not facts.watched:
        return
    assert facts.referrer_unit_id and facts.watch_on and facts.sent_at  # the table's constraints
    case = facts.current_case
    yield Due(
        key="watch",
        node=Node.WATCH,
        unit_id=facts.referrer_unit_id,
        person_id=facts.watcher_id,
        wants_person=True,
        due_on=facts.watch_on,
        since_on=local_date(facts.sent_at),
        why=_why_watched(facts, case),
        other_unit_id=case.unit_id if case else facts.to_unit_id,
    )


def _why_watched(facts: ReferralFacts, case: CaseFacts | None) -> Why:
    if facts.open_request(RequestKind.WITHDRAW):
        return Why.WITHDRAWAL_AWAITED
    if facts.open_request(RequestKind.REPRIORITISE):
        return Why.REPRIORITISATION_AWAITED
    if case is None:
        return Why.CONFIRMATION_AWAITED
    if case.state in (CaseState.REJECTED, CaseState.CANCELLED):
        return Why.REFUSED_NOTHING_DONE
    if case.state == CaseState.ANSWERED:
        unread = any(reply.is_answer and _is_unread(reply) for reply in facts.replies)
        return Why.ANSWER_ARRIVED if unread else Why.WATCH_KEPT
    if any(owes_information(facts, reply) for reply in facts.replies):
        return Why.INFORMATION_OWED
    denied = _denied_since_last_reply(facts)
    if denied is not None:
        return denied
    return Why.ANSWER_AWAITED if case.confirmed_at else Why.CONFIRMATION_AWAITED


def _is_unread(reply: ReplyFacts) -> bool:
    return reply.arrived_on is not None and reply.acknowledged_at is None


def _denied_since_last_reply(facts: ReferralFacts) -> Why | None:
    """A request that the receiver has turned down, while nothing newer has come from the receiver."""
    answered = [request for request in facts.requests if request.answered_at is not None]
    if not answered:
        return None
    last = max(answered, key=lambda request: (request.answered_at, request.id))
    if last.outcome != "denied":
        return None
    newer = any(
        reply.text.sent_at is not None
        and last.answered_at is not None
        and reply.text.sent_at > last.answered_at
        for reply in facts.replies
    )
    if newer:
        return None
    return Why.WITHDRAWAL_DENIED if last.kind == RequestKind.WITHDRAW else Why.REPRIORITISATION_DENIED
