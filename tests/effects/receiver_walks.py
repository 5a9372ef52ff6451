"""What the receiver does: takes in, assesses, confirms, answers, forwards, tells the patient; here and outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from factories import walks
from factories.region import Region
from factories.steps import answer_at_once, answered_by_phone, ask_by_phone, pass_on
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import ForwardingTarget, Unit, UnitRoutine
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    close,
    confirm,
    forward,
    inform_patient,
    send,
    versions,
    void,
)
from remissvakt.referrals.actions.letters import LetterDraft

from .calls import DAY, Walk, of, of_case, of_draft, of_reply, of_text, refused
from .sender_walks import ALL_TEXTS

TEXT = "Inget glaukom."


def withdrawn_after_an_answer_was_voided(region: Region, now: datetime) -> None:
    """What was voided before stays as it was; what is begun falls."""
    referral = walks.answer_begun(region, now=now)
    given = {"actor": region.assessor, "now": now}
    void.void_answer(**of_draft(referral), reason="Fel patient.", **given)
    answer.decide_answer(**of_case(referral), reply_id=new_id(now=now), kind="FINAL", text="Igen.", **given)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now + DAY)
    given = {"actor": region.eye_secretary, "now": now + DAY}
    ask_receiver.answer_request(**of_case(referral), kind="withdraw", outcome="granted", text="Ja.", **given)


def _kind(kind: str) -> Walk:
    """A paper reply of the kind."""

    def walk(region: Region, now: datetime) -> None:
        if kind == "CANCELLED":
            referral = walks.registered(region, now=now)
            walks.put_reply(
                region, referral, now=now, kind=kind, reason="Uteblev.", arrived_on=local_date(now - DAY)
            )
        else:
            walks.registered(
                region, now=now + 2 * DAY, kind=kind, arrived_on=local_date(now), channel="phone"
            )

    return walk


registered_request = _kind("MORE_INFO")
registered_rejection = _kind("REJECTED")
registered_cancellation = _kind("CANCELLED")
registered_part = _kind("PARTIAL")
registered_preliminary = _kind("PRELIMINARY")
registered_answer = _kind("FINAL")
registered_forwarding = _kind("FORWARDED")


def registered_answers_replaced(region: Region, now: datetime) -> None:
    """Each answer replaces the former one; after the final one only final ones follow, and the case stays."""
    referral = walks.registered(region, now=now, kind="PARTIAL")
    for day, kind in enumerate(("PRELIMINARY", "FINAL", "FINAL"), start=1):
        walks.put_reply(region, referral, now=now + day * DAY, kind=kind)
    later = {"now": now + 4 * DAY}
    for kind in ("CONFIRMED", "PARTIAL"):
        refused(walks.put_reply, region=region, referral=referral, kind=kind, **later)


def registered_wrongly(region: Region, now: datetime) -> None:
    """What a kind wants and does not want."""
    referral = walks.posted(region, now=now)
    given = {"region": region, "referral": referral, "now": now}
    today = local_date(now)
    refused(walks.put_reply, wait=None, **given)
    refused(walks.put_reply, kind="MORE_INFO", information_wanted_until=None, **given)
    refused(walks.put_reply, kind="MORE_INFO", information_wanted_until=today - DAY, **given)
    refused(walks.put_reply, kind="FORWARDED", forwarded_to_id=None, **given)
    refused(walks.put_reply, kind="FINAL", forwarded_to_id=region.other_outside_unit.id, **given)
    refused(walks.put_reply, kind="FORWARDED", forwarded_to_id=UUID(int=7), **given)
    Unit.objects.filter(id=region.skin_clinic.id).update(active=False)
    for unit in (region.health_centre, region.outside_unit, region.pool, region.skin_clinic):
        refused(walks.put_reply, kind="FORWARDED", forwarded_to_id=unit.id, **given)
    refused(walks.put_reply, kind="CONFIRMED", text="x" * 8193, **given)
    refused(walks.put_reply, kind="FINAL", text="x" * 65001, **given)
    refused(walks.put_reply, kind="FINAL", text=" ", **given)
    walks.put_reply(**given, kind="MORE_INFO", information_wanted_until=today, text="x" * 8192)
    walks.put_reply(**given, kind="PARTIAL", text="x" * 65000, wait=walks.weeks(2, now=now))


def registered_here(region: Region, now: datetime) -> None:
    """A unit here answers by itself."""
    referral = walks.sent(region, now=now)
    refused(walks.put_reply, region=region, referral=referral, now=now)


def registered_forwarding_here(region: Region, now: datetime) -> None:
    """A unit outside has passed it on to one that is here, with what the sender asked for: it answers that."""
    referral = walks.posted(region, now=now)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    walks.put_reply(region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.company_clinic.id)
    ask_receiver.answer_request(
        **of_case(referral),
        kind="withdraw",
        outcome="granted",
        text="Ok.",
        actor=region.company_doctor,
        now=now,
    )


def rejected_while_asked(region: Region, now: datetime) -> None:
    """A rejection is the answer to what the sender has asked."""
    referral = walks.withdrawal_asked(region, now=now)
    confirm.reject(
        **of_case(referral),
        reply_id=new_id(now=now),
        reason="other",
        text="Nej.",
        actor=region.assessor,
        now=now + DAY,
    )


def answered_after_a_request(region: Region, now: datetime) -> None:
    """What was answered before is not answered again by the final answer."""
    referral = walks.registered(region, now=now)
    answered_by_phone(region, referral, now=now, outcome="denied", in_weeks=None)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    walks.put_reply(region, referral, now=now, kind="FINAL")


def partly_answered_while_asked(region: Region, now: datetime) -> None:
    """Only what ends the case answers a request."""
    referral = walks.withdrawal_asked(region, now=now)
    answer_at_once(region, referral, now=now, kind="PARTIAL")


def forwarded_while_asked(region: Region, now: datetime) -> None:
    """What the sender has asked, and the change that it has begun, go on to the next unit."""
    referral = walks.withdrawal_asked(region, now=now)
    versions.begin_version(**of(referral), actor=region.referrer, now=now)
    pass_on(region, referral, now=now, to=region.skin_clinic)
    send.sign_and_send(
        **of(referral) | of_text(referral), fields={"attachments": "Bild"}, actor=region.referrer, now=now
    )
    case = walks.case_of(referral, region.skin_clinic)
    ask_receiver.answer_request(
        case_id=case.id,
        version=case.version,
        kind="withdraw",
        outcome="denied",
        text="Vi kallar.",
        actor=region.skin_doctor,
        now=now,
    )


def forwarded_twice(region: Region, now: datetime) -> None:
    """On to the skin clinic, whose own limit counts, and outside from there on paper."""
    UnitRoutine.objects.filter(unit=region.skin_clinic).update(forwarded_days=5)
    ForwardingTarget.objects.filter(unit=region.skin_clinic).update(to_unit=region.outside_unit)
    referral = walks.forwarded(region, now=now)
    skin = walks.case_of(referral)
    pass_on(
        region,
        referral,
        now=now + DAY,
        to=region.outside_unit,
        consent="Muntligt.",
        case=skin,
        actor=region.skin_secretary,
    )


def forwarding_wanted(region: Region, now: datetime) -> None:
    """Where it may not go, and what must be said."""
    referral = walks.sent(region, now=now)
    given = {"region": region, "referral": referral, "now": now}
    for unit in (region.health_centre, region.other_outside_unit, region.company_clinic, region.pool):
        refused(pass_on, to=unit, **given)
    Unit.objects.filter(id=region.skin_clinic.id).update(active=False)
    refused(pass_on, to=region.skin_clinic, **given)
    pass_on(**given, to=region.company_clinic, consent=" Muntligt. ")


def forwarding_chased(region: Region, now: datetime) -> None:
    referral = walks.forwarded(region, now=now)
    case = walks.case_of(referral, region.eye_clinic)
    forward.chase_forwarded(
        case_id=case.id,
        version=case.version,
        how="phone",
        reached="Hudmottagningen",
        said="Ligger kvar.",
        watch_on=local_date(now) + timedelta(days=7),
        actor=region.eye_secretary,
        now=now + DAY,
    )


def confirmed_without_assessor(region: Region, now: datetime) -> None:
    """Whoever confirms becomes the assessor."""
    referral = walks.sent(region, now=now)
    confirm.confirm(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Vi kallar.",
        wait=walks.weeks(1, now=now),
        actor=region.optician,
        now=now + DAY,
    )


def assessed_then_all_else(region: Region, now: datetime) -> None:
    """Assessed with another priority; then more is wanted, and it is confirmed twice."""
    referral = walks.sent(region, now=now)
    given = {"actor": region.assessor, "now": now}
    refused(assess.assess, **of_case(referral), priority_rank=10, **given)
    assess.assess(**of_case(referral), priority_rank=1, priority_label="Akut", note="Direkt.", **given)
    refused(assess.assess, **of_case(referral), **given)
    assess.assign(
        **of_case(referral), assessor_id=region.other_assessor.person_id, actor=region.eye_secretary, now=now
    )
    later = {"actor": region.other_assessor, "now": now + DAY}
    confirm.request_information(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Synfält?",
        wanted_until=local_date(now) + DAY,
        **later,
    )
    for weeks in (8, 4):
        confirm.confirm(
            **of_case(referral),
            reply_id=new_id(now=now),
            text="Tid.",
            wait=walks.weeks(weeks, now=now),
            **later,
        )
    refused(
        confirm.reject, **of_case(referral), reply_id=new_id(now=now), reason="other", text="Nej.", **later
    )
    refused(
        confirm.request_information,
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Mer?",
        wanted_until=local_date(now),
        **later,
    )


def rejected_unassessed(region: Region, now: datetime) -> None:
    referral = walks.sent(region, now=now)
    given = {"actor": region.assessor, "now": now}
    refused(confirm.cancel, **of_case(referral), reply_id=new_id(now=now), reason="", text="x", **given)
    confirm.reject(**of_case(referral), reply_id=new_id(now=now), reason="incomplete", text="Mer.", **given)


def more_wanted_unassessed(region: Region, now: datetime) -> None:
    referral = walks.sent(region, now=now)
    confirm.request_information(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Synfält?",
        wanted_until=local_date(now),
        actor=region.assessor,
        now=now,
    )


def answered_unassessed(region: Region, now: datetime) -> None:
    referral = walks.sent(region, now=now)
    given = {"actor": region.assessor, "now": now}
    refused(answer.decide_answer, **of_case(referral), reply_id=new_id(now=now), kind="CONFIRMED", **given)
    answer_at_once(region, referral, now=now)


def answer_step_by_step(region: Region, now: datetime) -> None:
    """Written by one, completed, opened, signed, opened again, and sent by a secretary."""
    referral = walks.answer_begun(region, now=now, text="Ua")
    secretary = {"actor": region.eye_secretary, "now": now + DAY}
    doctor = {"actor": region.assessor, "now": now + DAY}
    answer.edit_answer(**of_draft(referral), text="Inget glaukom", wait=walks.weeks(3, now=now), **secretary)
    refused(answer.edit_answer, **of_draft(referral) | {"draft_version": 1}, text="x", **secretary)
    refused(answer.complete_answer, **of_draft(referral), text=" ", **secretary)
    answer.complete_answer(**of_draft(referral), text="Inget glaukom.", **secretary)
    answer.reopen_answer(**of_draft(referral), **doctor)
    answer.complete_answer(**of_draft(referral), text="Inget glaukom alls.", **secretary)
    refused(answer.sign_answer, **of_draft(referral) | {"draft_version": 1}, **doctor)
    answer.sign_answer(**of_draft(referral), **doctor)
    refused(answer.reopen_answer, **of_draft(referral) | {"draft_version": 1}, **doctor)
    answer.reopen_answer(**of_draft(referral), **doctor)
    answer.complete_answer(**of_draft(referral), text="Ua.", **secretary)
    answer.sign_answer(**of_draft(referral), **doctor)
    refused(answer.send_answer, **of_draft(referral) | {"draft_version": 1}, **secretary)
    answer.send_answer(**of_draft(referral), **secretary)


def answer_completed_then_sent_by_its_author(region: Region, now: datetime) -> None:
    """Who completed it stays; and the last text is what is sent."""
    referral = walks.answer_completed(region, now=now)
    answer.reopen_answer(**of_draft(referral), actor=region.assessor, now=now)
    refused(answer.sign_and_send_answer, **of_draft(referral), text=" ", actor=region.assessor, now=now)
    answer.sign_and_send_answer(**of_draft(referral), text=None, actor=region.assessor, now=now)


def answers_voided(region: Region, now: datetime) -> None:
    """A final one that was begun, and a partial one."""
    referral = walks.answer_begun(region, now=now)
    given = {"actor": region.assessor, "now": now}
    refused(void.void_answer, **of_draft(referral) | {"draft_version": 7}, reason="Fel.", **given)
    void.void_answer(**of_draft(referral), reason="Fel patient.", **given)
    answer.decide_answer(**of_case(referral), reply_id=new_id(now=now), kind="PARTIAL", text=TEXT, **given)
    refused(answer.decide_answer, **of_case(referral), reply_id=new_id(now=now), kind="FINAL", **given)
    void.void_answer(**of_draft(referral), reason="För tidigt.", **given)


def answered_again(region: Region, now: datetime) -> None:
    """Each answer replaces the one before it; the case has ended with the first final one."""
    referral = walks.answered_in_part(region, now=now)
    for day in range(1, 4):
        answer_at_once(region, referral, now=now + day * DAY)


def letter_to_the_unit_that_has_it(region: Region, now: datetime) -> None:
    """Answered by the unit that it was forwarded to, on paper to a sender outside."""
    referral = walks.arrived(region, now=now, from_unit_id=region.other_outside_unit.id)
    pass_on(region, referral, now=now, to=region.skin_clinic)
    case = walks.case_of(referral, region.skin_clinic)
    confirm.confirm(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        text="Tid.",
        wait=walks.weeks(4, now=now),
        actor=region.skin_doctor,
        now=now,
    )
    case.refresh_from_db()
    reply_id = new_id(now=now)
    answer.decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=reply_id,
        kind="FINAL",
        text=TEXT,
        actor=region.skin_doctor,
        now=now,
    )
    answer.sign_and_send_answer(
        reply_id=reply_id, draft_version=1, text=None, actor=region.skin_doctor, now=now
    )


def forwarded_from_outside_to_outside(region: Region, now: datetime) -> None:
    """Our part ends when the next unit has taken over, and is over when it answers again."""
    ForwardingTarget.objects.filter(unit=region.eye_clinic, to_unit=region.outside_unit).update(
        to_unit=region.other_outside_unit
    )
    referral = walks.arrived(region, now=now)
    pass_on(region, referral, now=now, to=region.other_outside_unit, consent="Muntligt")
    for kind in ("MORE_INFO", "CONFIRMED", "FINAL"):
        walks.put_reply(region, referral, now=now, kind=kind, actor=region.eye_secretary)


def own_request_to_the_end(region: Region, now: datetime) -> None:
    """The patient's own request has nobody else to be told: confirmed, more wanted, answered, and told."""
    referral = walks.own_request(region, now=now)
    given = {"actor": region.assessor, "now": now}
    confirm.request_information(
        **of_case(referral), reply_id=new_id(now=now), text="Mer?", wanted_until=local_date(now), **given
    )
    confirm.confirm(
        **of_case(referral), reply_id=new_id(now=now), text="Tid.", wait=walks.weeks(2, now=now), **given
    )
    inform_patient.inform_patient(
        **of_case(referral), how="phone", told_on=local_date(now), note="Ringt.", **given
    )
    answer_at_once(region, referral, now=now)
    inform_patient.inform_patient(
        **of_case(referral), how="visit", told_on=local_date(now - DAY), note="", **given
    )


