"""Ask the receiver to re-prioritise (A.3) or to let the referral go, and keep what they answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.core.texts import clean_line
from remissvakt.core.waits import Wait
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Case, ReceiverRequest, Reply
from ..rules import Action
from ..states import CaseState, CloseReason, LetterKind, ReferralState, RequestKind, RequestOutcome
from ..ways import CONTACT_WAYS
from .arrive import as_moved, case_granted
from .letters import LetterDraft, by_letter, put_letter
from .texts import coming_wait, one_of, wanted


def request_reprioritisation(
    *,
    referral_id: UUID,
    version: int,
    reason: str,
    how: str,
    reached: str,
    actor: Actor,
    now: datetime,
    letter: LetterDraft | None = None,
) -> ReceiverRequest:
    """The stated wait is not accepted: ask for another priority; the watch moves by 14 days (A.3)."""
    with change(
        action=Action.REQUEST_REPRIORITISATION,
        referral_id=referral_id,
        version=version,
        actor=actor,
        now=now,
    ) as doing:
        return put_request(
            doing, kind=RequestKind.REPRIORITISE, reason=reason, how=how, reached=reached, letter=letter
        )


def withdraw(
    *,
    referral_id: UUID,
    version: int,
    reason: str,
    how: str,
    reached: str,
    actor: Actor,
    now: datetime,
    letter: LetterDraft | None = None,
) -> ReceiverRequest:
    """Ask the receiver to let the referral go; it closes when they have confirmed."""
    with change(
        action=Action.WITHDRAW, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        return put_request(
            doing, kind=RequestKind.WITHDRAW, reason=reason, how=how, reached=reached, letter=letter
        )


def put_request(
    doing: Changing,
    *,
    kind: RequestKind,
    reason: str,
    how: str,
    reached: str,
    letter: LetterDraft | None = None,
) -> ReceiverRequest:
    """The request as a fact, with its letter where it goes by one."""
    loop, case = doing.loop, doing.loop.current_case
    assert case is not None
    local = loop.units[case.unit_id].local
    limits = loop.facts().limits(doing.referral.referrer_unit_id)
    withdrawing = kind == RequestKind.WITHDRAW
    days = limits.withdrawal_days if withdrawing else limits.reprioritisation_days
    request = loop.add(
        ReceiverRequest(
            id=new_id(now=doing.now),
            referral=doing.referral,
            case=case,
            kind=kind.value,
            asked_at=doing.now,
            asked_by_id=doing.actor.person_id,
            how="message" if local else one_of(how, CONTACT_WAYS, field="how"),
            reached=clean_line(reached, max_length=200, field="reached"),
            reason=wanted(reason, field="reason"),
        )
    )
    if letter is not None:
        by_letter(how, ("letter",))
        put_letter(doing, kind=LetterKind(kind.value), draft=letter).request = request
    watch_on = doing.today + timedelta(days=days)
    loop.event(
        "withdrawal_asked" if withdrawing else "reprioritisation_asked",
        reason=request.reason,
        how=request.how,
        reached=request.reached,
        old=doing.referral.watch_on,
        new=watch_on,
    )
    loop.set(doing.referral, watch_on=watch_on)
    loop.bump(doing.referral)
    loop.bump(case)
    return request


def answer_request(
    *,
    case_id: UUID,
    version: int,
    kind: str,
    outcome: str,
    text: str,
    actor: Actor,
    now: datetime,
    wait: Wait | None = None,
) -> ReceiverRequest:
    """The receiver answers; a granted re-prioritisation may carry the new wait."""
    with change(
        action=Action.ANSWER_REQUEST, case_id=case_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.case is not None
        return _settle(doing, kind=kind, outcome=outcome, text=text, wait=wait, case=doing.case)


def register_request_answer(
    *,
    referral_id: UUID,
    version: int,
    kind: str,
    outcome: str,
    text: str,
    actor: Actor,
    now: datetime,
    wait: Wait | None = None,
) -> ReceiverRequest:
    """What a receiver outside said about the request, on paper or by phone."""
    with change(
        action=Action.REGISTER_REQUEST_ANSWER,
        referral_id=referral_id,
        version=version,
        actor=actor,
        now=now,
    ) as doing:
        case = doing.loop.current_case
        assert case is not None
        return _settle(doing, kind=kind, outcome=outcome, text=text, wait=wait, case=case)


def _settle(
    doing: Changing, *, kind: str, outcome: str, text: str, wait: Wait | None, case: Case
) -> ReceiverRequest:
    loop = doing.loop
    waiting = [request for request in loop.requests if request.answered_at is None]
    one_of(kind, [request.kind for request in waiting], field="kind")
    request = next(request for request in waiting if request.kind == kind)
    if wait is not None:
        coming_wait(wait, today=doing.today)
    one_of(outcome, [member.value for member in RequestOutcome], field="outcome")
    granted = outcome == RequestOutcome.GRANTED
    loop.set(
        request,
        answered_at=doing.now,
        answered_by_id=doing.actor.person_id,
        outcome=outcome,
        answer_text=wanted(text, field="text"),
    )
    loop.event(
        "request_answered",
        request_kind=kind,
        outcome=outcome,
        text=request.answer_text,
        wait_until=wait.until if wait else None,
        # What moves the case, so that it stays when a reply from before it is taken back.
        wait_kind=wait.kind.value if wait else "",
        wait_value=wait.value if wait else "",
    )
    loop.bump(doing.referral)
    loop.bump(case)
    if granted and kind == RequestKind.WITHDRAW:
        _let_go(doing, case)
        return request
    if granted and wait is not None:
        outside = not loop.units[case.unit_id].local
        now_is = case_granted(as_moved(case), wait=wait, day=doing.today, at=doing.now, outside=outside)
        loop.set(case, **now_is)
    if doing.referral.state != ReferralState.SENT:
        return request  # closed meanwhile: nothing is watched any longer
    # Whatever was said is for the watcher today, unless it is a new time to wait for.
    loop.set(doing.referral, watch_on=wait.until if granted and wait else doing.today)
    return request


def _let_go(doing: Changing, case: Case) -> None:
    """A confirmed withdrawal closes the referral; drafts of answers to it fall."""
    loop = doing.loop
    loop.set(
        case,
        state=CaseState.CANCELLED.value,
        arrived_on=case.arrived_on or doing.today,
        ended_at=doing.now,
        ended_by_id=doing.actor.person_id,
        answer_decided_at=None,
        answer_decided_by_id=None,
    )
    for reply in loop.replies:
        if _is_draft(reply):
            loop.set(reply, voided_at=doing.now, voided_by_id=doing.actor.person_id)
    for version in loop.versions:
        if version.sent_at is None and version.voided_at is None:
            loop.set(version, voided_at=doing.now, voided_by_id=doing.actor.person_id)
    for request in loop.requests:
        if request.answered_at is None:
            loop.set(
                request,
                answered_at=doing.now,
                answered_by_id=doing.actor.person_id,
                outcome=RequestOutcome.DENIED.value,
            )
    if doing.referral.state == ReferralState.CLOSED:
        return  # by a clinician's reason, while the receiver still had it
    loop.set(
        doing.referral,
        state=ReferralState.CLOSED.value,
        closed_at=doing.now,
        closed_by_id=doing.actor.person_id,
        close_reason=CloseReason.WITHDRAWN.value,
    )
    loop.event("closed", reason=CloseReason.WITHDRAWN.value)


def _is_draft(reply: Reply) -> bool:
    return reply.sent_at is None and reply.voided_at is None
