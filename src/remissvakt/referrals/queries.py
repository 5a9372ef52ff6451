"""Read a referral: only by its parties, and never without a trace in the access log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from remissvakt.audit.access import log_read
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actors import Actor

from .change import may_see, reply_taken_back
from .facts import ReferralFacts
from .loop import Loop, load
from .models import (
    Contact,
    Delivery,
    Event,
    Letter,
    PatientNotice,
    Question,
    QuestionMessage,
    Referral,
    Reply,
    WorkItem,
)
from .rules import Action, Context, refusals
from .rules.who import CARE


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """Everything that one party may see of a referral, read in a constant number of statements."""

    referral: Referral
    loop: Loop
    facts: ReferralFacts
    actor: Actor
    events: list[Event]
    contacts: list[Contact]
    notices: list[PatientNotice]
    messages: list[QuestionMessage]
    work: list[WorkItem]

    @property
    def at_sender(self) -> bool:
        return self.referral.referrer_unit_id in self.actor.unit_ids

    @property
    def our_case_ids(self) -> frozenset[UUID]:
        return frozenset(case.id for case in self.loop.cases if case.unit_id in self.actor.unit_ids)

    @property
    def replies(self) -> list[Reply]:
        """Replies that have been sent, and one's own unit's drafts."""
        return [
            reply
            for reply in self.loop.replies
            if reply.sent_at is not None or reply.from_unit_id in self.actor.unit_ids
        ]

    @property
    def deliveries(self) -> list[Delivery]:
        """What one's own unit has sent."""
        return [row for row in self.loop.deliveries if row.from_unit_id in self.actor.unit_ids]

    @property
    def letters(self) -> list[Letter]:
        """What one's own unit has written."""
        return [row for row in self.loop.letters if row.from_unit_id in self.actor.unit_ids]

    @property
    def questions(self) -> list[Question]:
        """Threads that one's own unit is in."""
        return [
            row
            for row in self.loop.questions
            if row.from_unit_id in self.actor.unit_ids or row.to_unit_id in self.actor.unit_ids
        ]

    def may(
        self,
        action: Action,
        *,
        case_id: UUID | None = None,
        reply_id: UUID | None = None,
        delivery_id: UUID | None = None,
        question_id: UUID | None = None,
        letter_id: UUID | None = None,
    ) -> tuple[Refusal, ...]:
        """The refusals of one action on one thing; empty when it may be done."""
        reply = self.facts.reply(reply_id) if reply_id else None
        if reply_id is not None and reply is None:
            return (reply_taken_back(),)
        if case_id is None and reply is not None:
            case_id = reply.case_id
        return refusals(
            action,
            Context(
                facts=self.facts,
                actor=self.actor,
                case=self.facts.case(case_id) if case_id else None,
                reply=reply,
                delivery=next((d for d in self.facts.deliveries if d.id == delivery_id), None),
                question=next((q for q in self.facts.questions if q.id == question_id), None),
                letter=self.facts.letter(letter_id) if letter_id else None,
            ),
        )


def open_referral(
    *, referral_id: UUID, actor: Actor, now: datetime, action: str = "read_referral"
) -> OpenReferral:
    """Read one referral as the actor may see it, and log the read in the same transaction.

    Managers and administrators lead or serve the work without being part of the care: for them no
    referral is to be read (Patient Data Act, inner secrecy). Raises NotFound for what does not exist and
    for what one may not see alike.
    """
    if actor.role not in CARE:
        raise NotFound
    with transaction.atomic():
        referral = (
            Referral.objects.select_related(
                "patient",
                "referrer_unit",
                "to_unit",
                "referrer",
                "watcher",
                "decided_by",
                "signed_by",
                "sent_by",
                "closed_by",
                "voided_by",
            )
            .filter(may_see(actor), id=referral_id)
            .first()
        )
        if referral is None:
            raise NotFound
        log_read(actor=actor, patient_id=referral.patient_id, referral_id=referral.id, action=action, now=now)
        loop = load([referral])[referral.id]
        ours = Q(unit_id__in=actor.unit_ids)
        return OpenReferral(
            referral=referral,
            loop=loop,
            facts=loop.facts(),
            actor=actor,
            events=list(
                Event.objects.filter(Q(side="all") | ours, referral=referral)
                .select_related("unit")
                .order_by("sequence")
            ),
            contacts=list(
                Contact.objects.filter(ours, referral=referral).select_related("made_by").order_by("id")
            ),
            notices=list(
                PatientNotice.objects.filter(case__referral=referral, case__unit_id__in=actor.unit_ids)
                .select_related("told_by")
                .order_by("id")
            ),
            messages=list(
                QuestionMessage.objects.filter(
                    Q(question__from_unit_id__in=actor.unit_ids) | Q(question__to_unit_id__in=actor.unit_ids),
                    question__referral=referral,
                )
                .select_related("person", "unit")
                .order_by("id")
            ),
            work=list(
                WorkItem.objects.filter(ours, referral=referral)
                .select_related("person", "other_unit")
                .order_by("due_on", "id")
            ),
        )
