"""Which states a referral and a case have, and which steps lead between them. Pure.

States are few; everything else is a fact with a time and a person (see `facts`).
"""

from __future__ import annotations

from enum import StrEnum


class ReferralState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    CLOSED = "closed"
    VOIDED = "voided"


class CaseState(StrEnum):
    SENT = "sent"  # on its way; not known to have arrived
    RECEIVED = "received"  # Ej bedömd
    IN_PROGRESS = "in_progress"  # Pågår
    ANSWERED = "answered"
    REJECTED = "rejected"
    FORWARDED = "forwarded"
    CANCELLED = "cancelled"


class ReplyKind(StrEnum):
    """The eight kinds of reply; five confirmations and three answers (RIV-TA 2.2)."""

    CONFIRMED = "CONFIRMED"
    MORE_INFO = "MORE_INFO"
    FORWARDED = "FORWARDED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"
    PARTIAL = "PARTIAL"
    PRELIMINARY = "PRELIMINARY"
    FINAL = "FINAL"


NATIONAL_CODE: dict[ReplyKind, str] = {
    ReplyKind.CONFIRMED: "BEK",
    ReplyKind.MORE_INFO: "KOM",
    ReplyKind.FORWARDED: "VID",
    ReplyKind.REJECTED: "AVV",
    ReplyKind.CANCELLED: "AVB",
    ReplyKind.PARTIAL: "DSV",
    ReplyKind.PRELIMINARY: "PSV",
    ReplyKind.FINAL: "SSV",
}
ANSWERS = frozenset({ReplyKind.PARTIAL, ReplyKind.PRELIMINARY, ReplyKind.FINAL})
CONFIRMATIONS = frozenset(ReplyKind) - ANSWERS
REFUSALS = frozenset({ReplyKind.REJECTED, ReplyKind.CANCELLED})
# Replies after which the sender must say what is done instead, before the loop can close.
ASKS_INSTEAD = REFUSALS | {ReplyKind.MORE_INFO}
# Replies that the patient is told about (B.2, B.3).
TOLD_TO_PATIENT = frozenset({ReplyKind.CONFIRMED, ReplyKind.FINAL}) | REFUSALS


class CloseReason(StrEnum):
    """The only ways in which a referral closes. The clinical ones are a clinician's coded reason."""

    FINAL_ACKNOWLEDGED = "final_acknowledged"
    REJECTED_HANDLED = "rejected_handled"
    CANCELLED_HANDLED = "cancelled_handled"
    WITHDRAWN = "withdrawn"
    RECEIVER_ENDED = "receiver_ended"  # came from outside; our unit has ended its part
    PATIENT_DECLINED = "patient_declined"
    PATIENT_DECEASED = "patient_deceased"
    PATIENT_MOVED = "patient_moved"
    NO_LONGER_NEEDED = "no_longer_needed"
    CARED_FOR_ELSEWHERE = "cared_for_elsewhere"
    DUPLICATE = "duplicate"


CLINICAL_REASONS = (
    CloseReason.PATIENT_DECLINED,
    CloseReason.PATIENT_DECEASED,
    CloseReason.PATIENT_MOVED,
    CloseReason.NO_LONGER_NEEDED,
    CloseReason.CARED_FOR_ELSEWHERE,
    CloseReason.DUPLICATE,
)


class Source(StrEnum):
    """How the referral came into the system."""

    WRITTEN = "written"  # decided and written at a unit here
    ARRIVED = "arrived"  # came on paper or by phone and was registered (B.1)
    OWN_REQUEST = "own_request"  # egen vårdbegäran


class VersionReason(StrEnum):
    """Why a version of the content exists (RIV-TA reasonForVersion)."""

    NEW = "NR"
    CHANGED = "AR"
    FORWARDED = "VR"
    PAYMENT = "AB"


class RequestKind(StrEnum):
    """What the sender may ask of a receiver about a referral already sent."""

    REPRIORITISE = "reprioritise"
    WITHDRAW = "withdraw"


class RequestOutcome(StrEnum):
    GRANTED = "granted"
    DENIED = "denied"


class LetterKind(StrEnum):
    """A letter that is neither a referral nor a reply. The first three go to a receiver, the others to the patient."""

    CHASE = "chase"
    REPRIORITISE = "reprioritise"
    WITHDRAW = "withdraw"
    APPOINTMENT = "appointment"  # kallelse
    PATIENT = "patient"  # patientinformation


