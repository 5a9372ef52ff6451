"""From a referral to what stands on its papers: who it is from and to, what it says, and what it must not say.

Reads what it needs of an open referral, whose reading is logged; how a paper looks is `render`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.documents.codes import payload
from remissvakt.documents.models import CodeKind
from remissvakt.organisations.models import Person, Unit
from remissvakt.patients.display import shown_address
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Delivery, Letter, ReferralVersion, Reply
from remissvakt.referrals.models.version import TEXT_FIELDS
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.states import TO_PATIENT, LetterKind, ReplyKind
from remissvakt.referrals.ways import REJECT_REASONS

from .content import (
    LetterContent,
    PatientLetter,
    Place,
    ReceiverLetter,
    ReferralLetter,
    ReplyLetter,
    ReplySheet,
    ShownPatient,
    Signature,
)

SHEETS = (CodeKind.CONFIRMATION_SHEET, CodeKind.ANSWER_SHEET)
NO_CODES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """An open referral with the units and persons that its papers name; two statements."""

    opened: OpenReferral
    today: date
    units: Mapping[UUID, Unit]
    persons: Mapping[UUID, Person]
    tokens: Mapping[str, str]

    def place(self, unit_id: UUID | None) -> Place | None:
        unit = self.units.get(unit_id) if unit_id else None
        if unit is None:
            return None
        lines = (unit.street, f"{unit.postal_code} {unit.city}".strip())
        return Place(name=unit.name, lines=tuple(line for line in lines if line), phone=unit.phone)

    def sender(self, unit_id: UUID) -> Place:
        found = self.place(unit_id)
        assert found is not None  # papers come from a unit here
        return found

    def person(self, person_id: UUID | None) -> Person | None:
        return self.persons.get(person_id) if person_id else None

    def payload(self, kind: CodeKind) -> str:
        token = self.tokens.get(kind.value)
        return payload(token) if token else ""


def code_kinds(delivery: Delivery) -> tuple[CodeKind, ...]:
    """What the codes of a delivery's papers are; two sheets to fill in go with a paper referral."""
    if delivery.letter_id is not None:
        return (CodeKind.LETTER,)
    if delivery.reply_id is not None:
        return (CodeKind.REPLY,)
    return (CodeKind.REFERRAL, *SHEETS)


def source_of(opened: OpenReferral, *, today: date, tokens: Mapping[str, str] = NO_CODES) -> Source:
    """Everything that the papers of an open referral can name. Without tokens they are for looking at only."""
    loop, referral = opened.loop, opened.referral
    rows: list[object] = [
        referral,
        *loop.versions,
        *loop.cases,
        *loop.replies,
        *loop.letters,
        *loop.deliveries,
    ]
    units = _named(rows, ("referrer_unit_id", "to_unit_id", "from_unit_id", "unit_id", "forwarded_to_id"))
    persons = _named(rows, ("signed_by_id", "author_id", "referrer_id"))
    return Source(
        opened=opened,
        today=today,
        units=Unit.objects.in_bulk(list(units)),
        persons=Person.objects.in_bulk(list(persons)),
        tokens=tokens,
    )


def _named(rows: Iterable[object], columns: tuple[str, ...]) -> set[UUID]:
    return {value for row in rows for name in columns if (value := getattr(row, name, None)) is not None}


def papers_of(source: Source, delivery: Delivery) -> tuple[LetterContent, ...]:
    """The papers of one delivery, in the order in which they lie in the envelope."""
    loop = source.opened.loop
    if delivery.letter_id is not None:
        return (of_letter(source, next(row for row in loop.letters if row.id == delivery.letter_id)),)
    if delivery.reply_id is not None:
        return (of_reply(source, loop.reply(delivery.reply_id)),)
    version = next(row for row in loop.versions if row.id == delivery.referral_version_id)
    return (
        of_version(source, version, to_unit_id=delivery.to_unit_id),
        *(_sheet(source, kind, delivery) for kind in SHEETS),
    )


def of_version(source: Source, row: ReferralVersion, *, to_unit_id: UUID | None = None) -> ReferralLetter:
    """The referral as it is sent, or would be."""
    referral = source.opened.referral
    case = source.opened.facts.current_case
    to = to_unit_id or (case.unit_id if case is not None else referral.to_unit_id)
    return ReferralLetter(
        code=referral.code,
        payload=source.payload(CodeKind.REFERRAL),
        dated=local_date(row.sent_at) if row.sent_at else source.today,
        patient=shown_patient(referral.patient, interpreter=True),
        to=source.place(to),
        sender=source.place(referral.referrer_unit_id) or Place(name=referral.patient.name),
        texts=tuple((name, text) for name in TEXT_FIELDS if (text := getattr(row, name))),
        priority=_priority(referral.priority_rank, referral.priority_label),
        decided_on=local_date(referral.decided_at) if referral.decided_at else None,
        version=row.number,
        reason=row.reason,
        care_responsibility_remains=row.care_responsibility_remains,
        signature=_signature(source, row)
        or _name(source.person(referral.referrer_id), referral.referrer_name),
        draft=row.sent_at is None,
    )


