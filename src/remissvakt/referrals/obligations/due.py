"""What one obligation looks like, and the reasons for which there is one. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ..states import Node


class Why(StrEnum):
    """Why an item is in a list; the sentence that the user reads is made from it."""

    TRANSCRIBE_REFERRAL = "transcribe_referral"
    TRANSCRIBE_ANSWER = "transcribe_answer"
    TRANSCRIBE_CONFIRMATION = "transcribe_confirmation"
    TRANSCRIBE_LETTER = "transcribe_letter"
    FINISH_DICTATION = "finish_dictation"
    COMPLETE_REFERRAL = "complete_referral"
    COMPLETE_ANSWER = "complete_answer"
    COMPLETE_CONFIRMATION = "complete_confirmation"
    COMPLETE_LETTER = "complete_letter"
    SIGN_REFERRAL = "sign_referral"
    SIGN_ANSWER = "sign_answer"
    SIGN_CONFIRMATION = "sign_confirmation"
    SIGN_LETTER = "sign_letter"
    SEND_REFERRAL = "send_referral"
    SEND_ANSWER = "send_answer"
    SEND_CONFIRMATION = "send_confirmation"
    SEND_LETTER = "send_letter"
    POST_REFERRAL = "post_referral"
    POST_REPLY = "post_reply"
    POST_LETTER = "post_letter"
    PRINTED_NOT_POSTED = "printed_not_posted"
    DELIVERY_FAILED = "delivery_failed"
    NO_RECEIPT = "no_receipt"
    CONFIRMATION_AWAITED = "confirmation_awaited"
    ANSWER_AWAITED = "answer_awaited"
    REFUSED_NOTHING_DONE = "refused_nothing_done"
    INFORMATION_OWED = "information_owed"
    REPRIORITISATION_AWAITED = "reprioritisation_awaited"
    REPRIORITISATION_DENIED = "reprioritisation_denied"
    WITHDRAWAL_AWAITED = "withdrawal_awaited"
    WITHDRAWAL_DENIED = "withdrawal_denied"
    ANSWER_ARRIVED = "answer_arrived"
    WATCH_KEPT = "watch_kept"
    CONFIRMATION_UNREAD = "confirmation_unread"
    REFUSAL_UNREAD = "refusal_unread"
    INFORMATION_WANTED_UNREAD = "information_wanted_unread"
    ANSWER_UNREAD = "answer_unread"
    INSTEAD_MISSING = "instead_missing"
    INFORMATION_MISSING = "information_missing"
    NO_ASSESSOR = "no_assessor"
    NOT_ASSESSED = "not_assessed"
    NOT_CONFIRMED = "not_confirmed"
    ANSWER_PROMISED = "answer_promised"
    ANSWER_DECIDED = "answer_decided"
    INFORMATION_WAITED_FOR = "information_waited_for"
    INFORMATION_ARRIVED = "information_arrived"
    REPRIORITISATION_ASKED = "reprioritisation_asked"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    PATIENT_NOT_INFORMED = "patient_not_informed"
    FORWARDED_NOT_CONFIRMED = "forwarded_not_confirmed"
    QUESTION_UNANSWERED = "question_unanswered"
    QUESTION_ANSWER_UNREAD = "question_answer_unread"
    PAPER_UNLINKED = "paper_unlinked"
    PAPER_SECOND_PERSON = "paper_second_person"
    PAPER_OF_ANOTHER_UNIT = "paper_of_another_unit"
    PAPER_UNREADABLE = "paper_unreadable"
    PAPER_UNREGISTERED = "paper_unregistered"
    CERTIFICATE_UNHANDLED = "certificate_unhandled"


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation: where it is found, whose it is, by when, and why.

    `key` names it within its referral. `person_id` None means the unit; `wants_person` says that
    nobody's is not good enough, so that it also shows under Utan ansvarig.
    """

    key: str
    node: Node
    unit_id: UUID
    person_id: UUID | None
    wants_person: bool
    due_on: date
    since_on: date
    why: Why
    other_unit_id: UUID | None = None
    case_id: UUID | None = None
    reply_id: UUID | None = None
    delivery_id: UUID | None = None
    question_id: UUID | None = None
    letter_id: UUID | None = None
    document_id: UUID | None = None
    kind: str = ""  # the reply's kind, where the sentence needs it
