"""One referral with everything that belongs to it, in memory: what an action works on.

`Loop` remembers what was changed and added, so that `change` can write it in few statements.
It holds no rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from remissvakt.database.together import Together
from remissvakt.dictation.models import UnclearSpot
from remissvakt.documents.models import Document
from remissvakt.organisations.models import Unit

from . import facts as f
from .models import (
    Case,
    Delivery,
    Letter,
    Question,
    ReceiverRequest,
    Referral,
    ReferralVersion,
    Reply,
    WorkItem,
)
from .states import (
    CaseState,
    DeliveryState,
    LetterKind,
    ReferralState,
    ReplyKind,
    RequestKind,
    Source,
    check_step,
    check_step_back,
)

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class EventDraft:
    """An event that the action has asked to be recorded."""

    kind: str
    side: str
    data: dict[str, Any]


@dataclass(slots=True)
class Loop:
    """The aggregate: the locked referral and its parts."""

    referral: Referral
    versions: list[ReferralVersion] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    requests: list[ReceiverRequest] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    units: dict[UUID, f.UnitFacts] = field(default_factory=dict)
    work: list[WorkItem] | None = None  # as it is stored; None where it was not read
    added: list[models.Model] = field(default_factory=list)
    changed: dict[int, tuple[models.Model, set[str]]] = field(default_factory=dict)
    events: list[EventDraft] = field(default_factory=list)
    participants: set[UUID] = field(default_factory=set)

    def set(self, row: models.Model, **values: Any) -> None:
        """Change columns of a row of this loop; written when the action is done.

        Raises ImpossibleStep for a state that does not follow the present one.
        """
        if "state" in values:
            _check_step(row, values["state"])
        self._put(row, values)

    def set_back(self, case: Case, **values: Any) -> None:
        """Let a case be as it was without a reply that is taken back. Raises ImpossibleStep as `set` does."""
        check_step_back(CaseState(case.state), CaseState(values["state"]))
        self._put(case, values)

    def _put(self, row: models.Model, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if row._state.adding:
            return
        known = self.changed.setdefault(id(row), (row, set()))
        known[1].update(values)

    def add(self, row: Row) -> Row:
        """Add a new row to this loop; written when the action is done."""
        self.added.append(row)
        for model, rows in self._lists().items():
            if isinstance(row, model):
                rows.append(row)
        return row

    def _lists(self) -> dict[type[models.Model], list[Any]]:
        return {
            ReferralVersion: self.versions,
            Case: self.cases,
            Reply: self.replies,
            ReceiverRequest: self.requests,
            Question: self.questions,
            Delivery: self.deliveries,
            Letter: self.letters,
        }

    def keep(self, document: Document) -> None:
        """Let this row be the loop's one for the document, which is linked to the referral in this action."""
        self.documents = [*(row for row in self.documents if row.id != document.id), document]

    def let_go(self, document: Document) -> None:
        """The document is the referral's no longer."""
        self.documents = [row for row in self.documents if row.id != document.id]

    def event(self, kind: str, *, side: str = "all", **data: Any) -> None:
        """Ask for an event; `side` "own" keeps it to the acting unit."""
        self.events.append(EventDraft(kind=kind, side=side, data=data))

    def bump(self, row: Referral | Case) -> None:
        """Raise the version that the people on that side have seen."""
        self.set(row, version=row.version + 1)

    @property
    def version(self) -> ReferralVersion:
        """The latest version of the content."""
        return max(self.versions, key=lambda version: version.number)

    def case(self, case_id: UUID) -> Case:
        return next(case for case in self.cases if case.id == case_id)

    def reply(self, reply_id: UUID) -> Reply:
        return next(reply for reply in self.replies if reply.id == reply_id)

    @property
    def current_case(self) -> Case | None:
        """The row of `ReferralFacts.current_case`."""
        current = self.facts().current_case
        return self.case(current.id) if current else None

    def include_units(self, unit_ids: Iterable[UUID | None]) -> None:
        """Make sure that these units are known; one statement if any is missing."""
        missing = {unit_id for unit_id in unit_ids if unit_id is not None} - self.units.keys()
        if missing:
            for row in Unit.objects.select_related("routine").filter(id__in=missing):
                self.units[row.id] = unit_facts(row)

    def facts(self) -> f.ReferralFacts:
        """The loop as rules and obligations read it, with all changes made so far."""
        r = self.referral
        return f.ReferralFacts(
            id=r.id,
            state=ReferralState(r.state),
            source=Source(r.source),
            version=r.version,
            patient_id=r.patient_id,
            referrer_unit_id=r.referrer_unit_id,
            referrer_id=r.referrer_id,
            to_unit_id=r.to_unit_id,
            priority_rank=r.priority_rank,
            priority_label=r.priority_label,
            decided_at=r.decided_at,
            sent_at=r.sent_at,
            watched=r.watched,
            watcher_id=r.watcher_id,
            watch_on=r.watch_on,
            units=self.units,
            versions=tuple(f.VersionFacts.read(row, text=_text(row)) for row in self.versions),
            cases=tuple(f.CaseFacts.read(row, state=CaseState(row.state)) for row in self.cases),
            replies=tuple(
                f.ReplyFacts.read(row, kind=ReplyKind(row.kind), text=_text(row))
                for row in self.replies
                if not row.taken_back
            ),
            requests=tuple(f.RequestFacts.read(row, kind=RequestKind(row.kind)) for row in self.requests),
            questions=tuple(f.QuestionFacts.read(row) for row in self.questions),
            deliveries=tuple(
                f.DeliveryFacts.read(row, state=DeliveryState(row.state)) for row in self.deliveries
            ),
            letters=tuple(
                f.LetterFacts.read(row, kind=LetterKind(row.kind), text=_text(row)) for row in self.letters
            ),
            documents=tuple(f.DocumentFacts.read(row) for row in self.documents),
        )


