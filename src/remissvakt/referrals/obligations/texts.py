"""Decided texts: typed, completed, signed and sent within the limit (A.1, B.3). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days

from ..facts import ReferralFacts, TextFacts
from ..states import ANSWERS, Node
from .due import Due, Why

_Whys = tuple[Why, Why, Why, Why]
_REFERRAL: _Whys = (Why.TRANSCRIBE_REFERRAL, Why.COMPLETE_REFERRAL, Why.SIGN_REFERRAL, Why.SEND_REFERRAL)
_ANSWER: _Whys = (Why.TRANSCRIBE_ANSWER, Why.COMPLETE_ANSWER, Why.SIGN_ANSWER, Why.SEND_ANSWER)
_CONFIRMATION: _Whys = (
    Why.TRANSCRIBE_CONFIRMATION,
    Why.COMPLETE_CONFIRMATION,
    Why.SIGN_CONFIRMATION,
    Why.SEND_CONFIRMATION,
)
_LETTER: _Whys = (Why.TRANSCRIBE_LETTER, Why.COMPLETE_LETTER, Why.SIGN_LETTER, Why.SEND_LETTER)


def texts_of_versions(facts: ReferralFacts) -> Iterator[Due]:
    """A.1: decided, so it must be typed, completed, signed and sent within the limit."""
    unit = facts.referrer_unit
    if unit is None or not unit.local:
        return
    for version in facts.versions:
        if not version.drafted:
            continue
        since = local_date(version.created_at)
        if version.number == 1 and facts.decided_at is not None:
            since = local_date(facts.decided_at)
        due = version.due_on or add_working_days(since, unit.limits.send_workdays)
        yield _text_step(
            key=f"v{version.number}",
            text=version.text,
            unit_id=unit.id,
            author_id=version.author_id,
            signer_id=facts.referrer_id,
            due_on=due,
            since_on=since,
            whys=_REFERRAL,
            other_unit_id=facts.to_unit_id,
        )


def _text_step(
    *,
    key: str,
    text: TextFacts,
    unit_id: UUID,
    author_id: UUID | None,
    signer_id: UUID | None,
    due_on: date,
    since_on: date,
    whys: _Whys,
    other_unit_id: UUID | None,
    case_id: UUID | None = None,
    reply_id: UUID | None = None,
    letter_id: UUID | None = None,
) -> Due:
    """The next step of a text that is not sent: finish speaking, type, complete, sign or send."""
    if text.dictated and not text.spoken and text.transcribed_at is None:
        step = (f"speak:{key}", Node.COMPLETE, author_id, True, Why.FINISH_DICTATION)
    elif text.dictated and text.transcribed_at is None:
        step = (f"transcribe:{key}", Node.TRANSCRIBE, None, False, whys[0])
    elif text.completed_at is None:
        step = (f"complete:{key}", Node.COMPLETE, author_id, True, whys[1])
    elif text.signed_at is None:
        step = (f"sign:{key}", Node.SIGN, signer_id, True, whys[2])
    else:
        step = (f"send:{key}", Node.SEND, author_id or signer_id, True, whys[3])
    name, node, person_id, wants_person, why = step
    return Due(
        key=name,
        node=node,
        unit_id=unit_id,
        person_id=person_id,
        wants_person=wants_person,
        due_on=due_on,
        since_on=since_on,
        why=why,
        other_unit_id=other_unit_id,
        case_id=case_id,
        reply_id=reply_id,
        letter_id=letter_id,
    )


def texts_of_replies(facts: ReferralFacts) -> Iterator[Due]:
    """B.2, B.3: a reply that is decided must be typed, completed, signed and sent within the limit."""
    for reply in facts.replies:
        if not reply.drafted or reply.decided_at is None:
            continue
        case = facts.case(reply.case_id)
        assert case is not None
        decided_on = local_date(reply.decided_at)
        yield _text_step(
            key=str(reply.id),
            text=reply.text,
            unit_id=reply.from_unit_id,
            author_id=reply.author_id,
            signer_id=case.assessor_id,
            due_on=add_working_days(decided_on, facts.limits(reply.from_unit_id).answer_workdays),
            since_on=decided_on,
            whys=_ANSWER if reply.kind in ANSWERS else _CONFIRMATION,
            other_unit_id=facts.referrer_unit_id,
            case_id=case.id,
            reply_id=reply.id,
        )


def texts_of_letters(facts: ReferralFacts) -> Iterator[Due]:
    """A letter that is begun: to a receiver within the limit for sending, to the patient within that for informing."""
    for letter in facts.letters:
        if not letter.drafted:
            continue
        limits = facts.limits(letter.from_unit_id)
        days = limits.inform_patient_workdays if letter.to_unit_id is None else limits.send_workdays
        decided_on = local_date(letter.decided_at)
        yield _text_step(
            key=str(letter.id),
            text=letter.text,
            unit_id=letter.from_unit_id,
            author_id=letter.author_id,
            signer_id=letter.author_id,
            due_on=add_working_days(decided_on, days),
            since_on=decided_on,
            whys=_LETTER,
            other_unit_id=letter.to_unit_id,
            case_id=letter.case_id,
            letter_id=letter.id,
        )
