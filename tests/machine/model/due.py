"""What must be seen to now, by whom, at which unit: read off the things as they are (the design's table)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .things import ANSWERS, NO, Case, Id, Model, Referral, Text


@dataclass(frozen=True)
class Duty:
    """Something to be done. `somebody` says that a person must have it; `twin` that another duty says the same."""

    node: str
    unit: Id
    person: Id
    about: Any
    somebody: bool = True
    twin: bool = False
    on: date | None = None  # of a watch


def duties(model: Model) -> Iterator[Duty]:
    for key, referral in model.referrals.items():
        yield from of_referral(model, key, referral)
    for key, paper in model.papers.items():
        if paper.is_work:
            yield Duty("unlinked", paper.unit, None, paper.referral or key, somebody=False)
    for certificate in model.certificates.values():
        if certificate.open:
            yield Duty("certificate", certificate.unit, certificate.issuer, certificate.id)


def of_referral(model: Model, key: Id, referral: Referral) -> Iterator[Duty]:
    yield from _texts(model, key, referral)
    yield from _sendings(model, key, referral)
    if referral.state == "sent" and model.local(referral.unit):
        yield Duty("watch", referral.unit, referral.watcher, key, on=referral.watch_on)
    if model.local(referral.unit):
        yield from _replies(key, referral)
    for case in referral.cases:
        if model.local(case.unit):
            yield from _case(key, referral, case)
    for question in referral.questions.values():
        if question.state == "asked":
            yield Duty("question", question.asked_unit, question.asked, key, somebody=False)
        elif question.state == "answered":
            yield Duty("question", question.asker_unit, question.asker, key, somebody=False)


def _text(key: Id, text: Text, signer: Id) -> Iterator[Duty]:
    """Whoever writes completes it; whose word it is signs."""
    if text.spoken and text.speaking:
        yield Duty("complete", text.unit, text.author, key)
    elif text.spoken:
        yield Duty("transcribe", text.unit, None, key, somebody=False)
    elif not text.whole:
        yield Duty("complete", text.unit, text.author, key)
    elif text.signed_by is None:
        yield Duty("sign", text.unit, signer, key)
    else:
        yield Duty("send", text.unit, text.author, key)


def _texts(model: Model, key: Id, referral: Referral) -> Iterator[Duty]:
    for text in referral.versions[referral.versions_sent :] if referral.state != "void" else ():
        yield from _text(key, text, referral.referrer)
    for reply in referral.replies.values():
        if reply.text is not None and not reply.sent and not reply.void:
            yield from _text(key, reply.text, reply.case.assessor)
    for letter in referral.letters.values():
        if not letter.void and letter.text.signed_by is None:
            yield from _text(key, letter.text, letter.text.author)


def _sendings(model: Model, key: Id, referral: Referral) -> Iterator[Duty]:
    for sending in referral.sendings.values():
        if sending.state != "gone":
            yield Duty("send", sending.unit, sending.who, key)
        if sending.state == "failed":
            yield Duty("failed", sending.unit, sending.who, key, twin=True)


def _replies(key: Id, referral: Referral) -> Iterator[Duty]:
    for reply in referral.replies.values():
        if reply.void or not reply.sent:
            continue
        if not reply.acknowledged:
            first, second = referral.referrer, referral.watcher
            if reply.kind not in (*ANSWERS, *NO):
                first, second = second, first
            person = first or second
            yield Duty("acknowledge", referral.unit, person, key)
        elif reply.wants_instead and reply.kind in NO and referral.state == "sent":
            yield Duty("acknowledge", referral.unit, referral.watcher, key)
    if referral.state == "sent" and referral.more_wanted and referral.versions_sent == len(referral.versions):
        yield Duty("complete", referral.unit, referral.referrer, key)


def _case(key: Id, referral: Referral, case: Case) -> Iterator[Duty]:
    if case.state in ("received", "going_on"):
        yield Duty("inbox", case.unit, case.assessor, key, twin=case.assessor is not None)
        if case.assessor is not None:
            yield Duty("answer", case.unit, case.assessor, key)
    if case.asked:
        yield Duty("answer", case.unit, case.assessor, key)
    if case.patient_waits:
        yield Duty("inform", case.unit, None, key, somebody=False)
    if case.state == "forwarded" and referral.state == "sent" and not referral.taken_over(case):
        yield Duty("watch", case.unit, case.handed_on_by, key)
