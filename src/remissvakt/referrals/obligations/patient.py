"""The patient is told of what concerns them; its lack is work (B.2, B.3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days

from ..facts import ReferralFacts, ReplyFacts
from ..states import Node
from .due import Due, Why


def patient_to_inform(facts: ReferralFacts) -> Iterator[Due]:
    """B.2, B.3: the patient is told of every reply that concerns them; its lack is work."""
    waiting: dict[UUID, ReplyFacts] = {}
    for reply in facts.replies:
        if reply.told_needed and reply.text.sent_at is not None and reply.patient_notice_id is None:
            former = waiting.get(reply.case_id)
            # By id where two were sent at the same instant, so that every recount finds the same one.
            if former is None or (reply.text.sent_at, reply.id) < (former.text.sent_at, former.id):
                waiting[reply.case_id] = reply
    for case_id, reply in waiting.items():
        assert reply.text.sent_at
        sent_on = local_date(reply.text.sent_at)
        yield Due(
            key=f"inform:{case_id}",
            node=Node.INFORM,
            unit_id=reply.from_unit_id,
            person_id=None,
            wants_person=False,
            due_on=add_working_days(sent_on, facts.limits(reply.from_unit_id).inform_patient_workdays),
            since_on=sent_on,
            why=Why.PATIENT_NOT_INFORMED,
            other_unit_id=facts.referrer_unit_id,
            case_id=case_id,
            reply_id=reply.id,
            kind=reply.kind,
        )
