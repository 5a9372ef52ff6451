"""Every reply is read by a person; a refusal also asks what is done instead (A.3, A.7). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from remissvakt.core.workdays import add_working_days

from ..facts import ReferralFacts, ReplyFacts
from ..states import REFUSALS, Node, ReferralState, ReplyKind, VersionReason
from .due import Due, Why

_UNREAD = {
    ReplyKind.CONFIRMED: Why.CONFIRMATION_UNREAD,
    ReplyKind.FORWARDED: Why.CONFIRMATION_UNREAD,
    ReplyKind.MORE_INFO: Why.INFORMATION_WANTED_UNREAD,
    ReplyKind.REJECTED: Why.REFUSAL_UNREAD,
    ReplyKind.CANCELLED: Why.REFUSAL_UNREAD,
}


def replies_to_read(facts: ReferralFacts) -> Iterator[Due]:
    """A.3, A.7: every reply is acknowledged by a person; a refusal also asks what is done instead."""
    unit = facts.referrer_unit
    if unit is None or not unit.local:
        return
    for reply in facts.replies:
        if reply.arrived_on is None:
            continue
        if reply.acknowledged_at is None:
            yield _to_acknowledge(facts, reply)
        elif reply.kind in REFUSALS and reply.instead_at is None and facts.state == ReferralState.SENT:
            yield _about_reply(
                facts, reply, f"instead:{reply.id}", Node.ACKNOWLEDGE, Why.INSTEAD_MISSING, reply.arrived_on
            )
        if (
            facts.state == ReferralState.SENT
            and owes_information(facts, reply)
            and not any(
                version.number > reply.about_version and version.drafted for version in facts.versions
            )
        ):
            due = reply.information_wanted_until or reply.arrived_on
            yield _about_reply(
                facts, reply, f"information:{reply.id}", Node.COMPLETE, Why.INFORMATION_MISSING, due
            )


def _to_acknowledge(facts: ReferralFacts, reply: ReplyFacts) -> Due:
    """Confirmations are the watcher's to read (A.3); answers and refusals the referrer's (A.7, A.9)."""
    assert facts.referrer_unit_id and reply.arrived_on
    limits = facts.limits(facts.referrer_unit_id)
    watchers = reply.kind in (ReplyKind.CONFIRMED, ReplyKind.FORWARDED, ReplyKind.MORE_INFO)
    workdays = limits.acknowledge_confirmation_workdays if watchers else limits.acknowledge_answer_workdays
    return Due(
        key=f"acknowledge:{reply.id}",
        node=Node.ACKNOWLEDGE,
        unit_id=facts.referrer_unit_id,
        person_id=facts.watcher_id if watchers else (facts.referrer_id or facts.watcher_id),
        wants_person=True,
        due_on=add_working_days(reply.arrived_on, workdays),
        since_on=reply.arrived_on,
        why=_UNREAD.get(reply.kind, Why.ANSWER_UNREAD),
        other_unit_id=reply.from_unit_id,
        reply_id=reply.id,
        kind=reply.kind,
    )


def _about_reply(
    facts: ReferralFacts, reply: ReplyFacts, key: str, node: Node, why: Why, due_on: date
) -> Due:
    assert facts.referrer_unit_id and reply.arrived_on
    return Due(
        key=key,
        node=node,
        unit_id=facts.referrer_unit_id,
        person_id=facts.referrer_id if node == Node.COMPLETE else (facts.watcher_id or facts.referrer_id),
        wants_person=True,
        due_on=due_on,
        since_on=reply.arrived_on,
        why=why,
        other_unit_id=reply.from_unit_id,
        reply_id=reply.id,
        kind=reply.kind,
    )


def owes_information(facts: ReferralFacts, reply: ReplyFacts) -> bool:
    """The receiver wants to know more, and neither a new version nor another act has answered it.

    The version that a receiver forwards is the same content once more, and tells nobody anything.
    """
    return (
        reply.kind == ReplyKind.MORE_INFO
        and reply.arrived_on is not None
        and reply.instead_at is None
        and not any(
            version.number > reply.about_version
            and version.text.sent_at is not None
            and version.reason != VersionReason.FORWARDED
            for version in facts.versions
        )
    )
