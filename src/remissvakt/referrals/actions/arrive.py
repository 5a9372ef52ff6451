"""What a reply does when it arrives, whatever the way: to the case, to the watch, to the lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait

from ..change import Changing
from ..facts import ReferralFacts
from ..models import Case, Referral, Reply
from ..states import (
    ANSWERS,
    TOLD_TO_PATIENT,
    CaseState,
    CloseReason,
    ReferralState,
    ReplyKind,
    RequestOutcome,
)
from .open_again import open_again
from .texts import coming_wait

ENDS = {
    ReplyKind.FINAL: CaseState.ANSWERED,
    ReplyKind.REJECTED: CaseState.REJECTED,
    ReplyKind.CANCELLED: CaseState.CANCELLED,
    ReplyKind.FORWARDED: CaseState.FORWARDED,
}


def reply_arrives(
    doing: Changing, *, reply: Reply, case: Case, arrived_on: date, wait: Wait | None = None
) -> None:
    """Add or finish the reply, move the case on, and move the watch (A.3). Never ends the watch."""
    kind = ReplyKind(reply.kind)
    _check(doing, reply, kind, wait)
    loop = doing.loop
    if wait is not None:
        loop.set(reply, wait_kind=wait.kind.value, wait_value=wait.value, wait_until=wait.until)
    if kind in ANSWERS:
        loop.set(reply, replaces_id=_former_answer(doing, reply, case))
    local = loop.units[case.unit_id].local
    # The patient's own request has no referrer to tell, so the patient is told of everything.
    told = kind in TOLD_TO_PATIENT or doing.referral.referrer_unit_id is None
    loop.set(reply, told_needed=local and told)
    if doing.referral.watched:
        loop.set(reply, arrived_on=arrived_on)
    if not any(reply is other for other in loop.replies):
        loop.add(reply)
    _move_case(doing, reply=reply, case=case, kind=kind, arrived_on=arrived_on)
    if doing.referral.watched and doing.referral.state == ReferralState.SENT:
        _move_watch(doing, reply=reply, kind=kind)
    if not doing.referral.watched:
        _our_part(doing)


def _check(doing: Changing, reply: Reply, kind: ReplyKind, wait: Wait | None) -> None:
    if kind == ReplyKind.CONFIRMED and wait is None:
        raise Refusal(
            "wait_missing",
            _("Ange väntetiden: ett datum, en vecka, en månad eller antal veckor."),
            field="wait",
        )
    if wait is not None:
        coming_wait(wait, today=doing.today)
    if kind == ReplyKind.MORE_INFO and reply.information_wanted_until is None:
        raise Refusal(
            "information_date_missing",
            _("Ange när kompletteringen behövs."),
            field="information_wanted_until",
        )
    if kind == ReplyKind.MORE_INFO and reply.information_wanted_until < doing.today:  # type: ignore[operator]
        raise Refusal(
            "date_passed",
            _("Datumet har passerat. Välj idag eller senare."),
            field="information_wanted_until",
        )
    if kind == ReplyKind.FORWARDED and reply.forwarded_to_id is None:
        raise Refusal("forwarded_to_missing", _("Ange vart remissen är vidaresänd."), field="forwarded_to")
    if kind != ReplyKind.FORWARDED and reply.forwarded_to_id is not None:
        raise Refusal(
            "forwarded_to_unwanted",
            _("Ny mottagare anges bara för en vidaresänd remiss."),
            field="forwarded_to",
        )


def _former_answer(doing: Changing, reply: Reply, case: Case) -> UUID | None:
    """A new answer replaces the former one, which stays readable."""
    replaced = {other.replaces_id for other in doing.loop.replies}
    former = [
        other
        for other in doing.loop.replies
        if other.case_id == case.id
        and other.id != reply.id
        and other.kind in ANSWERS
        and other.sent_at is not None
        and not other.taken_back
        and other.id not in replaced
    ]
    return former[-1].id if former else None


def _move_case(doing: Changing, *, reply: Reply, case: Case, kind: ReplyKind, arrived_on: date) -> None:
    loop = doing.loop
    if case.state == CaseState.ANSWERED:
        return  # a further final answer
    loop.set(
        case,
        **case_after(
            as_moved(case),
            reply=reply,
            arrived_on=arrived_on,
            at=doing.now,
            ended_by_id=doing.actor.person_id,
        ),
    )
    new = None
    if kind == ReplyKind.FORWARDED and case.forwarded_at is None:
        new = open_forwarded_case(doing, case=case, to_unit_id=reply.forwarded_to_id)
    if kind in ENDS:
        _hand_on_requests(doing, case=case, new=new)


# What a receiver's replies, and a new time that it grants, make of its case.
MOVED_BY_REPLIES = (
    "state",
    "arrived_on",
    "confirmed_at",
    "wait_kind",
    "wait_value",
    "wait_until",
    "information_wanted_until",
    "ended_at",
    "ended_by_id",
)


def as_moved(case: Case) -> dict[str, Any]:
    """The columns MOVED_BY_REPLIES of a case as they are."""
    return {name: getattr(case, name) for name in MOVED_BY_REPLIES}


def case_after(
    was: Mapping[str, Any], *, reply: Reply, arrived_on: date | None, at: datetime, ended_by_id: UUID | None
) -> dict[str, Any]:
    """The columns MOVED_BY_REPLIES of a case after one more reply; after a final answer nothing moves."""
    after = dict(was)
    if was["state"] == CaseState.ANSWERED:
        return after
    kind = ReplyKind(reply.kind)
    after["state"] = ENDS.get(kind, CaseState.IN_PROGRESS).value
    if was["arrived_on"] is None:
        after["arrived_on"] = arrived_on
    if kind == ReplyKind.MORE_INFO:
        after["information_wanted_until"] = reply.information_wanted_until
    if kind in (ReplyKind.CONFIRMED, ReplyKind.PARTIAL, ReplyKind.PRELIMINARY):
        after["confirmed_at"] = was["confirmed_at"] or at
    if kind == ReplyKind.CONFIRMED:
        after |= {
            "wait_kind": reply.wait_kind,
            "wait_value": reply.wait_value,
            "wait_until": reply.wait_until,
            "information_wanted_until": None,
        }
    if kind in ENDS:
        after |= {"ended_at": at, "ended_by_id": ended_by_id}
    return after


def case_granted(
    was: Mapping[str, Any], *, wait: Wait, day: date, at: datetime, outside: bool
) -> dict[str, Any]:
    """The same columns after a new time that the receiver has granted: its word that it has the referral (A.3).

    At a unit outside, which assesses nothing here, it is under way from now on.
    """
    after = {
        **was,
        "wait_kind": wait.kind.value,
        "wait_value": wait.value,
        "wait_until": wait.until,
        "confirmed_at": was["confirmed_at"] or at,
    }
    if outside:
        after |= {"state": CaseState.IN_PROGRESS.value, "arrived_on": was["arrived_on"] or day}
    return after


def _hand_on_requests(doing: Changing, *, case: Case, new: Case | None) -> None:
    """What the sender has asked goes with the case to the next unit; where it ends, the reply is the answer."""
    for request in doing.loop.requests:
        if request.answered_at is not None or request.case_id != case.id:
            continue
        if new is not None:
            doing.loop.set(request, case=new)
            continue
        doing.loop.set(
            request,
            answered_at=doing.now,
            answered_by_id=doing.actor.person_id,
            outcome=RequestOutcome.DENIED.value,
        )
        doing.loop.event("request_answered", request_kind=request.kind, outcome=RequestOutcome.DENIED.value)


def open_forwarded_case(doing: Changing, *, case: Case, to_unit_id: UUID | None) -> Case:
    """The next custody: a case at the new unit. The old one keeps a date until it is taken over (B.5)."""
    loop = doing.loop
    assert to_unit_id is not None
    loop.include_units([to_unit_id])
    if to_unit_id not in loop.units:
        raise Refusal("receiver_unknown", _("Välj vilken enhet remissen ska till."), field="to_unit")
    receiver = loop.units[to_unit_id]
    if receiver.id == case.unit_id:
        raise Refusal("forward_to_self", _("Remissen är redan hos den enheten."), field="to_unit")
    if receiver.id == doing.referral.referrer_unit_id:
        raise Refusal(
            "forward_to_sender",
            _("Remissen kan inte vidaresändas till den som skrev den. Avvisa den i stället."),
            field="to_unit",
        )
    if not receiver.active or not receiver.channels:
        raise Refusal(
            "receiver_closed", _("Den mottagande enheten är stängd. Välj en annan."), field="to_unit"
        )
    days = loop.units[case.unit_id].limits.forwarded_days
    loop.set(
        case,
        forwarded_at=doing.now,
        forwarded_by_id=doing.actor.person_id,
        forward_watch_on=doing.today + timedelta(days=days),
    )
    loop.participants.add(receiver.id)
    return loop.add(
        Case(
            id=new_id(now=doing.now),
            referral=doing.referral,
            unit_id=receiver.id,
            state=(CaseState.RECEIVED if receiver.local else CaseState.SENT).value,
            opened_at=doing.now,
            arrived_on=doing.today if receiver.local else None,
            came_from=case,
        )
    )


def _move_watch(doing: Changing, *, reply: Reply, kind: ReplyKind) -> None:
    """A.3: to the stated time. A refusal is for today; an answer leaves the watch where it is (A.6)."""
    referral: Referral = doing.referral
    limits = doing.loop.facts().limits(referral.referrer_unit_id)
    if kind == ReplyKind.CONFIRMED:
        to = reply.wait_until
    elif kind == ReplyKind.MORE_INFO:
        to = reply.information_wanted_until
    elif kind == ReplyKind.FORWARDED:
        to = doing.today + timedelta(days=limits.confirmation_days)
    elif kind in (ReplyKind.REJECTED, ReplyKind.CANCELLED):
        to = doing.today
    else:
        return
    assert to is not None
    doing.loop.event("watch_moved", old=referral.watch_on, new=to)
    doing.loop.set(referral, watch_on=to)


def held_here(facts: ReferralFacts) -> bool:
    """Whether a unit here has the referral, or keeps custody of it until the next one has taken over (B.5)."""
    return any(
        (case.open or (case.state == CaseState.FORWARDED and not facts.taken_over(case)))
        and facts.units[case.unit_id].local
        for case in facts.cases
    )


def _our_part(doing: Changing) -> None:
    """What came from outside is closed here when no unit here holds it or keeps custody of it any longer.

    Another unit outside that had it since may hand it on to one here: then it is open again.
    """
    facts = doing.loop.facts()
    held = held_here(facts)
    if held and doing.referral.close_reason == CloseReason.RECEIVER_ENDED:
        open_again(doing, reason=gettext("Remissen har kommit till en enhet här igen."), watch_on=None)
    if held or facts.state != ReferralState.SENT:
        return
    doing.loop.set(
        doing.referral,
        state=ReferralState.CLOSED.value,
        closed_at=doing.now,
        closed_by_id=doing.actor.person_id,
        close_reason=CloseReason.RECEIVER_ENDED.value,
    )
    doing.loop.event("closed", side="own", reason=CloseReason.RECEIVER_ENDED.value)
