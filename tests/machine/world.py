"""The region as the machine sees it: what time it is, who can act, and what there is to act on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from factories import Region
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.patients.models import Patient
from remissvakt.referrals.facts import (
    CaseFacts,
    DeliveryFacts,
    LetterFacts,
    QuestionFacts,
    ReferralFacts,
    ReplyFacts,
)
from remissvakt.referrals.loop import Loop, load
from remissvakt.referrals.models import Referral
from remissvakt.referrals.rules import Action, Context, refusals
from remissvakt.storage import store

from .people import People

T = TypeVar("T")
_REFERRALS = (
    "SELECT r.id, r.state, (SELECT max(e.sequence) FROM referrals_event e WHERE e.referral_id = r.id) "
    "FROM referrals_referral r ORDER BY r.id"
)
BEGIN = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
# Leaps to where a day is not what it seems: clocks changed, holidays, year's end, a leap day.
ODD_INSTANTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-10-24T22:30:00+00:00",  # 00:30 on the day that has 25 hours
        "2026-10-25T00:30:00+00:00",
        "2026-10-25T01:30:00+00:00",
        "2026-12-23T22:59:59+00:00",
        "2026-12-24T11:00:00+00:00",
        "2026-12-31T22:59:00+00:00",
        "2026-12-31T23:00:00+00:00",
        "2027-03-28T00:59:59+00:00",  # the last second before 02:00 becomes 03:00
        "2027-03-28T01:00:00+00:00",
        "2027-06-24T21:59:00+00:00",
        "2027-06-25T10:00:00+00:00",
        "2028-02-29T10:00:00+00:00",
    )
)


@dataclass(slots=True)
class Draw:
    """Choices, taken from wherever they come: Hypothesis, or a seed."""

    random: random.Random

    def one(self, options: Sequence[T]) -> T:
        return options[self.random.randrange(len(options))]

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def text(self) -> str:
        return self.one(("Ja.", "Öga rött 👁️", "a\u202eb", "två\nrader", "", " \u200b", "x" * 9000))

    def words(self) -> str:
        """Nearly always a text that is one."""
        return (
            self.text()
            if self.often(0.08)
            else self.one(("Enligt samtal.", "Ögontryck 24.", "Åter om ett år."))
        )


@dataclass(frozen=True, slots=True)
class Target:
    """What an act is about."""

    referral: Referral
    loop: Loop
    facts: ReferralFacts
    case: CaseFacts | None = None
    reply: ReplyFacts | None = None
    delivery: DeliveryFacts | None = None
    question: QuestionFacts | None = None
    letter: LetterFacts | None = None

    def context(self, actor: Actor) -> Context:
        return Context(
            facts=self.facts,
            actor=actor,
            case=self.case,
            reply=self.reply,
            delivery=self.delivery,
            question=self.question,
            letter=self.letter,
        )


OF_CASE = frozenset(
    {
        Action.ASSIGN,
        Action.ASSESS,
        Action.CONFIRM,
        Action.DECIDE_CONFIRMATION,
        Action.REQUEST_INFORMATION,
        Action.REJECT,
        Action.CANCEL,
        Action.DECIDE_ANSWER,
        Action.INFORM_PATIENT,
        Action.FORWARD,
        Action.CHASE_FORWARDED,
        Action.ANSWER_REQUEST,
        Action.WRITE_TO_PATIENT,
    }
)
OF_REPLY = frozenset(
    {
        Action.ACKNOWLEDGE,
        Action.SAY_INSTEAD,
        Action.EDIT_ANSWER,
        Action.TRANSCRIBE_ANSWER,
        Action.COMPLETE_ANSWER,
        Action.SIGN_ANSWER,
        Action.REOPEN_ANSWER,
        Action.SEND_ANSWER,
        Action.SIGN_AND_SEND_ANSWER,
        Action.VOID_ANSWER,
    }
)
OF_DELIVERY = frozenset({Action.MARK_PRINTED, Action.MARK_POSTED, Action.REPORT_FAILED, Action.RESEND})
OF_LETTER = frozenset(
    {
        Action.EDIT_LETTER,
        Action.TRANSCRIBE_LETTER,
        Action.COMPLETE_LETTER,
        Action.SIGN_LETTER,
        Action.SEND_LETTER,
        Action.VOID_LETTER,
    }
)
OF_DICTATED = frozenset(
    {
        Action.TAKE_DICTATION,
        Action.TYPE_DICTATION,
        Action.MARK_UNCLEAR,
        Action.SETTLE_UNCLEAR,
        Action.SEND_BACK_DICTATION,
        Action.SHARE_DICTATION,
    }
)
OF_QUESTION = frozenset({Action.ANSWER_QUESTION, Action.CLOSE_QUESTION})

# What brings a referral onward: chosen more often, so that the loop comes to its end.
ONWARD = frozenset(
    {
        Action.TRANSCRIBE,
        Action.COMPLETE,
        Action.SIGN,
        Action.SEND,
        Action.SIGN_AND_SEND,
        Action.ASSESS,
        Action.CONFIRM,
        Action.FORWARD,
        Action.DECIDE_ANSWER,
        Action.TRANSCRIBE_ANSWER,
        Action.COMPLETE_ANSWER,
        Action.SIGN_ANSWER,
        Action.SEND_ANSWER,
        Action.SIGN_AND_SEND_ANSWER,
        Action.REGISTER_REPLY,
        Action.ACKNOWLEDGE,
    }
)


@dataclass(slots=True)
class World:
    region: Region
    draw: Draw
    now: datetime = BEGIN
    latest: datetime = BEGIN
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)  # how often each act was done
    last: tuple[str, Callable[..., Any], dict[str, Any]] | None = None
    # What was read before: loops by referral with the number of their last event.
    loops: dict[UUID, tuple[int, Loop]] = field(default_factory=dict)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.region)

    @property
    def today(self) -> date:
        return local_date(self.now)

    def new_id(self) -> UUID:
        return new_id(now=self.now)

    def token(self) -> str:
        """A token as a printed paper has one: drawn, so that a walk can be taken again."""
        return "".join(self.draw.one("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(26))

    def printed_file_id(self) -> str:
        """What was printed, as a stored file."""
        return store.put(content=self.token().encode(), media_type="application/pdf", now=self.now).sha256

    def person(self, among: Sequence[Actor] = ()) -> Actor | None:
        """Somebody as they may act today, with what is lent to them; None for one who may not."""
        one = self.draw.one(among or list(self.region.people.values()))
        return self.people.on(self.today)[one.person_id]

    def forget(self, referral_id: UUID | None = None) -> None:
        """What was read of a referral no longer holds; without one, nothing of what was read does."""
        if referral_id is not None:
            self.loops.pop(referral_id, None)
            return
        self.loops.clear()
        self.people.changed()

    def loop_of(self, referral_id: UUID, last_event: int) -> Loop:
        """The referral with all its rows: what was read of it last, if nothing has happened to it since."""
        known = self.loops.get(referral_id)
        if known is None or known[0] != last_event:
            known = last_event, load([Referral.objects.get(id=referral_id)])[referral_id]
            self.loops[referral_id] = known
        return known[1]

    def somebody_and_something(self) -> tuple[Actor, Action, Target] | None:
        """Nearly always one of the parties, doing something to one of the latest referrals."""
        with connection.cursor() as cursor:
            cursor.execute(_REFERRALS)
            rows = cursor.fetchall()
        if not rows:
            return None
        alive = [row for row in rows if row[1] not in ("voided", "closed")][-6:]
        over = [row for row in rows if row[1] in ("voided", "closed")]
        some = over if over and self.draw.often(0.12) else alive if alive and self.draw.often(0.9) else rows
        key, _state, last_event = self.draw.one(some)
        loop = self.loop_of(key if isinstance(key, UUID) else UUID(key), last_event)
        referral = loop.referral
        units = {case.unit_id for case in loop.cases} | {referral.referrer_unit_id}
        parties = [actor for actor in self.region.people.values() if actor.unit_ids & units]
        everything = self.targets(loop.facts(), referral, loop)
        for _ in range(4):
            actor = self.person(() if self.draw.often(0.1) else parties)
            chosen = self.choose(actor, everything) if actor else None
            if actor and chosen:
                return actor, *chosen
        return None

    def any_person_id(self) -> UUID:
        if self.draw.often(0.05):
            return self.new_id()
        return self.draw.one(list(self.region.people.values())).person_id

    def person_at(self, unit_id: UUID | None, *roles: str) -> UUID:
        """Nearly always somebody who fits."""
        fits = [a.person_id for a in self.region.people.values() if a.unit_id == unit_id and a.role in roles]
        return self.draw.one(fits) if fits and not self.draw.often(0.15) else self.any_person_id()

    def any_unit_id(self) -> UUID:
        if self.draw.often(0.05):
            return self.new_id()
        return self.draw.one(list(self.region.units.values())).id

    def patient_id(self) -> UUID:
        if self.draw.often(0.03):
            return self.new_id()
        return self.draw.one(list(Patient.objects.order_by("number").values_list("id", flat=True)))

    def day(self, low: int, high: int) -> date:
        return self.today + timedelta(days=self.draw.number(low, high))

    def seen(self, version: int) -> int:
        """The version that somebody saw: nearly always the present one."""
        return version + self.draw.one((-1, 1, -version - 1, 10**9)) if self.draw.often(0.06) else version

    def targets(self, facts: ReferralFacts, referral: Referral, loop: Loop) -> list[tuple[Action, Target]]:
        """Every action with every thing of this referral that it can be about."""
        found: list[tuple[Action, Target]] = []
        base = Target(referral=referral, loop=loop, facts=facts)
        for action in Action:
            if action in OF_CASE:
                found += [(action, replace(base, case=case)) for case in facts.cases]
            elif action in OF_REPLY:
                found += [
                    (action, replace(base, reply=reply, case=facts.case(reply.case_id)))
                    for reply in facts.replies
                ]
            elif action in OF_DELIVERY:
                found += [(action, replace(base, delivery=row)) for row in facts.deliveries]
            elif action in OF_LETTER:
                found += [(action, replace(base, letter=row)) for row in facts.letters]
            elif action in OF_DICTATED:
                found += [(action, base)] if loop.version.dictation else []
                found += [
                    (action, replace(base, reply=reply, case=facts.case(reply.case_id)))
                    for reply in facts.replies
                    if reply.text.dictated
                ]
                found += [(action, replace(base, letter=row)) for row in facts.letters if row.text.dictated]
            elif action in OF_QUESTION:
                found += [(action, replace(base, question=row)) for row in facts.questions]
            else:
                found.append((action, base))
        return found

    def choose(self, actor: Actor, everything: list[tuple[Action, Target]]) -> tuple[Action, Target] | None:
        """An act: mostly one that the rules allow this person (None if there is none), sometimes any at all.

        Each action the rarer the oftener it was done, however many things it can be about: what nearly anybody may do
        at nearly any time would leave no room for the rest.
        """
        if self.draw.often(0.12):
            action = self.draw.one(sorted({action for action, _target in everything}))
            return self.draw.one([pair for pair in everything if pair[0] == action])
        allowed = [pair for pair in everything if not refusals(pair[0], pair[1].context(actor))]
        may = sorted({action for action, _target in allowed})
        if not may:
            return None
        weights = [(5 if action in ONWARD else 1) / (1 + self.done[action.value]) ** 2 for action in may]
        (action,) = self.draw.random.choices(may, weights)
        return self.draw.one([pair for pair in allowed if pair[0] == action])