def own_request_rejected(region: Region, now: datetime) -> None:
    referral = walks.own_request(region, now=now)
    confirm.reject(
        **of_case(referral),
        reply_id=new_id(now=now),
        reason="not_indicated",
        text="Nej.",
        actor=region.assessor,
        now=now,
    )


def patient_told(region: Region, now: datetime) -> None:
    """By letter, by kallelse, or not at all, with a reason; what another unit sent is not told with it."""
    referral = walks.forwarded_and_confirmed(region, now=now)
    given = {"told_on": local_date(now), "actor": region.skin_doctor, "now": now}
    case = {"referral": referral, "unit": region.skin_clinic}
    draft = LetterDraft(letter_id=new_id(now=now), text="Du får en tid.")
    for how in ("phone", "digital"):
        refused(inform_patient.inform_patient, **of_case(**case), how=how, note="", letter=draft, **given)
    refused(inform_patient.inform_patient, **of_case(**case), how="not_needed", note=" ", **given)
    refused(inform_patient.inform_patient, **of_case(**case), how="not_needed", note="x" * 501, **given)
    refused(inform_patient.inform_patient, **of_case(**case), how="letter", note="x" * 501, **given)
    inform_patient.inform_patient(**of_case(**case), how="letter", note="x" * 500, letter=draft, **given)
    visit = LetterDraft(
        letter_id=new_id(now=now),
        text="Välkommen.",
        appointment_at=now + 20 * DAY,
        appointment_place="Hudmottagningen",
        appointment_with="Hedda Holm",
    )
    inform_patient.inform_patient(**of_case(**case), how="appointment_letter", note="", letter=visit, **given)
    inform_patient.inform_patient(**of_case(**case), how="not_needed", note="Är hos oss.", **given)


