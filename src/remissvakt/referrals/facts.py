"""What is known about one referral, as the rules and the obligations read it. Pure.

The dataclasses carry the columns of the models by the same names, so that a row is turned into
its facts by name (`read`), and no rule can reach the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

from .states import (
    ANSWERS,
    OPEN_CASE_STATES,
    CaseState,
    DeliveryState,
    LetterKind,
    ReferralState,
    ReplyKind,
    RequestKind,
    Source,
)


class _Read:
    """Reads a dataclass from any row that has attributes of the same names."""

    __slots__ = ()

    @classmethod
    def read(cls, row: Any, **more: Any) -> Self:
        names, values = _reader(cls, tuple(more))  # type: ignore[arg-type]
        return cls(**dict(zip(names, values(row), strict=True)), **more)


@cache
def _reader(cls: type[Any], without: tuple[str, ...]) -> tuple[list[str], Callable[[Any], Any]]:
    """The names that are read, and what reads them all from a row; a rule is asked more than once in an act."""
    names = [field.name for field in fields(cls) if field.name not in without]
    return names, attrgetter(*names)


@dataclass(frozen=True, slots=True)
class Limits(_Read):
    """A unit's deadlines: `_days` are calendar days, `_workdays` Swedish working days."""

    send_workdays: int = 3
    confirmation_days: int = 14
    reprioritisation_days: int = 14
    chase_days: int = 14
    acknowledge_confirmation_workdays: int = 3
    acknowledge_answer_workdays: int = 3
    withdrawal_days: int = 14
    arrival_workdays: int = 0
    lead_time_days: int = 14
    answer_workdays: int = 3
    inform_patient_workdays: int = 3
    information_days: int = 14
    forwarded_days: int = 14
    receiver_request_workdays: int = 3
    question_workdays: int = 2
    unlinked_workdays: int = 0
    acknowledge_rule: str = "doctor"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit that is part of the referral."""

    id: UUID
    name: str
    provider_id: UUID
    local: bool
    active: bool
    channels: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class TextFacts(_Read):
    """A text's way from speech to sent: of a referral version, a reply or a letter."""

    dictated: bool
    spoken: bool  # the speech is finished: there is something to type
    transcribed_at: datetime | None
    unclear: bool  # a place in the speech is marked as unclear, and not settled
    machine_unread: bool  # it began as speech recognition's, and no person has read it through
    completed_at: datetime | None
    signed_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionFacts(_Read):
    id: UUID
    number: int
    reason: str  # a VersionReason
    author_id: UUID | None
    due_on: date | None
    voided_at: datetime | None
    question: str
    created_at: datetime
    text: TextFacts

    @property
    def drafted(self) -> bool:
        """Begun, and neither sent nor given up."""
        return self.text.sent_at is None and self.voided_at is None


@dataclass(frozen=True, slots=True)
class CaseFacts(_Read):
    id: UUID
    unit_id: UUID
    state: CaseState
    version: int
    arrived_on: date | None
    assessor_id: UUID | None
    assessed_at: datetime | None
    confirmed_at: datetime | None
    wait_until: date | None
    information_wanted_until: date | None
    answer_decided_at: datetime | None
    came_from_id: UUID | None
    forwarded_at: datetime | None
    forwarded_by_id: UUID | None
    forward_watch_on: date | None

    @property
    def open(self) -> bool:
        return self.state in OPEN_CASE_STATES


@dataclass(frozen=True, slots=True)
class ReplyFacts(_Read):
    id: UUID
    case_id: UUID
    kind: ReplyKind
    about_version: int
    from_unit_id: UUID
    author_id: UUID | None
    decided_at: datetime | None
    voided_at: datetime | None
    arrived_on: date | None
    wait_until: date | None
    information_wanted_until: date | None
    acknowledged_at: datetime | None
    instead_at: datetime | None
    told_needed: bool
    patient_notice_id: UUID | None
    text: TextFacts

    @property
    def is_answer(self) -> bool:
        return self.kind in ANSWERS

    @property
    def drafted(self) -> bool:
        """Decided, and neither sent nor given up."""
        return self.text.sent_at is None and self.voided_at is None


