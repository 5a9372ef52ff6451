"""What there is: people, units and papers, and referrals with all that belongs to them. Ids are whatever is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Id = Any
ANSWERS = ("PARTIAL", "PRELIMINARY", "FINAL")
NO = ("REJECTED", "CANCELLED")


class Forbidden(AssertionError):
    """Something was done that the routine forbids."""


@dataclass
class Act:
    """What somebody did: the verb, the words, who at which unit, and the Swedish day."""

    name: str
    given: dict[str, Any]
    who: Id
    unit: Id
    units: frozenset[Id]
    pool: bool
    today: date
    # Rows that the act made and that have no name of the door's, by what they are: "cases", "questions".
    made: dict[str, list[Any]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.__dict__["given"].get(name)


@dataclass
class Text:
    """A text on its way from a decision to a signature, and whose it is."""

    author: Id
    unit: Id
    spoken: bool = False  # dictated, and not typed yet
    speaking: bool = False  # its speech is not finished
    whole: bool = False
    signed_by: Id = None


@dataclass
class Sending:
    """One message that leaves on paper or by phone."""

    unit: Id
    who: Id
    state: str = "waits"  # waits, failed, gone


@dataclass
class Reply:
    kind: str
    case: Case
    text: Text | None = None
    sent: bool = False
    void: bool = False
    acknowledged: bool = False
    wants_instead: bool = False
    acknowledged_by: Id = None
    forwarded_to: Id = None
    unanswered: set[str] = field(default_factory=set)  # what the sender had asked, and it put an end to
    wait: date | None = None  # as it is written, before it is sent


@dataclass
class Case:
    """One unit's custody of the referral."""

    unit: Id
    state: str = "received"  # on_its_way, received, going_on, answered, refused, forwarded
    assessor: Id = None
    patient_waits: bool = False  # something was sent that the patient has not been told of
    confirmed: bool = False
    after: Case | None = None  # the one that forwarded to this
    handed_on_by: Id = None
    asked: set[str] = field(default_factory=set)  # what the sender wants of it
    has_told: bool = False  # it has answered what the sender wanted of it
    granted: bool = False  # a new time, on its word
    let_go: bool = False  # a withdrawal was granted
    before: tuple[str, bool] | None = None  # before a reply was registered by hand

    @property
    def open(self) -> bool:
        return self.state in ("on_its_way", "received", "going_on")


@dataclass
class Letter:
    text: Text
    case: Case | None = None  # of the unit that writes, if it is a receiver
    void: bool = False


@dataclass
class Question:
    asker: Id
    asker_unit: Id
    asked: Id
    asked_unit: Id
    state: str = "asked"  # asked, answered, closed


@dataclass
class Paper:
    unit: Id
    referral: Id = None
    is_work: bool = True
    kind: str = ""
    reply: Id = None  # what was registered from it


@dataclass
class Referral:
    unit: Id  # who refers; None for the patient's own request
    referrer: Id
    state: str = "draft"  # draft, sent, closed, void
    versions: list[Text] = field(default_factory=list)
    versions_sent: int = 0
    to: Id = None
    watcher: Id = None
    watch_on: date | None = None
    cases: list[Case] = field(default_factory=list)
    replies: dict[Id, Reply] = field(default_factory=dict)
    letters: dict[Id, Letter] = field(default_factory=dict)
    sendings: dict[Any, Sending] = field(default_factory=dict)
    questions: dict[Id, Question] = field(default_factory=dict)
    closed_for_good: bool = False  # by a reason that no reply has to do with
    more_wanted: list[Reply] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def case(self) -> Case | None:
        """Where it is now: what was forwarded is at the next unit."""
        case = self.cases[0] if self.cases else None
        while case is not None and (after := self.next_case(case)) is not None:
            case = after
        return case

    def next_case(self, case: Case) -> Case | None:
        return next((one for one in self.cases if one.after is case), None)

    def taken_over(self, case: Case) -> bool:
        """The next unit has said when, or has ended its part in any way: until then the one that forwarded watches."""
        after = self.next_case(case)
        return after is not None and (after.confirmed or not after.open)


@dataclass
class Unit:
    local: bool
    serves: dict[Id, tuple[str, ...]] | None = None  # a pool: the lists that it works with, by unit
    limits: dict[str, int] = field(default_factory=dict)
    acknowledges: str = "doctor"


@dataclass
class Person:
    unit: Id
    role: str
    active: bool = True


@dataclass
class Model:
    units: dict[Id, Unit]
    people: dict[Id, Person]
    referrals: dict[Id, Referral] = field(default_factory=dict)
    papers: dict[Id, Paper] = field(default_factory=dict)
    certificates: dict[Any, Any] = field(default_factory=dict)
    away: list[tuple[Id, date, date | None]] = field(default_factory=list)
    lent: dict[Id, dict[str, Any]] = field(default_factory=dict)

    def local(self, unit: Id) -> bool:
        return unit is not None and self.units[unit].local


TOLD: dict[str, Callable[[Model, Act], None]] = {}


def told(*names: str) -> Callable[[Any], Any]:
    """Registers what the acts of these names do."""

    def register(function: Any) -> Any:
        for name in names:
            TOLD[name] = function
        return function

    return register
