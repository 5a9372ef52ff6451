"""A question waits for an answer, and the answer for its reader. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days

from ..facts import QuestionFacts, ReferralFacts
from ..states import Node
from .due import Due, Why


def questions(facts: ReferralFacts) -> Iterator[Due]:
    """A question waits for the one asked; its answer waits to be read by the one who asked."""
    for question in facts.questions:
        if question.closed_at is not None:
            continue
        if question.answered_at is None:
            yield _question_due(facts, question, question.asked_at, Why.QUESTION_UNANSWERED)
        else:
            yield _question_due(facts, question, question.answered_at, Why.QUESTION_ANSWER_UNREAD)


def _question_due(facts: ReferralFacts, question: QuestionFacts, since: datetime, why: Why) -> Due:
    asked = why == Why.QUESTION_UNANSWERED
    unit_id = question.to_unit_id if asked else question.from_unit_id
    since_on = local_date(since)
    return Due(
        key=f"question:{question.id}",
        node=Node.QUESTION,
        unit_id=unit_id,
        person_id=question.to_person_id if asked else question.from_person_id,
        wants_person=False,
        due_on=add_working_days(since_on, facts.limits(unit_id).question_workdays),
        since_on=since_on,
        why=why,
        other_unit_id=question.from_unit_id if asked else question.to_unit_id,
        question_id=question.id,
    )
