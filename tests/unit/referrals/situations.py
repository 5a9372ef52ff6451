"""Situations of a referral as facts, built without a database: what rules and obligations are tried on.

Unit A refers to B; C is the unit forwarded to; X lies outside; D is no party. Everything happens on
Thursday 17 December 2026 unless a test says otherwise, so that Christmas and New Year lie in the limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from remissvakt.referrals.facts import (
    CaseFacts,
    DeliveryFacts,
    DocumentFacts,
    LetterFacts,
    Limits,
    QuestionFacts,
    ReferralFacts,
    ReplyFacts,
    RequestFacts,
    TextFacts,
    UnitFacts,
    VersionFacts,
)
from remissvakt.referrals.states import (
    TO_PATIENT,
    CaseState,
    DeliveryState,
    LetterKind,
    ReferralState,
    ReplyKind,
    RequestKind,
    Source,
)

AT = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
DAY = date(2026, 12, 17)


def uid(number: int) -> UUID:
    return UUID(int=number)


A, B, C, D, X = (uid(number) for number in range(1, 6))
REGION, COMPANY = uid(11), uid(12)
ANNA, ARVID, NINA, SARA, MONA, ADAM = (uid(number) for number in range(21, 27))  # at A
OLLE, YLVA, OWE, ASA, ULLA = (uid(number) for number in range(31, 36))  # at B
HEDDA, HUGO, DORA = uid(41), uid(42), uid(51)  # at C; at D
CASE, NEXT_CASE, REPLY, LATER, REQUEST, QUESTION, DELIVERY, LETTER = (uid(number) for number in range(61, 69))


def unit(
    unit_id: UUID, *, local: bool = True, provider: UUID = REGION, limits: Limits | None = None
) -> UnitFacts:
    return UnitFacts(
        id=unit_id,
        name=f"Enhet {unit_id.int}",
        provider_id=provider,
        local=local,
        active=True,
        channels=("local",) if local else ("paper",),
        limits=limits or Limits(),
    )


UNITS = {A: unit(A), B: unit(B), C: unit(C), X: unit(X, local=False, provider=COMPANY)}


def text(*, dictated: bool = False, spoken: bool = True, steps: str = "") -> TextFacts:
    """`steps`: t(ranscribed), c(ompleted), s(igned), x (sent); u(nclear spots), m(achine's, not read through)."""
    return TextFacts(
        dictated=dictated,
        spoken=spoken,
        transcribed_at=AT if "t" in steps else None,
        unclear="u" in steps,
        machine_unread="m" in steps,
        completed_at=AT if "c" in steps else None,
        signed_at=AT if "s" in steps else None,
        sent_at=AT if "x" in steps else None,
    )


def version(
    steps: str = "",
    *,
    number: int = 1,
    dictated: bool = False,
    question: str = "?",
    spoken: bool = True,
    reason: str = "NR",
) -> VersionFacts:
    return VersionFacts(
        id=uid(100 + number),
        number=number,
        reason=reason,
        author_id=SARA,
        due_on=None if number == 1 else DAY + timedelta(days=5),
        voided_at=None,
        question=question,
        created_at=AT,
        text=text(dictated=dictated, steps=steps, spoken=spoken),
    )


def case(state: CaseState, *, case_id: UUID = CASE, unit_id: UUID = B, **more: object) -> CaseFacts:
    given: dict[str, object] = {
        "arrived_on": DAY if state != CaseState.SENT else None,
        "assessor_id": None,
        "assessed_at": None,
        "confirmed_at": None,
        "wait_until": None,
        "information_wanted_until": None,
        "answer_decided_at": None,
        "came_from_id": None,
        "forwarded_at": None,
        "forwarded_by_id": None,
        "forward_watch_on": None,
        **more,
    }
    return CaseFacts(id=case_id, unit_id=unit_id, state=state, version=1, **given)  # type: ignore[arg-type]


def reply(
    kind: ReplyKind, steps: str = "csx", *, reply_id: UUID = REPLY, dictated: bool = False, **more: object
) -> ReplyFacts:
    arrived = "x" in steps
    given: dict[str, object] = {
        "case_id": CASE,
        "about_version": 1,
        "from_unit_id": B,
        "author_id": ASA,
        "decided_at": AT,
        "voided_at": None,
        "arrived_on": DAY if arrived else None,
        "wait_until": None,
        "information_wanted_until": DAY + timedelta(days=10) if kind == ReplyKind.MORE_INFO else None,
        "acknowledged_at": None,
        "instead_at": None,
        "told_needed": False,
        "patient_notice_id": None,
        **more,
    }
    return ReplyFacts(id=reply_id, kind=kind, text=text(dictated=dictated, steps=steps), **given)  # type: ignore[arg-type]


def request(kind: RequestKind, *, outcome: str = "", answered_at: datetime | None = None) -> RequestFacts:
    return RequestFacts(
        id=REQUEST, case_id=CASE, kind=kind, asked_at=AT, answered_at=answered_at, outcome=outcome
    )


def question(*, answered: bool = False, closed: bool = False) -> QuestionFacts:
    """B asks A, and Anna there."""
    return QuestionFacts(
        id=QUESTION,
        from_unit_id=B,
        from_person_id=ASA,
        to_unit_id=A,
        to_person_id=ANNA,
        asked_at=AT,
        answered_at=AT if answered else None,
        closed_at=AT if closed else None,
    )


def letter(
    kind: LetterKind, steps: str = "", *, dictated: bool = False, voided_at: datetime | None = None
) -> LetterFacts:
    """Olle at B writes to the patient; Anna at A to the receiver outside, typed by Sara."""
    to_patient = kind in TO_PATIENT
    return LetterFacts(
        id=LETTER,
        kind=kind,
        case_id=CASE,
        from_unit_id=B if to_patient else A,
        to_unit_id=None if to_patient else X,
        author_id=OLLE if to_patient else ANNA,
        decided_at=AT,
        voided_at=voided_at,
        text=text(dictated=dictated, steps=steps),
    )


def delivery(
    state: DeliveryState,
    *,
    reply_id: UUID | None = None,
    letter_id: UUID | None = None,
    channel: str = "paper",
    printed: bool = False,
) -> DeliveryFacts:
    return DeliveryFacts(
        id=DELIVERY,
        from_unit_id=A if reply_id is None else B,
        to_unit_id=X,
        reply_id=reply_id,
        letter_id=letter_id,
        channel=channel,
        state=state,
        queued_at=AT,
        queued_by_id=SARA,
        due_on=DAY,
        printed_at=AT if printed else None,
        sent_at=AT if state != DeliveryState.QUEUED else None,
        failed_at=AT if state == DeliveryState.FAILED else None,
    )


def paper(kind: str = "", **more: object) -> DocumentFacts:
    """A scan at A that its own code has linked; nobody has looked at it yet."""
    given: dict[str, object] = {"linked_by_id": None, "reply_id": None, "set_aside_reason": "", **more}
    return DocumentFacts(id=uid(68), unit_id=A, kind=kind, arrived_on=DAY, **given)  # type: ignore[arg-type]


def draft(*versions: VersionFacts, state: ReferralState = ReferralState.DRAFT) -> ReferralFacts:
    """Decided by Anna at A, to B; not sent."""
    return ReferralFacts(
        id=uid(99),
        state=state,
        source=Source.WRITTEN,
        version=1,
        patient_id=uid(98),
        referrer_unit_id=A,
        referrer_id=ANNA,
        to_unit_id=B,
        priority_rank=2,
        priority_label="Hög",
        decided_at=AT,
        sent_at=None,
        watched=True,
        watcher_id=None,
        watch_on=None,
        units=UNITS,
        versions=versions or (version(),),
    )


def sent(*cases: CaseFacts, state: ReferralState = ReferralState.SENT, **more: object) -> ReferralFacts:
    """Sent by Anna, watched by Sara until the last day of the year."""
    begun = replace(
        draft(version("csx")),
        state=state,
        sent_at=AT,
        watcher_id=SARA,
        watch_on=date(2026, 12, 31),
        cases=cases or (case(CaseState.RECEIVED),),
    )
    return replace(begun, **more)  # type: ignore[arg-type]


ASSIGNED = case(CaseState.RECEIVED, assessor_id=OLLE)
ASSESSED = case(CaseState.IN_PROGRESS, assessor_id=OLLE, assessed_at=AT)
CONFIRMED = replace(ASSESSED, confirmed_at=AT, wait_until=DAY + timedelta(days=56))
WANTS_MORE = replace(ASSESSED, information_wanted_until=DAY + timedelta(days=10))
FORWARDED = replace(
    ASSESSED,
    state=CaseState.FORWARDED,
    forwarded_at=AT,
    forwarded_by_id=ASA,
    forward_watch_on=date(2026, 12, 31),
)
NEXT = case(CaseState.RECEIVED, case_id=NEXT_CASE, unit_id=C, came_from_id=CASE)
NEXT_OUTSIDE = case(CaseState.SENT, case_id=NEXT_CASE, unit_id=X, came_from_id=CASE)
READ = reply(ReplyKind.CONFIRMED, acknowledged_at=AT)
_EXTRA = version(number=2)
_OUTSIDE = case(CaseState.SENT, unit_id=X)

SITUATIONS: dict[str, ReferralFacts] = {
    "drafted": draft(),
    "no_question": draft(version(question=" ")),
    "no_receiver": replace(draft(), to_unit_id=None),
    "dictated": draft(version(dictated=True)),
    "speaking": draft(replace(version(dictated=True, spoken=False), author_id=ANNA)),
    "unclear_left": draft(version("tcu", dictated=True)),
    "machine_unread": draft(version("tm", dictated=True)),
    "transcribed": draft(version("t", dictated=True)),
    "completed": draft(version("c")),
    "signed": draft(version("cs"), state=ReferralState.SIGNED),
    "voided": draft(state=ReferralState.VOIDED),
    "sent": sent(),
    "sent_outside": sent(
        case(CaseState.SENT, unit_id=X),
        to_unit_id=X,
        deliveries=(delivery(DeliveryState.QUEUED),),
    ),
    "posted": sent(
        case(CaseState.SENT, unit_id=X), to_unit_id=X, deliveries=(delivery(DeliveryState.POSTED),)
    ),
    "failed": sent(
        case(CaseState.SENT, unit_id=X), to_unit_id=X, deliveries=(delivery(DeliveryState.FAILED),)
    ),
    "assigned": sent(ASSIGNED),
    "assessed": sent(ASSESSED),
    "confirmed": sent(CONFIRMED, replies=(reply(ReplyKind.CONFIRMED, told_needed=True),)),
    "confirmation_read": sent(CONFIRMED, replies=(READ,)),
    "reprioritisation_asked": sent(CONFIRMED, replies=(READ,), requests=(request(RequestKind.REPRIORITISE),)),
    "withdrawal_asked": sent(ASSIGNED, requests=(request(RequestKind.WITHDRAW),)),
    "withdrawal_asked_outside": sent(
        case(CaseState.SENT, unit_id=X), to_unit_id=X, requests=(request(RequestKind.WITHDRAW),)
    ),
    "more_wanted": sent(WANTS_MORE, replies=(reply(ReplyKind.MORE_INFO),)),
    "change_begun": sent(
        WANTS_MORE, replies=(reply(ReplyKind.MORE_INFO),), versions=(version("csx"), _EXTRA)
    ),
    "change_begun_case_ended": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED),
        replies=(reply(ReplyKind.FINAL),),
        versions=(version("csx"), _EXTRA),
    ),
    "change_dropped": sent(ASSIGNED, versions=(version("csx"), replace(_EXTRA, voided_at=AT))),
    "change_sent": sent(
        WANTS_MORE,
        replies=(reply(ReplyKind.MORE_INFO, acknowledged_at=AT, instead_at=AT),),
        versions=(version("csx"), version("csx", number=2)),
    ),
    "rejected": sent(
        replace(ASSESSED, state=CaseState.REJECTED), replies=(reply(ReplyKind.REJECTED, told_needed=True),)
    ),
    "rejection_read": sent(
        replace(ASSESSED, state=CaseState.REJECTED),
        replies=(reply(ReplyKind.REJECTED, acknowledged_at=AT),),
    ),
    "cancelled": sent(replace(CONFIRMED, state=CaseState.CANCELLED), replies=(reply(ReplyKind.CANCELLED),)),
    "forwarded": sent(FORWARDED, NEXT, replies=(reply(ReplyKind.FORWARDED),)),
    "forwarded_outside": sent(FORWARDED, NEXT_OUTSIDE, replies=(reply(ReplyKind.FORWARDED),)),
    "taken_over": sent(
        FORWARDED, replace(NEXT, state=CaseState.IN_PROGRESS, confirmed_at=AT, assessed_at=AT)
    ),
    "answer_begun": sent(replace(CONFIRMED, answer_decided_at=AT), replies=(reply(ReplyKind.FINAL, ""),)),
    "answer_dictated": sent(
        replace(CONFIRMED, answer_decided_at=AT), replies=(reply(ReplyKind.FINAL, "", dictated=True),)
    ),
    "answer_completed": sent(
        replace(CONFIRMED, answer_decided_at=AT), replies=(reply(ReplyKind.FINAL, "c"),)
    ),
    "answer_signed": sent(replace(CONFIRMED, answer_decided_at=AT), replies=(reply(ReplyKind.FINAL, "cs"),)),
    "confirmation_dictated": sent(ASSESSED, replies=(reply(ReplyKind.CONFIRMED, "", dictated=True),)),
    "confirmation_begun": sent(
        ASSESSED,
        replies=(reply(ReplyKind.CONFIRMED, "t", dictated=True, wait_until=DAY + timedelta(days=56)),),
    ),
    "confirmation_typed": sent(
        ASSESSED,
        replies=(reply(ReplyKind.CONFIRMED, "tc", dictated=True, wait_until=DAY + timedelta(days=56)),),
    ),
    "confirmation_signed": sent(
        ASSESSED,
        replies=(reply(ReplyKind.CONFIRMED, "tcs", dictated=True, wait_until=DAY + timedelta(days=56)),),
    ),
    "answer_voided": sent(CONFIRMED, replies=(reply(ReplyKind.FINAL, "", voided_at=AT),)),
    "closed_forwarded": sent(FORWARDED, NEXT, state=ReferralState.CLOSED),
    "answered_in_part": sent(CONFIRMED, replies=(reply(ReplyKind.PARTIAL),)),
    "answered": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED), replies=(reply(ReplyKind.FINAL, told_needed=True),)
    ),
    "watch_kept": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED), replies=(reply(ReplyKind.FINAL, acknowledged_at=AT),)
    ),
    "closed": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED),
        state=ReferralState.CLOSED,
        replies=(reply(ReplyKind.FINAL, acknowledged_at=AT),),
    ),
    "closed_outside": sent(case(CaseState.IN_PROGRESS, unit_id=X), to_unit_id=X, state=ReferralState.CLOSED),
    "arrived": sent(
        source=Source.ARRIVED,
        referrer_unit_id=X,
        referrer_id=None,
        watched=False,
        watcher_id=None,
        watch_on=None,
    ),
    "own_request": sent(
        source=Source.OWN_REQUEST,
        referrer_unit_id=None,
        referrer_id=None,
        watched=False,
        watcher_id=None,
        watch_on=None,
    ),
    "arrived_from_here": sent(source=Source.ARRIVED, referrer_id=None, watcher_id=None),
    "asked": sent(ASSIGNED, questions=(question(),)),
    "question_answered": sent(ASSIGNED, questions=(question(answered=True),)),
    "question_closed": sent(ASSIGNED, questions=(question(answered=True, closed=True),)),
    "printed": sent(_OUTSIDE, to_unit_id=X, deliveries=(delivery(DeliveryState.QUEUED, printed=True),)),
    "to_be_told_by_phone": sent(
        _OUTSIDE, to_unit_id=X, deliveries=(delivery(DeliveryState.QUEUED, channel="phone"),)
    ),
    "letter_begun": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT),)),
    "letter_dictated": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT, dictated=True),)),
    "letter_completed": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT, "c"),)),
    "letter_signed": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT, "cs"),)),
    "letter_sent": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT, "csx"),)),
    "letter_voided": sent(CONFIRMED, replies=(READ,), letters=(letter(LetterKind.PATIENT, voided_at=AT),)),
    "letter_to_receiver": sent(_OUTSIDE, to_unit_id=X, letters=(letter(LetterKind.CHASE, "c"),)),
    "letter_to_receiver_here": sent(
        ASSIGNED, letters=(replace(letter(LetterKind.CHASE, "c"), to_unit_id=B),)
    ),
}