@dataclass(frozen=True, slots=True)
class LetterFacts(_Read):
    id: UUID
    kind: LetterKind
    case_id: UUID | None
    from_unit_id: UUID
    to_unit_id: UUID | None
    author_id: UUID
    decided_at: datetime
    voided_at: datetime | None
    text: TextFacts

    @property
    def drafted(self) -> bool:
        """Begun, and neither sent nor given up."""
        return self.text.sent_at is None and self.voided_at is None


@dataclass(frozen=True, slots=True)
class RequestFacts(_Read):
    id: UUID
    case_id: UUID
    kind: RequestKind
    asked_at: datetime
    answered_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class QuestionFacts(_Read):
    id: UUID
    from_unit_id: UUID
    from_person_id: UUID
    to_unit_id: UUID
    to_person_id: UUID | None
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryFacts(_Read):
    id: UUID
    from_unit_id: UUID
    to_unit_id: UUID | None
    reply_id: UUID | None
    letter_id: UUID | None
    channel: str
    state: DeliveryState
    queued_at: datetime
    queued_by_id: UUID
    due_on: date
    printed_at: datetime | None
    sent_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentFacts(_Read):
    """A paper that is linked to the referral."""

    id: UUID
    unit_id: UUID
    kind: str
    arrived_on: date
    linked_by_id: UUID | None
    reply_id: UUID | None
    set_aside_reason: str

    @property
    def unregistered(self) -> bool:
        """May be a reply, and nobody has registered it as one, nor said that it is none.

        What its own code linked is looked at by a person whatever its code says: a referral that comes back in
        the post is a refusal.
        """
        if self.reply_id is not None or self.set_aside_reason:
            return False
        return self.linked_by_id is None or self.kind in ("", "confirmation", "answer")


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """Everything about one referral that a rule or an obligation may ask."""

    id: UUID
    state: ReferralState
    source: Source
    version: int
    patient_id: UUID
    referrer_unit_id: UUID | None
    referrer_id: UUID | None
    to_unit_id: UUID | None
    priority_rank: int
    priority_label: str
    decided_at: datetime | None
    sent_at: datetime | None
    watched: bool
    watcher_id: UUID | None
    watch_on: date | None
    units: Mapping[UUID, UnitFacts]
    versions: tuple[VersionFacts, ...] = ()
    cases: tuple[CaseFacts, ...] = ()
    replies: tuple[ReplyFacts, ...] = ()
    requests: tuple[RequestFacts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    deliveries: tuple[DeliveryFacts, ...] = ()
    letters: tuple[LetterFacts, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()

    @property
    def referrer_unit(self) -> UnitFacts | None:
        return self.units.get(self.referrer_unit_id) if self.referrer_unit_id else None

    @property
    def latest(self) -> VersionFacts:
        return max(self.versions, key=lambda version: version.number)

    @property
    def open_case(self) -> CaseFacts | None:
        return next((case for case in self.cases if case.open), None)

    @property
    def current_case(self) -> CaseFacts | None:
        """The case where the referral is now: the open one, else the one that no forwarding followed.

        A unit that had it by mistake (`undo_link`) is followed by none either: it comes last, as none forwarded to it.
        """
        if self.open_case is not None:
            return self.open_case
        followed = {case.came_from_id for case in self.cases}
        ends = [case for case in self.cases if case.id not in followed]
        return next((case for case in ends if case.came_from_id is not None), ends[0] if ends else None)

    def taken_over(self, case: CaseFacts) -> bool:
        """B.5: whether the unit forwarded to has confirmed, answered, refused, or passed it on in its turn."""
        new = next((other for other in self.cases if other.came_from_id == case.id), None)
        return new is not None and (new.confirmed_at is not None or not new.open)

    def case(self, case_id: UUID) -> CaseFacts | None:
        return next((case for case in self.cases if case.id == case_id), None)

    def reply(self, reply_id: UUID) -> ReplyFacts | None:
        return next((reply for reply in self.replies if reply.id == reply_id), None)

    def letter(self, letter_id: UUID) -> LetterFacts | None:
        return next((letter for letter in self.letters if letter.id == letter_id), None)

    def open_request(self, kind: RequestKind) -> RequestFacts | None:
        return next((r for r in self.requests if r.kind == kind and r.answered_at is None), None)

    def limits(self, unit_id: UUID | None) -> Limits:
        unit = self.units.get(unit_id) if unit_id else None
        return unit.limits if unit else Limits()
