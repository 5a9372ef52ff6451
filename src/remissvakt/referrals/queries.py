"""Read a referral: only by its parties, and never without a trace in the access log."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from remissvakt.audit.access import log_read, log_with_answer
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.database.prepared import Prepared
from remissvakt.database.together import Together
from remissvakt.organisations.actors import Actor

from .change import hold, may_see, part_of, reply_taken_back
from .facts import ReferralFacts
from .loop import Loop, load_one
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


@dataclass(frozen=True)
class OpenReferral:
    """Everything that one party may see of a referral, read in a constant number of statements.

    What only a page shows is read when it is asked for: whoever acts has no need of it. The read is logged by then.
    """

    referral: Referral
    loop: Loop
    facts: ReferralFacts
    actor: Actor

    @property
    def events(self) -> list[Event]:
        return self._shown["events"]

    @property
    def contacts(self) -> list[Contact]:
        return self._shown["contacts"]

    @property
    def notices(self) -> list[PatientNotice]:
        return self._shown["notices"]

    @property
    def messages(self) -> list[QuestionMessage]:
        return self._shown["messages"]

    @property
    def work(self) -> list[WorkItem]:
        return self._shown["work"]

    @cached_property
    def _shown(self) -> dict[str, list[Any]]:
        unit_id = self.actor.plain_unit_id
        if unit_id is not None:
            found = _SHOWN(referral_id=self.referral.id, unit_id=unit_id)
        else:
            rows = shown_of(referral_id=self.referral.id, unit_ids=self.actor.unit_ids)
            found = {name: list(some) for name, some in rows.items()}
        return {name: sorted(some, key=_ORDER.get(name, _BY_ID)) for name, some in found.items()}

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


def shown_of(*, referral_id: UUID, unit_ids: Collection[UUID]) -> dict[str, QuerySet[Any]]:
    """What a page shows beside the referral itself, as those at these units may see it."""
    ours = Q(unit_id__in=unit_ids)
    asked = Q(question__from_unit_id__in=unit_ids) | Q(question__to_unit_id__in=unit_ids)
    notices = PatientNotice.objects.filter(case__referral_id=referral_id, case__unit_id__in=unit_ids)
    messages = QuestionMessage.objects.filter(asked, question__referral_id=referral_id)
    return {
        "events": Event.objects.filter(Q(side="all") | ours, referral_id=referral_id).select_related("unit"),
        "contacts": Contact.objects.filter(ours, referral_id=referral_id).select_related("made_by"),
        "notices": notices.select_related("told_by"),
        "messages": messages.select_related("person", "unit"),
        "work": WorkItem.objects.filter(ours, referral_id=referral_id).select_related("person", "other_unit"),
    }


_SHOWN = Together(
    lambda *, referral_id, unit_id: {
        name: rows.order_by() for name, rows in shown_of(referral_id=referral_id, unit_ids=[unit_id]).items()
    }
)
_BY_ID = attrgetter("id")
_ORDER: dict[str, Callable[[Any], Any]] = {
    "events": attrgetter("sequence"),
    "work": attrgetter("due_on", "id"),
}


def open_to_act(
    *, referral_id: UUID, actor: Actor, now: datetime, action: str = "read_referral"
) -> OpenReferral:
    """Lock one referral for the action that follows in the same request's transaction; log the read with the answer.

    Raises NotFound as `open_referral` does.
    """
    if actor.role not in CARE:
        raise NotFound
    loop = hold(referral_id=referral_id, actor=actor)
    referral = loop.referral
    log_with_answer(
        actor=actor, patient_id=referral.patient_id, referral_id=referral.id, action=action, now=now
    )
    return OpenReferral(referral=referral, loop=loop, facts=loop.facts(), actor=actor)


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
        unit_id = actor.plain_unit_id
        if unit_id is not None:
            found = _REFERRAL(referral_id=referral_id, unit_id=unit_id)
        else:
            found = _whole(seen=may_see(actor), referral_id=referral_id)
        referral = next(iter(found), None)
        if referral is None:
            raise NotFound
        log_read(actor=actor, patient_id=referral.patient_id, referral_id=referral.id, action=action, now=now)
        loop = load_one(referral)
        return OpenReferral(referral=referral, loop=loop, facts=loop.facts(), actor=actor)


def _whole(*, seen: Exists, referral_id: UUID) -> QuerySet[Referral]:
    people = ("referrer", "watcher", "decided_by", "signed_by", "sent_by", "closed_by", "voided_by")
    rows = Referral.objects.select_related("patient", "referrer_unit", "to_unit", *people)
    return rows.filter(seen, id=referral_id)


_REFERRAL = Prepared(lambda *, referral_id, unit_id: _whole(seen=part_of([unit_id]), referral_id=referral_id))
