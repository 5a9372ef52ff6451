"""Referrals walked to a state by the real actions, from the health centre to the eye clinic.

Every function takes the region and `now`, and returns the referral as it is then in the database.
`STATES` names them all, for tests that want one of each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.waits import Wait, WaitKind, read_wait
from remissvakt.documents.models import Document
from remissvakt.letters.models import PrintRun
from remissvakt.letters.runs import begin_run, go_on
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    certificates,
    close,
    complete,
    confirm,
    decide,
    deliver,
    forward,
    letters,
    papers,
    questions,
    register_arrival,
    register_reply,
    send,
    sign,
    versions,
    void,
    watch,
)
from remissvakt.referrals.models import Case, CertificateQuestion, Delivery, Letter, Referral, Reply

from .region import Region

FIELDS = {"question": "Glaukom?", "clinical_information": "Högt ögontryck, hereditet."}


def weeks(number: int, *, now: datetime) -> Wait:
    """A stated wait of so many weeks."""
    return read_wait(kind=WaitKind.WEEKS, value=str(number), today=local_date(now))


def fresh(referral: Referral) -> Referral:
    return Referral.objects.get(id=referral.id)


def case_of(referral: Referral, unit: Unit | None = None) -> Case:
    """The latest case, or the unit's."""
    rows = Case.objects.filter(referral=referral)
    if unit is not None:
        rows = rows.filter(unit=unit)
    return rows.order_by("-id")[0]


def reply_of(referral: Referral, kind: str | None = None) -> Reply:
    """The latest reply, or the latest of its kind."""
    rows = Reply.objects.filter(referral=referral)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.order_by("-id")[0]


def delivery_of(referral: Referral, state: str) -> Delivery:
    return Delivery.objects.filter(referral=referral, state=state).order_by("-id")[0]


# The sender's text


def drafted(region: Region, *, now: datetime, **more: Any) -> Referral:
    """Decided by Anna, who writes it herself; the receiver is the eye clinic."""
    given: dict[str, Any] = {
        "referral_id": new_id(now=now),
        "unit_id": region.health_centre.id,
        "patient_id": region.patient.id,
        "referrer_id": region.referrer.person_id,
        "to_unit_id": region.eye_clinic.id,
        "priority_rank": 2,
        "priority_label": "Hög",
        "fields": FIELDS,
        "actor": region.referrer,
        "now": now,
        **more,
    }
    return fresh(decide.decide(**given))


def dictated(region: Region, *, now: datetime, **more: Any) -> Referral:
    """Decided and dictated; speech that is not text yet."""
    return drafted(region, now=now, fields={}, dictated=True, dictation_place="Diktat 4", **more)


def transcribed(region: Region, *, now: datetime, **more: Any) -> Referral:
    referral = dictated(region, now=now, **more)
    complete.transcribe(
        referral_id=referral.id, version=1, draft_version=1, fields=FIELDS, actor=region.secretary, now=now
    )
    return fresh(referral)


def completed(region: Region, *, now: datetime, **more: Any) -> Referral:
    """Complete, and waits for Anna's signature."""
    referral = drafted(region, now=now, **more)
    complete.complete(referral_id=referral.id, version=1, draft_version=1, actor=region.secretary, now=now)
    return fresh(referral)


def signed(region: Region, *, now: datetime, **more: Any) -> Referral:
    referral = completed(region, now=now, **more)
    sign.sign(referral_id=referral.id, version=2, draft_version=2, actor=region.referrer, now=now)
    return fresh(referral)


def voided(region: Region, *, now: datetime) -> Referral:
    referral = drafted(region, now=now)
    void.void(referral_id=referral.id, version=1, reason="Behövs inte.", actor=region.referrer, now=now)
    return fresh(referral)


# Sent


def sent(region: Region, *, now: datetime, to: Unit | None = None, **more: Any) -> Referral:
    """Sent by Anna, who watches it."""
    given: dict[str, Any] = {
        "referral_id": new_id(now=now),
        "unit_id": region.health_centre.id,
        "patient_id": region.patient.id,
        "to_unit_id": (to or region.eye_clinic).id,
        "priority_rank": 2,
        "priority_label": "Hög",
        "fields": FIELDS,
        "actor": region.referrer,
        "now": now,
        **more,
    }
    return fresh(send.refer(**given))


