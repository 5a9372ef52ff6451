"""How every write is made: lock, check, change, record — in one transaction.

`change` is for acts on a referral that exists, `begin` for those that create one. Both end by
writing rows, events and work items together; a refusal anywhere leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.codes import new_code
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.organisations.actors import Actor
from remissvakt.patients.models import Patient

from .event_texts import event_title
from .limits_lock import share_limits
from .loop import Loop, load
from .models import Case, Delivery, Event, Letter, Participant, Question, Referral, Reply
from .record import chained_events, record_work
from .rules import Action, Context, refusals


@dataclass(slots=True)
class Changing:
    """An action under way: the loop, what the act is about, who acts and when."""

    loop: Loop
    actor: Actor
    now: datetime
    case: Case | None = None
    reply: Reply | None = None
    delivery: Delivery | None = None
    question: Question | None = None
    letter: Letter | None = None

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def referral(self) -> Referral:
        return self.loop.referral

    def require(self, action: Action) -> None:
        """Raise why the action may not be done, if so; all reasons at once."""
        if self.reply is not None and self.reply.taken_back:
            raise reply_taken_back()
        facts = self.loop.facts()
        found = refusals(
            action,
            Context(
                facts=facts,
                actor=self.actor,
                case=facts.case(self.case.id) if self.case else None,
                reply=facts.reply(self.reply.id) if self.reply else None,
                delivery=next(
                    (d for d in facts.deliveries if self.delivery and d.id == self.delivery.id), None
                ),
                question=next(
                    (q for q in facts.questions if self.question and q.id == self.question.id), None
                ),
                letter=facts.letter(self.letter.id) if self.letter else None,
            ),
        )
        if found:
            raise found[0] if len(found) == 1 else Refusals(found)


def reply_taken_back() -> Refusal:
    """What is said to all that is done with a reply that was registered from another patient's paper."""
    return Refusal("reply_taken_back", _("Svaret var felkopplat och är återtaget. Läs det nya läget."))


@contextmanager
def change(
    *,
    action: Action,
    actor: Actor,
    now: datetime,
    version: int | None,
    referral_id: UUID | None = None,
    case_id: UUID | None = None,
    reply_id: UUID | None = None,
    delivery_id: UUID | None = None,
    question_id: UUID | None = None,
    letter_id: UUID | None = None,
) -> Iterator[Changing]:
    """Lock one referral, check visibility, version and rules, and let the caller change it.

    `version` is what the person saw: the case's where a case is named, otherwise the referral's;
    None where the action compares a draft's own version instead. Raises NotFound, Stale, Refusal.
    """
    doing: Changing | None = None
    try:
        with transaction.atomic(durable=True):
            doing = _locked(
                actor=actor,
                now=now,
                version=version,
                referral_id=referral_id,
                case_id=case_id,
                reply_id=reply_id,
                delivery_id=delivery_id,
                question_id=question_id,
                letter_id=letter_id,
            )
            doing.require(action)
            yield doing
            write(doing)
    except IntegrityError as error:
        if doing is not None:
            _refuse_twice(doing.loop.added, error)
        raise


def _locked(
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    referral_id: UUID | None,
    case_id: UUID | None,
    reply_id: UUID | None,
    delivery_id: UUID | None,
    question_id: UUID | None,
    letter_id: UUID | None,
) -> Changing:
    """The locked referral with what the act is about; NotFound, or Stale when the version has moved on."""
    share_limits()
    lookup = {
        "id": referral_id,
        "cases__id": case_id,
        "replies__id": reply_id,
        "deliveries__id": delivery_id,
        "questions__id": question_id,
        "letters__id": letter_id,
    }
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .filter(may_see(actor), **{name: value for name, value in lookup.items() if value is not None})
        .first()
    )
    if referral is None:
        raise NotFound
    loop = load([referral])[referral.id]
    doing = Changing(loop=loop, actor=actor, now=now)
    doing.case = next((row for row in loop.cases if row.id == case_id), None)
    doing.reply = next((row for row in loop.replies if row.id == reply_id), None)
    doing.delivery = next((row for row in loop.deliveries if row.id == delivery_id), None)
    doing.question = next((row for row in loop.questions if row.id == question_id), None)
    doing.letter = next((row for row in loop.letters if row.id == letter_id), None)
    _hide_others(doing)
    if doing.reply is not None and doing.case is None:
        doing.case = loop.case(doing.reply.case_id)
    if version is not None:
        seen = doing.case if case_id is not None and doing.case is not None else referral
        if seen.version != version:
            raise _stale(referral=referral, actor=actor)
    return doing