def _check_step(row: models.Model, state: str) -> None:
    if isinstance(row, Referral):
        check_step(ReferralState(row.state), ReferralState(state))
    elif isinstance(row, Case):
        check_step(CaseState(row.state), CaseState(state))


def unit_facts(row: Unit) -> f.UnitFacts:
    """A unit as rules read it; a unit outside has no routine, and gets the defaults."""
    routine = getattr(row, "routine", None)
    return f.UnitFacts(
        id=row.id,
        name=row.name,
        provider_id=row.provider_id,
        local=row.local,
        active=row.active,
        channels=tuple(row.channels),
        limits=f.Limits.read(routine) if routine is not None else f.Limits(),
    )


def _text(row: ReferralVersion | Reply | Letter) -> f.TextFacts:
    dictation = row.dictation
    recording = dictation.recording if dictation else None
    return f.TextFacts(
        dictated=dictation is not None,
        spoken=recording is None or recording.finished_at is not None,
        transcribed_at=dictation.transcribed_at if dictation else None,
        unclear=getattr(row, "unclear", False),  # a new row has nothing to be unclear about
        machine_unread=dictation is not None
        and dictation.machine_draft
        and dictation.read_through_at is None,
        completed_at=row.completed_at,
        signed_at=row.signed_at,
        sent_at=row.sent_at,
    )


# What is heard and seen on the transcription page alone, and long.
_SPEECH = ("dictation__recording__peaks", "dictation__recording__draft", "dictation__recording__cuts")

_UNCLEAR = models.Exists(
    UnclearSpot.objects.filter(dictation_id=models.OuterRef("dictation_id"), settled_at__isnull=True)
)


_PARTS: dict[str, type[models.Model]] = {
    "versions": ReferralVersion,
    "cases": Case,
    "replies": Reply,
    "requests": ReceiverRequest,
    "questions": Question,
    "deliveries": Delivery,
    "letters": Letter,
    "documents": Document,
}


def _part(name: str, rows: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
    """Rows of one part as a loop holds them."""
    if name in ("versions", "replies", "letters"):
        return rows.select_related("dictation__recording").defer(*_SPEECH).annotate(unclear=_UNCLEAR)
    return rows


def parts_of_one(acting: bool, *, referral_id: UUID) -> dict[str, models.QuerySet[Any, Any]]:
    """All that belongs to one referral: its parts, the units that rules ask about, and for an act its stored work."""
    found = {
        name: _part(name, model._default_manager.filter(referral_id=referral_id))
        for name, model in _PARTS.items()
    }
    ids = Referral.objects.filter(id=referral_id).values("referrer_unit_id")
    others = [
        Referral.objects.filter(id=referral_id).values("to_unit_id"),
        *(
            model._default_manager.filter(referral_id=referral_id).values(name)
            for model, names in _WITH_UNITS.items()
            for name in names
        ),
    ]
    found["units"] = Unit.objects.select_related("routine").filter(id__in=ids.union(*others))
    if acting:
        found["work"] = WorkItem.objects.filter(referral_id=referral_id)
    return found


# Where a referral names units, beside its own two.
_WITH_UNITS: dict[type[models.Model], tuple[str, ...]] = {
    Case: ("unit_id",),
    Question: ("from_unit_id", "to_unit_id"),
    Letter: ("from_unit_id", "to_unit_id"),
    Document: ("unit_id",),
}
_PARTS_OF_ONE = Together(parts_of_one)


def load_one(referral: Referral, *, acting: bool = False) -> Loop:
    """The loop of one referral, in one statement; to act on it, its stored work too."""
    return loop_of(referral, _PARTS_OF_ONE(acting, referral_id=referral.id))


def loop_of(referral: Referral, found: Mapping[str, list[Any]]) -> Loop:
    """The loop of what `parts_of_one` has found."""
    loop = Loop(referral=referral, work=found.get("work"))
    for name in _PARTS:
        setattr(loop, name, sorted(found[name], key=_ID))
    loop.units = {row.id: unit_facts(row) for row in found["units"]}
    return loop


_ID = attrgetter("id")


def load(referrals: Iterable[Referral]) -> dict[UUID, Loop]:
    """The loops of these referrals in a constant number of statements."""
    loops = {row.id: Loop(referral=row) for row in referrals}
    if len(loops) == 1:
        return {key: load_one(loop.referral) for key, loop in loops.items()}
    ids = list(loops)
    for name, model in _PARTS.items():
        for row in _part(name, model._default_manager.filter(referral_id__in=ids)).order_by("id"):
            getattr(loops[row.referral_id], name).append(row)
    wanted = {unit_id for loop in loops.values() for unit_id in _unit_ids(loop)}
    units = {row.id: unit_facts(row) for row in Unit.objects.select_related("routine").filter(id__in=wanted)}
    for loop in loops.values():
        loop.units = {unit_id: units[unit_id] for unit_id in _unit_ids(loop)}
    return loops


def _unit_ids(loop: Loop) -> set[UUID]:
    ids = {loop.referral.referrer_unit_id, loop.referral.to_unit_id}
    ids.update(case.unit_id for case in loop.cases)
    for question in loop.questions:
        ids.update((question.from_unit_id, question.to_unit_id))
    for letter in loop.letters:
        ids.update((letter.from_unit_id, letter.to_unit_id))
    ids.update(document.unit_id for document in loop.documents)
    return {unit_id for unit_id in ids if unit_id is not None}
