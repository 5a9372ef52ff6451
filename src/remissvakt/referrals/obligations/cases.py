"""A case at a unit here is work until it has ended, and after forwarding until it is taken over (B.1–B.5). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days

from ..facts import CaseFacts, ReferralFacts
from ..states import CaseState, Node, ReferralState, ReplyKind, RequestKind
from .due import Due, Why


def cases(facts: ReferralFacts) -> Iterator[Due]:
    """B.1–B.5: a case at a unit here is in the inbox and with its assessor until it is ended."""
    for case in facts.cases:
        if not facts.units[case.unit_id].local:
            continue
        if case.state == CaseState.FORWARDED:
            yield from _forwarded(facts, case)
        elif case.open and case.arrived_on is not None:
            yield from _open_case(facts, case)
            yield from _asked_of_receiver(facts, case)


def _open_case(facts: ReferralFacts, case: CaseFacts) -> Iterator[Due]:
    limits = facts.limits(case.unit_id)
    assert case.arrived_on
    if case.assessor_id is None:
        due = add_working_days(case.arrived_on, limits.arrival_workdays)
        yield _case_due(facts, case, Node.INBOX, due, Why.NO_ASSESSOR)
        return
    due, why = _case_deadline(facts, case)
    yield _case_due(facts, case, Node.ANSWER, due, why)
    yield _case_due(facts, case, Node.INBOX, due, why)


def _case_deadline(facts: ReferralFacts, case: CaseFacts) -> tuple[date, Why]:
    """By when the assessor must do the next thing, and what it is (B.2, B.3, B.4)."""
    assert case.arrived_on
    limits = facts.limits(case.unit_id)
    lead_time = case.arrived_on + timedelta(days=limits.lead_time_days)
    if case.answer_decided_at is not None:
        decided_on = local_date(case.answer_decided_at)
        return add_working_days(decided_on, limits.answer_workdays), Why.ANSWER_DECIDED
    if case.state != CaseState.IN_PROGRESS:
        return lead_time, Why.NOT_ASSESSED
    if case.information_wanted_until is not None:
        arrived = _information_arrived(facts, case)
        if arrived is not None:
            return arrived + timedelta(days=limits.lead_time_days), Why.INFORMATION_ARRIVED
        return case.information_wanted_until, Why.INFORMATION_WAITED_FOR
    if case.confirmed_at is None:
        return lead_time, Why.NOT_CONFIRMED
    return case.wait_until or lead_time, Why.ANSWER_PROMISED


def _information_arrived(facts: ReferralFacts, case: CaseFacts) -> date | None:
    """When the version that answers the latest request for information was sent."""
    asked = [
        reply
        for reply in facts.replies
        if reply.case_id == case.id and reply.kind == ReplyKind.MORE_INFO and reply.text.sent_at is not None
    ]
    if not asked:
        return None
    about = max(reply.about_version for reply in asked)
    sent = [
        local_date(version.text.sent_at)
        for version in facts.versions
        if version.number > about and version.text.sent_at is not None
    ]
    return max(sent) if sent else None


def _case_due(facts: ReferralFacts, case: CaseFacts, node: Node, due_on: date, why: Why) -> Due:
    assert case.arrived_on
    return Due(
        key=f"{node}:{case.id}",
        node=node,
        unit_id=case.unit_id,
        person_id=case.assessor_id,
        wants_person=True,
        due_on=due_on,
        since_on=case.arrived_on,
        why=why,
        other_unit_id=facts.referrer_unit_id,
        case_id=case.id,
    )


def _asked_of_receiver(facts: ReferralFacts, case: CaseFacts) -> Iterator[Due]:
    """The sender has asked for re-prioritisation or withdrawal; the receiver owes an answer."""
    for request in facts.requests:
        if request.answered_at is not None or request.case_id != case.id:
            continue
        asked_on = local_date(request.asked_at)
        yield Due(
            key=f"request:{request.id}",
            node=Node.ANSWER,
            unit_id=case.unit_id,
            person_id=case.assessor_id,
            wants_person=True,
            due_on=add_working_days(asked_on, facts.limits(case.unit_id).receiver_request_workdays),
            since_on=asked_on,
            why=(
                Why.WITHDRAWAL_ASKED if request.kind == RequestKind.WITHDRAW else Why.REPRIORITISATION_ASKED
            ),
            other_unit_id=facts.referrer_unit_id,
            case_id=case.id,
        )


def _forwarded(facts: ReferralFacts, case: CaseFacts) -> Iterator[Due]:
    """B.5: the forwarding unit keeps custody until the new unit has confirmed (or refused, or passed on)."""
    if facts.taken_over(case) or facts.state == ReferralState.CLOSED:
        return
    new = next((other for other in facts.cases if other.came_from_id == case.id), None)
    assert case.forward_watch_on and case.forwarded_at
    yield Due(
        key=f"forwarded:{case.id}",
        node=Node.WATCH,
        unit_id=case.unit_id,
        person_id=case.forwarded_by_id,
        wants_person=True,
        due_on=case.forward_watch_on,
        since_on=local_date(case.forwarded_at),
        why=Why.FORWARDED_NOT_CONFIRMED,
        other_unit_id=new.unit_id if new else None,
        case_id=case.id,
    )