def of_reply(source: Source, row: Reply) -> ReplyLetter:
    """A confirmation or an answer; to the patient where they asked for care themselves."""
    referral = source.opened.referral
    about = next((one for one in source.opened.loop.versions if one.number == row.about_version), None)
    referrer = source.person(referral.referrer_id)
    return ReplyLetter(
        code=referral.code,
        payload=source.payload(CodeKind.REPLY),
        dated=local_date(row.sent_at) if row.sent_at else source.today,
        patient=shown_patient(referral.patient),
        kind=ReplyKind(row.kind),
        to=source.place(referral.referrer_unit_id),
        sender=source.sender(row.from_unit_id),
        text=row.text,
        referral_dated=_referral_dated(source),
        referrer=referrer.name if referrer else referral.referrer_name,
        question=about.question if about else "",
        reason=str(REJECT_REASONS.get(row.reason, row.reason)),
        wait=Wait(WaitKind(row.wait_kind), row.wait_value, row.wait_until) if row.wait_until else None,
        information_wanted_until=row.information_wanted_until,
        forwarded_to=source.place(row.forwarded_to_id),
        replaces_former=row.replaces_id is not None,
        signature=_signature(source, row) or _name(source.person(row.author_id), row.author_name),
        draft=row.sent_at is None,
    )


def of_letter(source: Source, row: Letter) -> LetterContent:
    """A letter to the receiver or to the patient."""
    referral = source.opened.referral
    common: dict[str, Any] = {
        "code": referral.code,
        "payload": source.payload(CodeKind.LETTER),
        "dated": local_date(row.sent_at) if row.sent_at else source.today,
        "language": row.language,
        "sender": source.sender(row.from_unit_id),
        "text": row.text,
        "draft": row.sent_at is None,
    }
    kind = LetterKind(row.kind)
    if kind in TO_PATIENT:
        return PatientLetter(
            **common,
            kind=kind,
            patient=shown_patient(referral.patient),
            appointment_at=row.appointment_at,
            appointment_place=row.appointment_place,
            appointment_with=row.appointment_with,
            signature=_name(source.person(row.author_id)),
        )
    to = source.place(row.to_unit_id)
    assert to is not None  # a letter to a receiver has one
    return ReceiverLetter(
        **common,
        kind=kind,
        patient=shown_patient(referral.patient),
        to=to,
        referral_dated=_referral_dated(source),
        answer_wanted_by=referral.watch_on,
        signature=_signature(source, row) or _name(source.person(row.author_id)),
    )


def _sheet(source: Source, kind: CodeKind, delivery: Delivery) -> ReplySheet:
    referral = source.opened.referral
    return ReplySheet(
        code=referral.code,
        payload=source.payload(kind),
        dated=local_date(delivery.queued_at),
        patient=shown_patient(referral.patient),
        kind=kind,
        sender=source.sender(delivery.from_unit_id),
        receiver=source.units[delivery.to_unit_id].name if delivery.to_unit_id else "",
        referral_dated=_referral_dated(source),
    )


def shown_patient(patient: Patient, *, interpreter: bool = False) -> ShownPatient:
    """The patient as a paper may show them: a protected one has neither address nor phone there."""
    shown = shown_address(patient)
    lines = (shown.street, f"{shown.postal_code} {shown.city}".strip())
    spoken = patient.interpreter_language if interpreter else ""
    return ShownPatient(
        name=patient.name,
        number=patient.number,
        address=tuple(line for line in lines if line),
        phone=shown.phone,
        notes=(f"tolk: {spoken}",) if spoken else (),
        protected=patient.protected,
    )


def _priority(rank: int, label: str) -> str:
    return f"{rank}, {label}" if label else str(rank)


def _referral_dated(source: Source) -> date | None:
    at = source.opened.referral.sent_at or source.opened.referral.decided_at
    return local_date(at) if at else None


def _signature(source: Source, row: ReferralVersion | Reply | Letter) -> Signature | None:
    signer = source.person(row.signed_by_id)
    return Signature(signer.name, signer.title, row.signed_at) if signer else None


def _name(person: Person | None, otherwise: str = "") -> Signature | None:
    if person is not None:
        return Signature(person.name, person.title)
    return Signature(otherwise) if otherwise else None