def arrived_whole(region: Region, now: datetime) -> None:
    """With all that can be said of it; then what may not be said."""
    today = local_date(now)
    walks.arrived(
        region,
        now=now,
        arrived_on=today - 2 * DAY,
        decided_on=today - 2 * DAY,
        priority_rank=1,
        priority_label="Akut",
        assessor_id=region.assessor.person_id,
        fields=ALL_TEXTS,
    )
    given = {"region": region, "now": now}
    refused(walks.arrived, from_unit_id=None, **given)
    refused(walks.arrived, source="own_request", **given)
    refused(walks.arrived, source="written", **given)
    for unit_id in (region.eye_clinic.id, UUID(int=7), region.pool.id):
        refused(walks.arrived, from_unit_id=unit_id, **given)
    Unit.objects.filter(id=region.skin_clinic.id).update(active=False)
    refused(walks.arrived, from_unit_id=region.skin_clinic.id, **given)
    refused(walks.arrived, arrived_on=today - DAY, decided_on=today, **given)
    refused(walks.arrived, fields={"question": " "}, **given)
    refused(walks.arrived, fields={}, **given)
    refused(walks.arrived, assessor_id=region.eye_secretary.person_id, **given)
    refused(walks.arrived, actor=region.administrator, unit_id=region.health_centre.id, **given)
    Unit.objects.filter(id=region.outside_unit.id).update(active=False)
    walks.arrived(**given)