# Only for obligations: they are no different to the rules.
MORE_SITUATIONS: dict[str, ReferralFacts] = {
    "no_receipt": sent(
        case(CaseState.SENT, unit_id=X), to_unit_id=X, deliveries=(delivery(DeliveryState.SENT),)
    ),
    "letter_to_post": sent(
        _OUTSIDE,
        to_unit_id=X,
        letters=(letter(LetterKind.CHASE, "csx"),),
        deliveries=(delivery(DeliveryState.QUEUED, letter_id=LETTER),),
    ),
    "reply_to_post": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED),
        source=Source.ARRIVED,
        state=ReferralState.CLOSED,
        referrer_unit_id=X,
        referrer_id=None,
        watched=False,
        watcher_id=None,
        watch_on=None,
        replies=(reply(ReplyKind.FINAL, arrived_on=None),),
        deliveries=(delivery(DeliveryState.QUEUED, reply_id=REPLY),),
    ),
    "reprioritisation_denied": sent(
        CONFIRMED,
        replies=(READ,),
        requests=(request(RequestKind.REPRIORITISE, outcome="denied", answered_at=AT),),
    ),
    "answer_on_paper": sent(case(CaseState.SENT, unit_id=X), to_unit_id=X, documents=(paper("answer"),)),
    "withdrawal_denied": sent(
        ASSIGNED, requests=(request(RequestKind.WITHDRAW, outcome="denied", answered_at=AT),)
    ),
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who acts, as rules see them."""

    person_id: UUID
    unit_ids: frozenset[UUID]
    role: str
    stands_in: frozenset[tuple[UUID, str]] = frozenset()


def _at(unit_id: UUID, person_id: UUID, role: str) -> Somebody:
    return Somebody(person_id=person_id, unit_ids=frozenset({unit_id}), role=role)


PEOPLE: dict[str, Somebody] = {
    "referrer": _at(A, ANNA, "doctor"),
    "colleague": _at(A, ARVID, "doctor"),
    "nurse": _at(A, NINA, "clinician"),
    "secretary": _at(A, SARA, "secretary"),
    "manager": _at(A, MONA, "manager"),
    "administrator": _at(A, ADAM, "administrator"),
    "referrers_stand_in": replace(
        _at(A, ARVID, "doctor"), stands_in=frozenset({(ANNA, "sign"), (ANNA, "acknowledge")})
    ),
    "pool": Somebody(person_id=uid(52), unit_ids=frozenset({A, B}), role="secretary"),
    "assessor": _at(B, OLLE, "doctor"),
    "other_assessor": _at(B, YLVA, "doctor"),
    "optician": _at(B, OWE, "clinician"),
    "eye_secretary": _at(B, ASA, "secretary"),
    "eye_manager": _at(B, ULLA, "manager"),
    "assessors_stand_in": replace(
        _at(B, YLVA, "doctor"), stands_in=frozenset({(OLLE, "sign"), (OLLE, "answer")})
    ),
    "next_doctor": _at(C, HEDDA, "doctor"),
    "stranger": _at(D, DORA, "doctor"),
}
