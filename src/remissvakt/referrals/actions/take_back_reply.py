"""A reply was registered from a paper that belongs elsewhere: what it moved is moved back. No action of its own.

The reply stays readable, as taken back; for the rules and the lists it never was (see `Loop.facts`). What others
have really done since is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import dropwhile
from operator import attrgetter
from typing import Any
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.waits import Wait, WaitKind

from ..change import Changing
from ..models import Case, Event, Reply
from ..states import CaseState, CloseReason, ReferralState, ReplyKind, RequestOutcome
from .arrive import ENDS, MOVED_BY_REPLIES, case_after, case_granted, held_here
from .open_again import open_again

_MUST_BE_READ = {
    CloseReason.FINAL_ACKNOWLEDGED: ReplyKind.FINAL,
    CloseReason.REJECTED_HANDLED: ReplyKind.REJECTED,
    CloseReason.CANCELLED_HANDLED: ReplyKind.CANCELLED,
}
# When a receiver said something, the id of what it said, and what that was.
_Said = tuple[datetime, UUID, Reply | Wait]


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
    if case.ended_at is None and reply.kind in ENDS:
        _wait_again(doing, reply=reply)


def _wait_again(doing: Changing, *, reply: Reply) -> None:
    """What the reply refused waits for an answer again; not where the same has been asked again since.

    Only what ends the case refuses (`arrive`), and it says nothing of its own: an answer of somebody's, of the same
    instant, stands.
    """
    loop = doing.loop
    waiting = {request.kind for request in loop.requests if request.answered_at is None}
    refused = {
        request.kind: request
        for request in sorted(loop.requests, key=attrgetter("asked_at", "id"))
        if request.case_id == reply.case_id
        and request.answered_at == reply.sent_at
        and request.outcome == RequestOutcome.DENIED
        and not request.answer_text
    }
    for kind, request in refused.items():
        if kind not in waiting:
            loop.set(request, answered_at=None, answered_by=None, outcome="")
            loop.event(
                "request_answered",
                side="own",
                request_kind=kind,
                outcome="",
                was=RequestOutcome.DENIED.value,
            )


def watch_again(doing: Changing, *, reason: str) -> None:
    """Open the referral again if only the reply closed it, and let it be looked at today."""
    loop, referral = doing.loop, doing.referral
    if referral.state == ReferralState.CLOSED and not _closed_without_it(doing):
        open_again(doing, reason=reason, watch_on=doing.today if referral.watched else None)
    if referral.state != ReferralState.SENT:
        return
    if referral.watched:
        loop.event("watch_moved", side="own", old=referral.watch_on, new=doing.today)
        loop.set(referral, watch_on=doing.today)
    for case in loop.cases:
        if case.state == CaseState.FORWARDED and loop.units[case.unit_id].local:
            loop.set(case, forward_watch_on=doing.today)


def _case_back(doing: Changing, *, reply: Reply, case: Case) -> None:
    """As it was before the first reply that was registered by hand, and then moved by what else has been said."""
    if case.ended_at is not None and reply.kind not in ENDS:
        return  # ended by something else: a withdrawal, or another reply
    kinds = ("reply_registered", "request_answered")
    told = Event.objects.filter(referral_id=doing.referral.id, kind__in=kinds).order_by("sequence")
    since = list(dropwhile(lambda event: event.data.get("case") != str(case.id), told))
    if not since:
        return  # from before events kept what a reply moves
    values = _read(since[0].data["before"])
    said_since = _granted(doing, case=case, since=since)
    for other in doing.loop.replies:
        if other.case_id == case.id and other.sent_at is not None and not other.taken_back:
            said_since.append((other.sent_at, other.id, other))
    for at, _id, said in sorted(said_since, key=lambda one: one[:2]):
        if isinstance(said, Wait):
            values = case_granted(values, wait=said, day=local_date(at), at=at, outside=True)
        else:
            values = case_after(
                values,
                reply=said,
                arrived_on=said.arrived_on or local_date(at),
                at=at,
                ended_by_id=said.registered_by_id,
            )
    doing.loop.set_back(case, **values)


def _granted(doing: Changing, *, case: Case, since: Sequence[Event]) -> list[_Said]:
    """The new times that the receiver has granted; from before events kept how they were said, none."""
    when = {
        request.answered_at
        for request in doing.loop.requests
        if request.case_id == case.id and request.outcome == RequestOutcome.GRANTED
    }
    found: list[_Said] = []
    for event in since:
        if event.at in when and event.data.get("wait_kind"):
            until = date.fromisoformat(event.data["wait_until"])
            wait = Wait(WaitKind(event.data["wait_kind"]), event.data["wait_value"], until)
            found.append((event.at, event.id, wait))
    return found


def _forwarding_back(doing: Changing, case: Case) -> bool:
    """End the next unit's custody, if nobody there has done anything; whether that was so."""
    loop = doing.loop
    new = next((other for other in loop.cases if other.came_from_id == case.id), None)
    if new is None:
        return True
    if _touched(doing, new):
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


def _touched(doing: Changing, case: Case) -> bool:
    """Whether the unit has done anything with its case that somebody else may know of or wait for.

    Whatever confirms or ends it, or decides on an answer, is or begins a reply, or answers a request.
    """
    loop = doing.loop
    return (
        case.assessed_at is not None
        or any(reply.case_id == case.id for reply in loop.replies)
        or any(request.case_id == case.id and request.answered_at is not None for request in loop.requests)
        or any(
            letter.case_id == case.id and letter.from_unit_id == case.unit_id and letter.voided_at is None
            for letter in loop.letters
        )
    )


def _closed_without_it(doing: Changing) -> bool:
    """Whether what closed the referral still stands."""
    facts, reason = doing.loop.facts(), doing.referral.close_reason
    if reason == CloseReason.RECEIVER_ENDED:
        return not held_here(facts)
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