def case_closed_for_its_sender(region: Region, now: datetime) -> None:
    """Closed by the sender while the receiver has it: the receiver's reply moves no watch."""
    referral = walks.closed_by_clinician(region, now=now)
    confirm.confirm(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Ny tid.",
        wait=walks.weeks(20, now=now),
        actor=region.assessor,
        now=now,
    )
    refused(close.close, **of(referral), reason="duplicate", note="", actor=region.referrer, now=now)


def reply_id_used_twice(region: Region, now: datetime) -> None:
    referral = walks.confirmed(region, now=now)
    refused(
        confirm.confirm,
        **of_case(referral),
        reply_id=walks.reply_of(referral).id,
        text="Igen.",
        wait=walks.weeks(8, now=now),
        actor=region.assessor,
        now=now,
    )
    acknowledge.acknowledge(**of_reply(referral), accept_wait=True, actor=region.referrer, now=now)


def arrival_registered_twice(region: Region, now: datetime) -> None:
    referral = walks.arrived(region, now=now)
    refused(walks.arrived, region=region, now=now, referral_id=referral.id)


def answered_finally(region: Region, now: datetime) -> None:
    """Nothing but another final answer follows a final one."""
    referral = walks.answered(region, now=now)
    given = {"actor": region.assessor, "now": now}
    for kind in ("PARTIAL", "PRELIMINARY"):
        refused(answer.decide_answer, **of_case(referral), reply_id=new_id(now=now), kind=kind, **given)
