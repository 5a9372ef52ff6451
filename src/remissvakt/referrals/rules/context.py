"""What a rule may look at: the facts, who acts, and what the act is about. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from remissvakt.core.refusal import Refusal

from ..facts import (
    CaseFacts,
    DeliveryFacts,
    LetterFacts,
    QuestionFacts,
    ReferralFacts,
    ReplyFacts,
    VersionFacts,
)


class Acting(Protocol):
    """The part of an actor that rules read (`organisations.actors.Actor`)."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def unit_ids(self) -> frozenset[UUID]: ...
    @property
    def role(self) -> str: ...
    @property
    def stands_in(self) -> frozenset[tuple[UUID, str]]: ...


@dataclass(frozen=True, slots=True)
class Context:
    """One question to the rules: may `actor` do it to this referral, case, reply … now?"""

    facts: ReferralFacts
    actor: Acting
    case: CaseFacts | None = None
    reply: ReplyFacts | None = None
    delivery: DeliveryFacts | None = None
    question: QuestionFacts | None = None
    letter: LetterFacts | None = None

    @property
    def version(self) -> VersionFacts:
        return self.facts.latest

    def is_or_stands_in_for(self, person_id: UUID | None, node: str) -> bool:
        """Whether the actor is the person, or has been lent that node of the person's work (C.3)."""
        return person_id is not None and (
            self.actor.person_id == person_id or (person_id, node) in self.actor.stands_in
        )


Check = Callable[[Context], Refusal | None]
