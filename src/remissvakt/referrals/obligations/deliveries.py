"""What is queued must leave, and what failed is work at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from remissvakt.core.clock import local_date

from ..facts import DeliveryFacts, ReferralFacts
from ..states import DeliveryState, Node
from .due import Due, Why


def deliveries(facts: ReferralFacts) -> Iterator[Due]:
    """What is queued must be posted; what failed is work at once; "sent" is not "delivered"."""
    for delivery in facts.deliveries:
        due_on, since_on = delivery.due_on, local_date(delivery.queued_at)
        if delivery.state == DeliveryState.QUEUED:
            why = _why_queued(delivery)
        elif delivery.state == DeliveryState.FAILED and delivery.failed_at is not None:
            why, due_on = Why.DELIVERY_FAILED, local_date(delivery.failed_at)
        elif delivery.state == DeliveryState.SENT and delivery.sent_at is not None:
            why, due_on = Why.NO_RECEIPT, local_date(delivery.sent_at) + timedelta(days=1)
        else:
            continue
        nodes = (Node.SEND, Node.FAILED) if why == Why.DELIVERY_FAILED else (Node.SEND,)
        for node in nodes:
            yield Due(
                key=f"delivery:{node}:{delivery.id}",
                node=node,
                unit_id=delivery.from_unit_id,
                person_id=delivery.queued_by_id,
                wants_person=False,
                due_on=due_on,
                since_on=since_on,
                why=why,
                other_unit_id=delivery.to_unit_id,
                reply_id=delivery.reply_id,
                delivery_id=delivery.id,
                letter_id=delivery.letter_id,
            )


def _why_queued(delivery: DeliveryFacts) -> Why:
    if delivery.printed_at is not None:
        return Why.PRINTED_NOT_POSTED
    if delivery.letter_id is not None:
        return Why.POST_LETTER
    return Why.POST_REPLY if delivery.reply_id is not None else Why.POST_REFERRAL
