"""How every write is made: lock, check, change, record — in one transaction.

`change` is for acts on a referral that exists, `begin` for those that create one. Both end by
writing rows, events and work items together; a refusal anywhere leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import joined, when_rolled_back, whole
from remissvakt.core.clock import local_date
from remissvakt.core.codes import new_code
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.database.together import Locked, Together
from remissvakt.database.writing import write as put
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.organisations.pool_sight import work_for
from remissvakt.patients.models import Patient

from .event_texts import event_title
from .limits_lock import KEY, SHARED, share_limits
from .loop import Loop, load_one, unit_facts
from .models import Case, Delivery, Event, Letter, Participant, Question, Referral, Reply, WorkItem
from .record import WorkChanges, chained_events, work_changes
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
        with whole():
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
    named = {
        "id": referral_id,
        "cases__id": case_id,
        "replies__id": reply_id,
        "deliveries__id": delivery_id,
        "questions__id": question_id,
        "letters__id": letter_id,
    }
    loop = _held(actor, named) or _lock(actor, {name: key for name, key in named.items() if key is not None})
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
        seen = doing.case if case_id is not None and doing.case is not None else loop.referral
        if seen.version != version:
            raise _stale(referral=loop.referral, actor=actor)
    return doing


def hold(*, referral_id: UUID, actor: Actor) -> Loop:
    """Lock a referral before the action on it is called, in the same request's transaction; NotFound.

    A page that acts reads what its form needs under the lock, and the action that it calls goes on with that.
    """
    request = joined()
    assert request is not None  # the lock would be gone when the action comes
    request.held = actor, _lock(actor, {"id": referral_id})
    return request.held[1]


def _held(actor: Actor, named: Mapping[str, UUID | None]) -> Loop | None:
    """What the request holds, if that is what is named; the next action in it reads anew."""
    request = joined()
    by, loop = (request.take_held() if request is not None else None) or (None, None)
    if loop is None or by is not actor or named["id"] not in (None, loop.referral.id):
        return None
    for name, rows in (
        ("cases__id", loop.cases),
        ("replies__id", loop.replies),
        ("deliveries__id", loop.deliveries),
        ("questions__id", loop.questions),
        ("letters__id", loop.letters),
    ):
        if named[name] is not None and all(row.id != named[name] for row in rows):
            return None
    return loop


def _lock(actor: Actor, named: dict[str, UUID]) -> Loop:
    """Lock the referral that the actor may see, with the limits as they are, and read it whole; NotFound."""
    unit_id = actor.plain_unit_id
    if unit_id is not None:
        found = _LOCKED(*named, unit_id=unit_id, **named)
    else:
        share_limits()
        found = list(_lockable(may_see(actor), **named)[:1])
    if not found:
        raise NotFound
    return load_one(found[0], acting=True)


def _lockable(seen: Exists, **named: UUID) -> models.QuerySet[Referral]:
    return Referral.objects.select_for_update(of=("self",)).filter(seen, **named)


_LOCKED = Locked(
    lambda *_names, unit_id, **named: _lockable(part_of({unit_id}), **named), first=f"{SHARED}({KEY})"
)


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
    with registered_once(referral), whole():
        # The limits are read after the lock: with it in one statement they could be those of before.
        if not _LOCKED_PATIENT(patient_id=referral.patient_id):
            raise NotFound
        nobody = UUID(int=0)
        found = _AROUND(
            from_id=referral.referrer_unit_id or nobody,
            to_id=referral.to_unit_id or nobody,
            code=referral.code,
        )
        taken = bool(found["same_code"])
        while taken:
            referral.code = new_code(now=now)
            taken = Referral.objects.filter(code=referral.code).exists()
        units = {unit.id: unit_facts(unit) for unit in found["units"]}
        loop = Loop(referral=referral, added=[referral], work=[], units=units)
        doing = Changing(loop=loop, actor=actor, now=now)
        yield doing
        write(doing)


_LOCKED_PATIENT = Locked(
    lambda *, patient_id: Patient.objects.filter(id=patient_id).only("id"), first=f"{SHARED}({KEY})"
)
_AROUND = Together(
    lambda *, from_id, to_id, code: {
        "units": Unit.objects.select_related("routine").filter(id__in=[from_id, to_id]),
        "same_code": Referral.objects.filter(code=code).only("id"),
    }
)


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
    def tell() -> None:
        if any(type(row)._default_manager.filter(pk=row.pk).exists() for row in rows):
            raise Refusal(
                "already_registered", _("Det här är redan registrerat: formuläret skickades två gånger.")
            ) from error

    when_rolled_back(tell)


def may_see(actor: Actor) -> Exists:
    """Only units that are or were part of the referral; a pool serving them only while there is work for it."""
    if actor.in_pool:
        return Exists(WorkItem.objects.filter(work_for(actor), referral_id=OuterRef("pk")))
    return part_of(actor.unit_ids)


def part_of(unit_ids: Collection[UUID]) -> Exists:
    return Exists(Participant.objects.filter(referral_id=OuterRef("pk"), unit_id__in=unit_ids))


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
    work = WorkChanges([], [], [])
    if events:
        work = work_changes(facts=[loop.facts()], stored=_stored_work(loop), now=now)
    request = joined()
    put(
        # Changes before additions: a case must have ended before the next one may be open.
        changed=[*loop.changed.values(), *work.changed],
        added=[*loop.added, *events, *work.added, *(request.take_waiting() if request else ())],
        gone=work.gone,
        unless_there=[
            Participant(referral_id=loop.referral.id, unit_id=unit_id, since=now)
            for unit_id in sorted(loop.participants)
        ],
    )


def _stored_work(loop: Loop) -> Iterable[WorkItem]:
    if loop.work is None:
        return WorkItem.objects.filter(referral_id=loop.referral.id)
    return loop.work