def sent_outside(region: Region, *, now: datetime) -> Referral:
    """To a unit outside, on paper that is not posted yet."""
    return sent(region, now=now, to=region.outside_unit)


def posted(region: Region, *, now: datetime) -> Referral:
    referral = sent_outside(region, now=now)
    deliver.mark_posted(
        delivery_id=delivery_of(referral, "queued").id,
        version=referral.version,
        actor=region.secretary,
        now=now,
    )
    return fresh(referral)


def delivery_failed(region: Region, *, now: datetime) -> Referral:
    """The letter came back."""
    referral = posted(region, now=now)
    deliver.report_failed(
        delivery_id=delivery_of(referral, "posted").id,
        version=referral.version,
        failure="Adressat okänd.",
        actor=region.secretary,
        now=now,
    )
    return fresh(referral)


# The receiver's case


def assigned(region: Region, *, now: datetime, **more: Any) -> Referral:
    """Olle is to assess it."""
    referral = sent(region, now=now, **more)
    assess.assign(
        case_id=case_of(referral).id,
        version=1,
        assessor_id=region.assessor.person_id,
        actor=region.eye_secretary,
        now=now,
    )
    return fresh(referral)


def assessed(region: Region, *, now: datetime) -> Referral:
    referral = assigned(region, now=now)
    case = case_of(referral)
    assess.assess(case_id=case.id, version=case.version, actor=region.assessor, now=now, note="Tid inom 8 v.")
    return fresh(referral)