TO_PATIENT = frozenset({LetterKind.APPOINTMENT, LetterKind.PATIENT})


class DeliveryState(StrEnum):
    QUEUED = "queued"  # to be printed and posted, or waiting to leave
    SENT = "sent"  # left; no receipt yet
    POSTED = "posted"
    DELIVERED = "delivered"  # the receiver's receipt is stored
    FAILED = "failed"
    REPLACED = "replaced"  # failed, and sent anew


class Node(StrEnum):
    """Where work is found. The first eight are the nodes of Mitt arbete."""

    SIGN = "sign"
    ACKNOWLEDGE = "acknowledge"
    SEND = "send"
    ANSWER = "answer"
    COMPLETE = "complete"
    CERTIFICATE = "certificate"
    QUESTION = "question"
    WATCH = "watch"
    INBOX = "inbox"
    TRANSCRIBE = "transcribe"
    UNLINKED = "unlinked"
    FAILED = "failed"
    INFORM = "inform"


PERSONAL_NODES = (
    Node.SIGN,
    Node.ACKNOWLEDGE,
    Node.SEND,
    Node.ANSWER,
    Node.COMPLETE,
    Node.CERTIFICATE,
    Node.QUESTION,
    Node.WATCH,
)

R, C = ReferralState, CaseState
REFERRAL_STEPS: dict[ReferralState, frozenset[ReferralState]] = {
    R.DRAFT: frozenset({R.SIGNED, R.VOIDED}),
    R.SIGNED: frozenset({R.SENT, R.DRAFT, R.VOIDED}),  # back to draft: the text is opened again
    R.SENT: frozenset({R.CLOSED}),
    R.CLOSED: frozenset({R.SENT}),  # reopened: closed by mistake, watched again
    R.VOIDED: frozenset(),
}
CASE_STEPS: dict[CaseState, frozenset[CaseState]] = {
    C.SENT: frozenset({C.RECEIVED, C.IN_PROGRESS, C.ANSWERED, C.REJECTED, C.FORWARDED, C.CANCELLED}),
    C.RECEIVED: frozenset({C.IN_PROGRESS, C.ANSWERED, C.REJECTED, C.FORWARDED, C.CANCELLED}),
    C.IN_PROGRESS: frozenset({C.ANSWERED, C.REJECTED, C.FORWARDED, C.CANCELLED}),
    C.ANSWERED: frozenset(),
    C.REJECTED: frozenset(),
    C.FORWARDED: frozenset(),
    C.CANCELLED: frozenset(),
}
# Only when a reply was registered from a paper that belonged elsewhere: the case is as it was without that reply.
CASE_STEPS_BACK: dict[CaseState, frozenset[CaseState]] = {
    C.SENT: frozenset(),
    C.RECEIVED: frozenset({C.SENT}),
    C.IN_PROGRESS: frozenset({C.SENT, C.RECEIVED}),
    C.ANSWERED: frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS}),
    C.REJECTED: frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS}),
    C.FORWARDED: frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS}),
    C.CANCELLED: frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS}),
}
OPEN_CASE_STATES = frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS})
FIRST_REFERRAL_STATES = frozenset({R.DRAFT, R.SENT})  # decided here; arrived from elsewhere
FIRST_CASE_STATES = frozenset({C.SENT, C.RECEIVED, C.IN_PROGRESS})  # the last: brought in by an import


class ImpossibleStep(RuntimeError):
    """A programming error: an action was about to take a step that the tables do not have."""


def check_step_back(old: CaseState, new: CaseState) -> None:
    """Raise ImpossibleStep unless a reply that is taken back may leave the case so."""
    if old != new and new not in CASE_STEPS_BACK[old]:
        raise ImpossibleStep(f"CaseState back: {old} → {new}")


def check_step(old: ReferralState | CaseState, new: ReferralState | CaseState) -> None:
    """Raise ImpossibleStep unless the tables lead from `old` to `new` (or they are the same)."""
    allowed: frozenset[ReferralState] | frozenset[CaseState] = (
        REFERRAL_STEPS[old] if isinstance(old, ReferralState) else CASE_STEPS[old]
    )
    if old != new and new not in allowed:
        raise ImpossibleStep(f"{type(old).__name__}: {old} → {new}")