def _hide_others(doing: Changing) -> None:
    """Another unit's draft, letter or conversation does not exist, even to those who share the referral."""
    reply, delivery, question, units = doing.reply, doing.delivery, doing.question, doing.actor.unit_ids
    if doing.letter is not None and doing.letter.from_unit_id not in units:
        raise NotFound
    if reply is not None and reply.sent_at is None and reply.from_unit_id not in units:
        raise NotFound
    if delivery is not None and delivery.from_unit_id not in units:
        raise NotFound
    if question is not None and not {question.from_unit_id, question.to_unit_id} & units:
        raise NotFound


@contextmanager
def begin(*, referral: Referral, actor: Actor, now: datetime) -> Iterator[Changing]:
    """Let the caller build a new referral around `referral` and write it whole.

    The id comes from the door (drawn when the form was shown), so that a form sent twice is
    recognised: Refusal("already_registered").
    """
    with registered_once(referral), transaction.atomic(durable=True):
        share_limits()
        if not Patient.objects.filter(id=referral.patient_id).exists():
            raise NotFound
        while Referral.objects.filter(code=referral.code).exists():
            referral.code = new_code(now=now)
        doing = Changing(loop=Loop(referral=referral, is_new=True), actor=actor, now=now)
        yield doing
        write(doing)


@contextmanager
def registered_once(*rows: models.Model) -> Iterator[None]:
    """Turn the database's refusal of a second row with the same id into one for people.

    The ids come from the door, drawn when a form was shown: a form sent twice brings them twice.
    """
    try:
        yield
    except IntegrityError as error:
        _refuse_twice(rows, error)
        raise


def _refuse_twice(rows: Iterable[models.Model], error: IntegrityError) -> None:
    if any(type(row)._default_manager.filter(pk=row.pk).exists() for row in rows):
        raise Refusal(
            "already_registered", _("Det här är redan registrerat: formuläret skickades två gånger.")
        ) from error


def may_see(actor: Actor) -> Exists:
    """Only units that are or were part of the referral, and pools serving them."""
    return Exists(Participant.objects.filter(referral_id=OuterRef("pk"), unit_id__in=actor.unit_ids))


def _stale(*, referral: Referral, actor: Actor) -> Stale:
    last = (
        Event.objects.filter(referral=referral)
        .filter(models.Q(side="all") | models.Q(unit_id__in=actor.unit_ids))
        .order_by("-sequence")
        .first()
    )
    if last is None:
        return Stale()
    if last.person_id == actor.person_id:
        return Stale(
            "done_already",
            _("Det är redan gjort, %(when)s: %(what)s. Läs det nya läget."),
            what=event_title(last.kind),
            when=last.at,
        )
    return Stale(who=last.person_name, what=event_title(last.kind), when=last.at)


def write(doing: Changing) -> None:
    """Rows, events, participants and work items, in that order; nothing here decides anything."""
    loop, now = doing.loop, doing.now
    loop.include_units([loop.referral.referrer_unit_id, loop.referral.to_unit_id])
    if loop.referral.to_unit_id is not None and loop.referral.to_unit_id not in loop.units:
        raise Refusal("receiver_unknown", _("Välj vilken enhet remissen ska till."), field="to_unit")
    events = chained_events(loop=loop, actor=doing.actor, now=now)
    if loop.is_new:
        loop.referral.save(force_insert=True)
    # Changes before additions: a case must have ended before the next one may be open.
    for row, names in loop.changed.values():
        if not (loop.is_new and row is loop.referral):
            row.save(update_fields=sorted(names))
    _insert([*loop.added, *events])
    if loop.participants:
        Participant.objects.bulk_create(
            [
                Participant(referral=loop.referral, unit_id=unit_id, since=now)
                for unit_id in sorted(loop.participants)
            ],
            ignore_conflicts=True,
        )
    if events:
        record_work(facts=[loop.facts()], now=now, new=loop.is_new)


def _insert(rows: list[models.Model]) -> None:
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, group in by_model.items():
        model._default_manager.bulk_create(group)