def confirmed(region: Region, *, now: datetime, **more: Any) -> Referral:
    """Confirmed with a wait of eight weeks; nobody has acknowledged it yet."""
    referral = assigned(region, now=now, **more)
    case = case_of(referral)
    confirm.confirm(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        text="Vi kallar patienten.",
        wait=weeks(8, now=now),
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def confirmation_acknowledged(region: Region, *, now: datetime) -> Referral:
    referral = confirmed(region, now=now)
    acknowledge.acknowledge(
        reply_id=reply_of(referral).id,
        version=referral.version,
        accept_wait=True,
        actor=region.secretary,
        now=now,
    )
    return fresh(referral)


def reprioritisation_asked(region: Region, *, now: datetime) -> Referral:
    referral = confirmed(region, now=now)
    acknowledge.acknowledge(
        reply_id=reply_of(referral).id,
        version=referral.version,
        accept_wait=False,
        dispute_reason="Synen försämras.",
        actor=region.referrer,
        now=now,
    )
    return fresh(referral)


def withdrawal_asked(region: Region, *, now: datetime) -> Referral:
    referral = assigned(region, now=now)
    ask_receiver.withdraw(
        referral_id=referral.id,
        version=referral.version,
        reason="Behövs inte längre.",
        how="",
        reached="",
        actor=region.referrer,
        now=now,
    )
    return fresh(referral)


def withdrawn(region: Region, *, now: datetime) -> Referral:
    """Withdrawal asked for and granted: closed."""
    referral = withdrawal_asked(region, now=now)
    case = case_of(referral)
    ask_receiver.answer_request(
        case_id=case.id,
        version=case.version,
        kind="withdraw",
        outcome="granted",
        text="Avslutas här.",
        actor=region.eye_secretary,
        now=now,
    )
    return fresh(referral)


def information_requested(region: Region, *, now: datetime) -> Referral:
    """The receiver wants to know more within ten days."""
    referral = assigned(region, now=now)
    case = case_of(referral)
    confirm.request_information(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        text="Bifoga synfält.",
        wanted_until=local_date(now) + timedelta(days=10),
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def change_begun(region: Region, *, now: datetime) -> Referral:
    """The answer to that is being written as version 2."""
    referral = information_requested(region, now=now)
    versions.begin_version(referral_id=referral.id, version=referral.version, actor=region.referrer, now=now)
    return fresh(referral)


def change_sent(region: Region, *, now: datetime) -> Referral:
    referral = change_begun(region, now=now)
    send.sign_and_send(
        referral_id=referral.id,
        version=referral.version,
        draft_version=1,
        fields={"administrative_information": "Synfält bifogas."},
        actor=region.referrer,
        now=now,
    )
    return fresh(referral)


def rejected(region: Region, *, now: datetime) -> Referral:
    """Rejected by Olle; nobody has read it yet."""
    referral = assigned(region, now=now)
    case = case_of(referral)
    confirm.reject(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        reason="wrong_unit",
        text="Hör hemma hos optiker.",
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def rejection_acknowledged(region: Region, *, now: datetime) -> Referral:
    """Read, but nobody has said what is done instead."""
    referral = rejected(region, now=now)
    acknowledge.acknowledge(
        reply_id=reply_of(referral).id, version=referral.version, actor=region.referrer, now=now
    )
    return fresh(referral)


def rejection_handled(region: Region, *, now: datetime) -> Referral:
    """Closed: something else is done instead."""
    referral = rejection_acknowledged(region, now=now)
    acknowledge.say_instead(
        reply_id=reply_of(referral).id,
        version=referral.version,
        instead="Remiss till optiker.",
        actor=region.referrer,
        now=now,
    )
    return fresh(referral)


def cancelled(region: Region, *, now: datetime) -> Referral:
    """Confirmed first, then ended without an answer."""
    referral = confirmed(region, now=now)
    case = case_of(referral)
    confirm.cancel(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        reason="Patienten kom inte.",
        text="Avslutas.",
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def forwarded(region: Region, *, now: datetime, to: Unit | None = None, consent: str = "") -> Referral:
    """Passed on by the eye clinic, to the skin clinic if nothing else is said."""
    referral = sent(region, now=now)
    case = case_of(referral)
    forward.forward(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        to_unit_id=(to or region.skin_clinic).id,
        reason="Gäller ögonlockets hud.",
        consent=consent,
        actor=region.eye_secretary,
        now=now,
    )
    return fresh(referral)


def forwarded_and_confirmed(region: Region, *, now: datetime) -> Referral:
    referral = forwarded(region, now=now)
    case = case_of(referral, region.skin_clinic)
    confirm.confirm(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        text="Vi tar över.",
        wait=weeks(4, now=now),
        actor=region.skin_doctor,
        now=now,
    )
    return fresh(referral)


def forwarded_outside(region: Region, *, now: datetime) -> Referral:
    """Passed on to another care provider outside, with the patient's consent."""
    return forwarded(region, now=now, to=region.outside_unit, consent="Muntligt vid besök.")


# Answers


def answer_begun(
    region: Region,
    *,
    now: datetime,
    kind: str = "FINAL",
    dictated: bool = False,
    text: str = "Inget glaukom.",
) -> Referral:
    """Olle has decided to answer, and begun."""
    referral = confirmed(region, now=now)
    case = case_of(referral)
    answer.decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        kind=kind,
        text="" if dictated else text,
        dictated=dictated,
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def answer_dictated(region: Region, *, now: datetime) -> Referral:
    return answer_begun(region, now=now, dictated=True)


def answer_completed(region: Region, *, now: datetime) -> Referral:
    referral = answer_begun(region, now=now)
    answer.complete_answer(
        reply_id=reply_of(referral).id,
        draft_version=1,
        text="Inget glaukom. Kontroll om ett år.",
        actor=region.eye_secretary,
        now=now,
    )
    return fresh(referral)


def answer_signed(region: Region, *, now: datetime) -> Referral:
    referral = answer_completed(region, now=now)
    answer.sign_answer(reply_id=reply_of(referral).id, draft_version=2, actor=region.assessor, now=now)
    return fresh(referral)


def answered(region: Region, *, now: datetime, kind: str = "FINAL") -> Referral:
    """Answered; nobody has acknowledged it yet."""
    referral = answer_begun(region, now=now, kind=kind)
    answer.sign_and_send_answer(
        reply_id=reply_of(referral).id,
        draft_version=1,
        text="Inget glaukom. Kontroll om ett år.",
        actor=region.assessor,
        now=now,
    )
    return fresh(referral)


def answered_in_part(region: Region, *, now: datetime) -> Referral:
    return answered(region, now=now, kind="PARTIAL")


def answered_preliminarily(region: Region, *, now: datetime) -> Referral:
    return answered(region, now=now, kind="PRELIMINARY")


def closed(region: Region, *, now: datetime) -> Referral:
    """The whole loop: the final answer acknowledged by Anna."""
    referral = answered(region, now=now)
    acknowledge_answer(referral, actor=region.referrer, now=now)
    return fresh(referral)


def watch_kept(region: Region, *, now: datetime) -> Referral:
    """The final answer acknowledged, but the watch kept."""
    referral = answered(region, now=now)
    acknowledge_answer(referral, actor=region.referrer, now=now, answered="partly", keep_watch=True)
    return fresh(referral)


def reopened(region: Region, *, now: datetime) -> Referral:
    referral = closed(region, now=now)
    close.reopen(
        referral_id=referral.id,
        version=referral.version,
        reason="Avslutad av misstag.",
        actor=region.secretary,
        now=now,
    )
    return fresh(referral)


def closed_by_clinician(region: Region, *, now: datetime) -> Referral:
    """Closed for a coded reason while the receiver still has it open."""
    referral = confirmation_acknowledged(region, now=now)
    close.close(
        referral_id=referral.id,
        version=referral.version,
        reason="patient_declined",
        note="Vill inte.",
        actor=region.referrer,
        now=now,
    )
    return fresh(referral)


def acknowledge_answer(
    referral: Referral, *, actor: Actor, now: datetime, answered: str = "yes", keep_watch: bool = False
) -> Reply:
    """Acknowledge the referral's latest final answer."""
    return acknowledge.acknowledge(
        reply_id=reply_of(referral, "FINAL").id,
        version=fresh(referral).version,
        question_answered=answered,
        keep_watch=keep_watch,
        actor=actor,
        now=now,
    )


# From a receiver outside, and from senders outside


def registered(region: Region, *, now: datetime, kind: str = "CONFIRMED", **more: Any) -> Referral:
    """A paper reply from outside, registered by Sara; not acknowledged."""
    referral = posted(region, now=now)
    put_reply(region, referral, now=now, kind=kind, **more)
    return fresh(referral)


def put_reply(
    region: Region, referral: Referral, *, now: datetime, kind: str = "CONFIRMED", **more: Any
) -> Reply:
    """Register one more paper reply to a referral that went outside."""
    today = local_date(now)
    given: dict[str, Any] = {
        "referral_id": referral.id,
        "version": fresh(referral).version,
        "reply_id": new_id(now=now),
        "kind": kind,
        "arrived_on": today,
        "channel": "paper",
        "text": "Enligt brev.",
        "author_name": "Dr Extern",
        "wait": weeks(8, now=now) if kind == "CONFIRMED" else None,
        "information_wanted_until": today + timedelta(days=10) if kind == "MORE_INFO" else None,
        "forwarded_to_id": region.other_outside_unit.id if kind == "FORWARDED" else None,
        "actor": region.secretary,
        "now": now,
        **more,
    }
    return register_reply.register_reply(**given)


def arrived(region: Region, *, now: datetime, **more: Any) -> Referral:
    """A paper referral to the eye clinic from outside, registered by Åsa; no assessor yet."""
    given: dict[str, Any] = {
        "referral_id": new_id(now=now),
        "unit_id": region.eye_clinic.id,
        "patient_id": region.patient.id,
        "source": "arrived",
        "from_unit_id": region.outside_unit.id,
        "referrer_name": "Dr Extern",
        "arrived_on": local_date(now),
        "fields": FIELDS,
        "actor": region.eye_secretary,
        "now": now,
        **more,
    }
    return fresh(register_arrival.register_arrival(**given).referral)


def arrived_from_here(region: Region, *, now: datetime) -> Referral:
    """A paper referral from the health centre, which is on the installation and so must watch it."""
    return arrived(region, now=now, from_unit_id=region.health_centre.id, referrer_name="Anna Almgren")


def own_request(region: Region, *, now: datetime) -> Referral:
    """The patient's own request."""
    return arrived(region, now=now, source="own_request", from_unit_id=None, referrer_name="")


def arrived_and_answered(region: Region, *, now: datetime) -> Referral:
    """From outside, answered by the optician on paper; our part is done, and the letter is to be posted."""
    referral = arrived(region, now=now, assessor_id=region.optician.person_id)
    reply_id = new_id(now=now)
    answer.decide_answer(
        case_id=case_of(referral).id,
        version=1,
        reply_id=reply_id,
        kind="FINAL",
        text="Ua.",
        actor=region.optician,
        now=now,
    )
    answer.sign_and_send_answer(reply_id=reply_id, draft_version=1, text=None, actor=region.optician, now=now)
    return fresh(referral)


# Around it


def chased(region: Region, *, now: datetime) -> Referral:
    """No confirmation came; the receiver was phoned."""
    referral = posted(region, now=now)
    watch.chase(
        referral_id=referral.id,
        version=referral.version,
        how="phone",
        reached="Sekreterare Ek",
        said="Ligger för bedömning.",
        watch_on=local_date(now) + timedelta(days=7),
        actor=region.secretary,
        now=now,
    )
    return fresh(referral)


def asked(region: Region, *, now: datetime) -> Referral:
    """The eye clinic asks the health centre something."""
    referral = assigned(region, now=now)
    questions.ask(
        referral_id=referral.id,
        question_id=new_id(now=now),
        from_unit_id=region.eye_clinic.id,
        to_unit_id=region.health_centre.id,
        to_person_id=region.referrer.person_id,
        subject="Läkemedel",
        text="Tar patienten betablockerare?",
        actor=region.eye_secretary,
        now=now,
    )
    return fresh(referral)


def paper(region: Region, *, now: datetime, unit: Unit | None = None, actor: Actor | None = None) -> Document:
    """A paper at the health centre that nobody has linked."""
    return papers.register_paper(
        document_id=new_id(now=now),
        unit_id=(unit or region.health_centre).id,
        arrived_on=local_date(now),
        sender="Universitetssjukhuset",
        description="Brev om ögon",
        actor=actor or region.secretary,
        now=now,
    )


def certificate(
    region: Region, *, now: datetime, issuer_id: UUID | None = None, unanswered: int = 1
) -> CertificateQuestion:
    """A question about a certificate that Anna issued."""
    return certificates.report_certificate(
        certificate_id=str(new_id(now=now)),
        certificate_type="lisjp",
        patient_id=region.patient.id,
        unit_id=region.health_centre.id,
        issuer_id=issuer_id or region.referrer.person_id,
        subject="KOMPLT",
        event_code="NYFRFM",
        answer_by=local_date(now) + timedelta(days=14),
        totals={"received_total": unanswered, "received_unanswered": unanswered},
        reported_at=now,
        now=now,
    )


STATES: dict[str, Callable[..., Referral]] = {
    function.__name__: function
    for function in (
        drafted,
        dictated,
        transcribed,
        completed,
        signed,
        voided,
        sent,
        sent_outside,
        posted,
        delivery_failed,
        chased,
        assigned,
        assessed,
        confirmed,
        confirmation_acknowledged,
        reprioritisation_asked,
        withdrawal_asked,
        withdrawn,
        information_requested,
        change_begun,
        change_sent,
        rejected,
        rejection_acknowledged,
        rejection_handled,
        cancelled,
        forwarded,
        forwarded_and_confirmed,
        forwarded_outside,
        answer_begun,
        answer_dictated,
        answer_completed,
        answer_signed,
        answered,
        answered_in_part,
        answered_preliminarily,
        closed,
        watch_kept,
        reopened,
        closed_by_clinician,
        registered,
        arrived,
        arrived_from_here,
        own_request,
        arrived_and_answered,
        asked,
    )
}


def letter_begun(
    referral: Referral, *, actor: Actor, now: datetime, kind: str = "patient", dictated: bool = False
) -> Letter:
    """A letter that somebody at the sender has begun and not finished."""
    return letters.begin_letter(
        referral_id=referral.id,
        version=fresh(referral).version,
        kind=kind,
        draft=letters.LetterDraft(letter_id=new_id(now=now), text="" if dictated else "Vi hör av oss."),
        dictated=dictated,
        actor=actor,
        now=now,
    )


def print_run(region: Region, *, now: datetime, many: int = 1) -> PrintRun:
    """Paper referrals of the health centre, printed together and not posted."""
    waiting = [delivery_of(sent_outside(region, now=now), "queued").id for _ in range(many)]
    run = begin_run(run_id=new_id(now=now), delivery_ids=waiting, actor=region.secretary, now=now)
    go_on(run_id=run.id, actor=region.secretary, now=now, most=many)
    run.refresh_from_db()
    return run
