"""A reply was registered from a paper that belongs elsewhere: what it moved is moved back. No action of its own.

The reply stays readable, as taken back; for the rules and the lists it never was (see `Loop.facts`). What others
have really done since is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from remissvakt.core.clock import local_date

from ..change import Changing
from ..models import Case, Event, Reply
from ..states import CaseState, CloseReason, ReferralState, ReplyKind, RequestOutcome
from .arrive import ENDS, MOVED_BY_REPLIES, case_after

_MUST_BE_READ = {
    CloseReason.FINAL_ACKNOWLEDGED: ReplyKind.FINAL,
    CloseReason.REJECTED_HANDLED: ReplyKind.REJECTED,
    CloseReason.CANCELLED_HANDLED: ReplyKind.CANCELLED,
}


def take_back_reply(doing: Changing, *, reply: Reply, reason: str) -> None:
    """Mark the reply, and let the case, the sender's requests and the watch be as they were without it."""
    loop, case = doing.loop, doing.loop.case(reply.case_id)
    after = next((other for other in loop.replies if other.replaces_id == reply.id), None)
    former = reply.replaces_id
    loop.set(reply, voided_at=doing.now, voided_by_id=doing.actor.person_id, replaces=None)
    if after is not None:
        loop.set(after, replaces_id=former)
    loop.event(
        "reply_taken_back",
        side="own",
        reply=reply.id,
        reply_kind=reply.kind,
        replaced=former,
        reason=reason,
    )
    if reply.kind == ReplyKind.FORWARDED and not _forwarding_back(doing, case):
        return  # the next unit has already dealt with it: it has the referral
    _case_back(doing, reply=reply, case=case)
    for request in loop.requests:
        answered_by_it = request.case_id == case.id and request.answered_at == reply.sent_at
        if answered_by_it and request.outcome == RequestOutcome.DENIED and case.ended_at is None:
            loop.set(request, answered_at=None, answered_by=None, outcome="")
            loop.event(
                "request_answered",
                side="own",
                request_kind=request.kind,
                outcome="",
                was=RequestOutcome.DENIED.value,
            )


def watch_again(doing: Changing, *, reason: str) -> None:
    """Open the referral again if only the reply closed it, and let it be looked at today."""
    loop, referral = doing.loop, doing.referral
    if referral.state == ReferralState.CLOSED and not _closed_without_it(doing):
        loop.set(
            referral,
            state=ReferralState.SENT.value,
            closed_at=None,
            closed_by=None,
            close_reason="",
            close_note="",
        )
        loop.event("reopened", reason=reason, watch_on=doing.today if referral.watched else None)
    if referral.state != ReferralState.SENT:
        return
    if referral.watched:
        loop.event("watch_moved", side="own", old=referral.watch_on, new=doing.today)
        loop.set(referral, watch_on=doing.today)
    for case in loop.cases:
        if case.state == CaseState.FORWARDED and loop.units[case.unit_id].local:
            loop.set(case, forward_watch_on=doing.today)


def _case_back(doing: Changing, *, reply: Reply, case: Case) -> None:
    """As it was before the first reply that was registered by hand, and then moved by those that remain."""
    if case.ended_at is not None and (reply.kind not in ENDS or case.ended_at != reply.sent_at):
        return  # ended by something else: a withdrawal, or another reply
    registered = [
        event
        for event in Event.objects.filter(referral_id=doing.referral.id, kind="reply_registered").order_by(
            "sequence"
        )
        if event.data.get("case") == str(case.id)
    ]
    if not registered:
        return  # from before events kept what a reply moves
    values = _read(registered[0].data["before"])
    for other in sorted(doing.loop.replies, key=lambda row: (str(row.sent_at), row.id)):
        if other.case_id == case.id and other.sent_at is not None and not other.taken_back:
            values = case_after(
                values,
                reply=other,
                arrived_on=other.arrived_on or local_date(other.sent_at),
                at=other.sent_at,
                ended_by_id=other.registered_by_id,
            )
    doing.loop.set_back(case, **values)


def _forwarding_back(doing: Changing, case: Case) -> bool:
    """End the next unit's custody, if nobody there has done anything; whether that was so."""
    loop = doing.loop
    new = next((other for other in loop.cases if other.came_from_id == case.id), None)
    if new is None:
        return True
    touched = new.assessed_at or new.confirmed_at or new.ended_at or new.answer_decided_at
    if touched or any(other.case_id == new.id for other in loop.replies):
        return False
    loop.set(
        new,
        state=CaseState.CANCELLED.value,
        # An ended case has a day of arrival; this one was said to be there from when it was opened.
        arrived_on=new.arrived_on or local_date(new.opened_at),
        ended_at=doing.now,
        ended_by_id=doing.actor.person_id,
        came_from=None,
    )
    loop.bump(new)
    loop.set(case, forwarded_at=None, forwarded_by=None, forward_watch_on=None)
    for request in loop.requests:
        if request.case_id == new.id:
            loop.set(request, case=case)
    loop.event("cancelled", case=new.id, unit=new.unit_id, forwarding_taken_back=True)
    return True


def _closed_without_it(doing: Changing) -> bool:
    """Whether what closed the referral still stands."""
    facts, reason = doing.loop.facts(), doing.referral.close_reason
    if reason == CloseReason.RECEIVER_ENDED:
        return not any(
            facts.units[case.unit_id].local
            and (case.open or (case.state == CaseState.FORWARDED and not facts.taken_over(case)))
            for case in facts.cases
        )
    kind = _MUST_BE_READ.get(CloseReason(reason))
    return kind is None or any(
        reply.kind == kind
        and reply.acknowledged_at is not None
        and (kind == ReplyKind.FINAL or reply.instead_at is not None)
        for reply in facts.replies
    )


def _read(before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they were kept in the event, which holds dates and times as text."""
    values = {name: before[name] for name in MOVED_BY_REPLIES}
    for name in ("arrived_on", "wait_until", "information_wanted_until"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in ("confirmed_at", "ended_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return values
