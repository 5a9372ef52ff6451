"""Ask, answer and close questions about a referral, between units and colleagues (Fråga/Svar)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Question, QuestionMessage
from ..rules import Action
from .people import care_person
from .texts import wanted, wanted_line


def ask(
    *,
    referral_id: UUID,
    question_id: UUID,
    from_unit_id: UUID,
    to_unit_id: UUID,
    to_person_id: UUID | None,
    subject: str,
    text: str,
    actor: Actor,
    now: datetime,
) -> Question:
    """Ask a unit that is part of the referral, or a colleague there; it is their work until answered."""
    with change(action=Action.ASK, referral_id=referral_id, version=None, actor=actor, now=now) as doing:
        parties = {doing.referral.referrer_unit_id, *(case.unit_id for case in doing.loop.cases)}
        if from_unit_id not in actor.unit_ids or from_unit_id not in parties:
            raise Refusal("not_a_party", _("Din enhet är inte part i remissen."))
        if to_unit_id not in parties or not doing.loop.units[to_unit_id].local:
            raise Refusal(
                "question_to_outsider",
                _("Frågor går till enheter här som är parter i remissen."),
                field="to_unit",
            )
        if to_person_id is not None:
            care_person(person_id=to_person_id, unit_id=to_unit_id, today=doing.today, field="to_person")
        if to_person_id == actor.person_id:
            raise Refusal("question_to_self", _("Välj någon annan än dig själv."), field="to_person")
        question = doing.loop.add(
            Question(
                id=question_id,
                referral=doing.referral,
                subject=wanted_line(subject, field="subject"),
                from_unit_id=from_unit_id,
                from_person_id=actor.person_id,
                to_unit_id=to_unit_id,
                to_person_id=to_person_id,
                asked_at=now,
            )
        )
        _say(doing, question, unit_id=from_unit_id, text=text)
        doing.loop.event("asked", side=_side(question), question=question_id, subject=question.subject)
    return question


def answer_question(*, question_id: UUID, text: str, actor: Actor, now: datetime) -> Question:
    """Answer; now it is for the one who asked to read it and close, or to ask again."""
    with change(
        action=Action.ANSWER_QUESTION, question_id=question_id, version=None, actor=actor, now=now
    ) as doing:
        question = doing.question
        assert question is not None
        _say(doing, question, unit_id=question.to_unit_id, text=text)
        doing.loop.set(question, answered_at=now, answered_by_id=actor.person_id)
        doing.loop.event(
            "question_answered", side=_side(question), question=question_id, subject=question.subject
        )
    return question


def ask_again(*, question_id: UUID, text: str, actor: Actor, now: datetime) -> Question:
    """The answer was not enough: another word in the same thread; it waits for the one asked again."""
    with change(
        action=Action.CLOSE_QUESTION, question_id=question_id, version=None, actor=actor, now=now
    ) as doing:
        question = doing.question
        assert question is not None
        if question.answered_at is None:
            raise Refusal("question_unanswered", _("Frågan är inte besvarad än."))
        _say(doing, question, unit_id=question.from_unit_id, text=text)
        doing.loop.set(question, asked_at=now, answered_at=None, answered_by_id=None)
        doing.loop.event("asked", side=_side(question), question=question_id, subject=question.subject)
    return question


def close_question(*, question_id: UUID, actor: Actor, now: datetime) -> Question:
    """The one who asked has read the answer, or needs none any longer."""
    with change(
        action=Action.CLOSE_QUESTION, question_id=question_id, version=None, actor=actor, now=now
    ) as doing:
        question = doing.question
        assert question is not None
        doing.loop.set(question, closed_at=now, closed_by_id=actor.person_id)
        doing.loop.event(
            "question_closed", side=_side(question), question=question_id, subject=question.subject
        )
    return question


def _say(doing: Changing, question: Question, *, unit_id: UUID, text: str) -> None:
    doing.loop.add(
        QuestionMessage(
            id=new_id(now=doing.now),
            question=question,
            unit_id=unit_id,
            person_id=doing.actor.person_id,
            written_at=doing.now,
            text=wanted(text, field="text", max_length=4000),
        )
    )


def _side(question: Question) -> str:
    """Colleagues' questions stay at their unit; questions between units are both units' to see."""
    return "own" if question.from_unit_id == question.to_unit_id else "all"
