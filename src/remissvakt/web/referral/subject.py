"""What an act is about: the open referral, and the case, reply, delivery or question that the address names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from remissvakt.core.clock import local_date
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import Case, Delivery, Question, Referral, ReferralVersion, Reply
from remissvakt.referrals.queries import OpenReferral, open_referral, open_to_act

# The names in addresses of what an act is about.
PARAMETERS = {
    "case": "arende", "reply": "svar", "delivery": "leverans", "question": "fraga", "letter": "brev",
}  # fmt: skip


@dataclass(slots=True)
class Subject:
    """One referral, opened by one person, and the part of it that an act is about."""

    opened: OpenReferral
    now: datetime
    case: Case | None = None
    reply: Reply | None = None
    delivery: Delivery | None = None
    question: Question | None = None

    @property
    def actor(self) -> Actor:
        return self.opened.actor

    @property
    def referral(self) -> Referral:
        return self.opened.referral

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def latest(self) -> ReferralVersion:
        return self.opened.loop.version

    @property
    def ids(self) -> dict[str, UUID | None]:
        """The arguments of `OpenReferral.may`."""
        return {
            "case_id": self.case.id if self.case else None,
            "reply_id": self.reply.id if self.reply else None,
            "delivery_id": self.delivery.id if self.delivery else None,
            "question_id": self.question.id if self.question else None,
        }

    def unit_name(self, unit_id: UUID | None) -> str:
        unit = self.opened.facts.units.get(unit_id) if unit_id else None
        return unit.name if unit else ""


def open_for(
    request: HttpRequest, referral_id: UUID, *, about: str = "referral", action: str = "read_referral"
) -> Subject:
    """Open the referral, which logs the read, and find what the address names; Http404 for what is not there.

    To managers and administrators no referral is shown; what they may do is done from the lists.
    """
    return _subject(request, referral_id, lambda **about: open_referral(**about, action=action), about=about)


def hold_for(request: HttpRequest, referral_id: UUID, *, about: str = "referral") -> Subject:
    """The same for an act, within `act_once`: the referral stays locked until the act is done."""
    return _subject(request, referral_id, open_to_act, about=about)


def _subject(
    request: HttpRequest, referral_id: UUID, read: Callable[..., OpenReferral], *, about: str
) -> Subject:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        opened = read(referral_id=referral_id, actor=actor, now=request.now)  # type: ignore[attr-defined]
    except NotFound as refusal:
        raise Http404 from refusal
    subject = Subject(opened=opened, now=request.now)  # type: ignore[attr-defined]
    if about == "referral":
        return subject
    named = parse_id(request.GET.get(PARAMETERS[about]) or request.POST.get(PARAMETERS[about]))
    row = _named(opened, about, named)
    if row is None:
        raise Http404
    setattr(subject, about, row)
    if isinstance(row, Reply):
        subject.case = opened.loop.case(row.case_id)
    return subject


def _named(opened: OpenReferral, about: str, named: UUID | None) -> Any:
    """The row that an address names, among those that the reader may see; without a name the only one."""
    of: dict[str, list[Any]] = {
        "case": [row for row in opened.loop.cases if row.id in opened.our_case_ids],
        "reply": opened.replies,
        "delivery": opened.deliveries,
        "question": opened.questions,
    }
    rows = of[about]
    if named is None:
        return rows[-1] if about == "case" and rows else None
    return next((row for row in rows if row.id == named), None)
