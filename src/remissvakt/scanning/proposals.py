"""Which referral may a paper without a code belong to? Proposals only: a person chooses, none is chosen beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor


@dataclass(frozen=True, slots=True)
class Proposal:
    """A referral that a paper may belong to, and the reasons for thinking so, strongest first.

    `whys` are: "code" (its short code stands in the text), "number" (the patient's number stands in the text),
    "name", "sender" (the paper's sender is where the referral is), "awaited" (its watch date has passed).
    """

    referral_id: UUID
    whys: tuple[str, ...]


def proposals(*, document: Document, actor: Actor, now: datetime, limit: int = 10) -> list[Proposal]:
    """Return open referrals of the document's unit that it may belong to, likeliest first.

    Belongs in the transaction of the page that shows them: every patient proposed is logged as read.
    """
    raise NotImplementedError


def why_label(why: str) -> str:
    """Return what a reason is called in front of people."""
    raise NotImplementedError
