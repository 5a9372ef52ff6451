"""What is written to patients and receivers, how it leaves, and what is asked between units; certificates, limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from factories import walks
from factories.region import Region, make_person
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions import (
    certificates,
    change_routine,
    confirm,
    deliver,
    letters,
    questions,
)
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.models import Letter, Referral

from .calls import DAY, of, of_case, of_letter, of_question, refused, stored


def draft(now: datetime, text: str = "Vi hör av oss.", **more: Any) -> LetterDraft:
    return LetterDraft(letter_id=more.pop("letter_id", None) or new_id(now=now), text=text, **more)


def visit(now: datetime, **more: Any) -> LetterDraft:
    given = {
        "appointment_at": now + 20 * DAY,
        "appointment_place": "Rum 4",
        "appointment_with": "Dr Öberg",
        **more,
    }
    return draft(now, "Välkommen.", **given)


def same(referral: Referral, text: str, **more: Any) -> dict[str, Any]:
    """The letter as it is now, with another text."""
    letter = Letter.objects.filter(referral=referral).order_by("-id")[0]
    return {
        "draft_version": letter.draft_version,
        "draft": LetterDraft(letter_id=letter.id, text=text, **more),
    }


def letter_to_receiver(region: Region, now: datetime) -> None:
    referral = walks.posted(region, now=now)
    given = {"actor": region.referrer, "now": now}
    refused(letters.write_letter, **of(referral), kind="patient", draft=draft(now), **given)
    for kind in sorted(letters.TO_RECEIVER):
        letters.write_letter(**of(referral), kind=kind, draft=draft(now, language="en"), **given)


def letter_to_patient(region: Region, now: datetime) -> None:
    """From the sender, and from the unit that has the case; a visit is said in a kallelse alone."""
    referral = walks.confirmed(region, now=now)
    given = {"actor": region.referrer, "now": now}
    refused(
        letters.write_to_patient, referral_id=referral.id, version=1, kind="chase", draft=draft(now), **given
    )
    letters.write_to_patient(**of(referral), kind="patient", draft=visit(now), **given)
    theirs = {"actor": region.assessor, "now": now}
    refused(letters.write_to_patient, **of_case(referral), kind="appointment", draft=draft(now), **theirs)
    letters.write_to_patient(**of_case(referral), kind="patient", draft=draft(now), **theirs)
    letters.write_to_patient(**of_case(referral), kind="appointment", draft=visit(now), **theirs)
    letters.write_to_patient(
        **of_case(referral),
        kind="appointment",
        draft=visit(now, appointment_at=now + timedelta(seconds=1)),
        **theirs,
    )


def letter_step_by_step(region: Region, now: datetime) -> None:
    """Begun, saved, completed by a secretary, saved again by its author, and signed."""
    referral = walks.posted(region, now=now)
    author = {"actor": region.referrer, "now": now}
    secretary = {"actor": region.secretary, "now": now + DAY}
    letters.begin_letter(**of(referral), kind="patient", draft=draft(now, ""), **author)
    letters.edit_letter(**same(referral, "Hej"), **secretary)
    refused(letters.edit_letter, **same(referral, "Hej") | {"draft_version": 1}, **secretary)
    refused(letters.complete_letter, **same(referral, " "), **secretary)
    letters.complete_letter(**same(referral, "Hej.", language="en"), **secretary)
    letters.edit_letter(**same(referral, "Hej!"), **author)
    refused(letters.sign_letter, **of_letter(referral) | {"draft_version": 1}, **author)
    letters.sign_letter(**of_letter(referral), **author)


def letter_sent_at_once(region: Region, now: datetime) -> None:
    referral = walks.posted(region, now=now)
    author = {"actor": region.referrer, "now": now}
    letters.begin_letter(**of(referral), kind="chase", draft=draft(now, ""), **author)
    letters.send_letter(**same(referral, "Har ni fått den?"), **author)


def letter_voided(region: Region, now: datetime) -> None:
    referral = walks.posted(region, now=now)
    author = {"actor": region.referrer, "now": now}
    letters.begin_letter(**of(referral), kind="chase", draft=draft(now), **author)
    refused(letters.void_letter, **of_letter(referral) | {"draft_version": 7}, **author)
    letters.void_letter(**of_letter(referral), **author)
    refused(letters.begin_letter, **of(referral), kind="postcard", draft=draft(now), **author)


def kallelse_step_by_step(region: Region, now: datetime) -> None:
    """When and where; dictated elsewhere, typed, and the visit is put in while it is completed."""
    referral = walks.confirmed(region, now=now)
    author = {"actor": region.assessor, "now": now}
    letters.begin_letter(
        **of_case(referral),
        kind="appointment",
        draft=draft(now, ""),
        dictated=True,
        dictation_place="Band 7",
        **author,
    )
    secretary = {"actor": region.eye_secretary, "now": now + DAY}
    letters.transcribe_letter(**same(referral, "Välkommen."), **secretary)
    refused(letters.complete_letter, **same(referral, "Välkommen."), **secretary)
    at = {"appointment_at": now + 9 * DAY, "appointment_with": "Dr Öberg"}
    refused(letters.complete_letter, **same(referral, "Välkommen.", **at), **secretary)
    at["appointment_place"] = "Rum 4"
    letters.complete_letter(**same(referral, "Välkommen.", **at), **secretary)
    letters.sign_letter(**of_letter(referral), **author)


def letter_dictated_here(region: Region, now: datetime) -> None:
    """The recording begins with the letter, at its unit."""
    referral = walks.confirmed(region, now=now)
    letters.begin_letter(
        **of_case(referral),
        kind="patient",
        draft=draft(now, ""),
        dictated=True,
        recording_id=new_id(now=now),
        actor=region.assessor,
        now=now,
    )


def printed_posted_returned(region: Region, now: datetime) -> None:
    """Printed with codes, printed again with the same and one more, posted, came back, and sent by other ways."""
    referral = walks.sent_outside(region, now=now)
    given = {"actor": region.secretary, "now": now}

    def at(state: str) -> dict[str, Any]:
        return {
            "delivery_id": walks.delivery_of(referral, state).id,
            "version": walks.fresh(referral).version,
        }

    print_it = {"printed_file_id": stored(now=now), **given}
    deliver.mark_printed(**at("queued"), tokens={"referral": "AAAA2222"}, **print_it)
    refused(deliver.mark_printed, **at("queued"), tokens={"referral": "BBBB2222"}, **print_it)
    deliver.mark_printed(
        **at("queued"),
        tokens={"referral": "AAAA2222", "confirmation_sheet": "CCCC2222"},
        **print_it | {"now": now + DAY},
    )
    deliver.mark_posted(**at("queued"), **given | {"now": now + DAY})
    refused(deliver.report_failed, **at("posted"), failure="x" * 301, **given)
    refused(deliver.report_failed, **at("posted"), failure=" ", **given)
    deliver.report_failed(**at("posted"), failure="x" * 300, **given | {"now": now + 2 * DAY})
    refused(deliver.resend, **at("failed"), channel="local", **given)
    deliver.resend(**at("failed"), channel="phone", **given)
    deliver.mark_posted(**at("queued"), **given)
    deliver.report_failed(**at("posted"), failure="Svarar inte.", **given)
    deliver.resend(**at("failed"), channel="paper", **given)


def patients_letter_returned(region: Region, now: datetime) -> None:
    """There is no unit that it goes to."""
    referral = walks.confirmed(region, now=now)
    given = {"actor": region.assessor, "now": now}
    letters.write_to_patient(**of_case(referral), kind="patient", draft=draft(now), **given)
    delivery = walks.delivery_of(referral, "queued")
    secretary = {"actor": region.eye_secretary, "now": now}
    deliver.mark_posted(delivery_id=delivery.id, version=walks.fresh(referral).version, **secretary)
    deliver.report_failed(
        delivery_id=delivery.id, version=walks.fresh(referral).version, failure="Flyttat.", **secretary
    )
    deliver.resend(
        delivery_id=delivery.id, version=walks.fresh(referral).version, channel="paper", **secretary
    )


def answer_returned(region: Region, now: datetime) -> None:
    """A confirmation to a sender outside, sent again to a unit that is on the installation meanwhile."""
    referral = walks.arrived(region, now=now, assessor_id=region.assessor.person_id)
    confirm.confirm(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Tid.",
        wait=walks.weeks(4, now=now),
        actor=region.assessor,
        now=now,
    )
    delivery = walks.delivery_of(referral, "queued")
    secretary = {"actor": region.eye_secretary, "now": now}
    deliver.mark_posted(delivery_id=delivery.id, version=walks.fresh(referral).version, **secretary)
    deliver.report_failed(
        delivery_id=delivery.id, version=walks.fresh(referral).version, failure="Flyttat.", **secretary
    )
    Unit.objects.filter(id=region.outside_unit.id).update(local=True)
    deliver.resend(
        delivery_id=delivery.id, version=walks.fresh(referral).version, channel="paper", **secretary
    )


def asked_and_answered(region: Region, now: datetime) -> None:
    """Between units: asked, answered, asked again, answered and closed."""
    referral = walks.asked(region, now=now)
    eye = {"actor": region.eye_secretary, "now": now + DAY}
    refused(questions.ask_again, **of_question(referral), text="Snälla?", **eye)
    questions.answer_question(**of_question(referral), text="Nej.", actor=region.referrer, now=now)
    questions.ask_again(**of_question(referral), text="Säkert?", **eye)
    questions.answer_question(**of_question(referral), text="Ja.", actor=region.secretary, now=now + DAY)
    questions.close_question(**of_question(referral), **eye)
    refused(questions.close_question, **of_question(referral), **eye)


def colleague_asked(region: Region, now: datetime) -> None:
    """Within a unit it stays there; and whom nobody can ask."""
    referral = walks.assigned(region, now=now)
    given: dict[str, Any] = {
        "referral_id": referral.id,
        "from_unit_id": region.eye_clinic.id,
        "to_unit_id": region.eye_clinic.id,
        "to_person_id": region.assessor.person_id,
        "subject": "Tid",
        "text": "När?",
        "actor": region.eye_secretary,
        "now": now,
    }

    def ask(**other: Any) -> None:
        questions.ask(**given | {"question_id": new_id(now=now)} | other)

    refused(ask, from_unit_id=region.health_centre.id)
    refused(ask, from_unit_id=region.skin_clinic.id)
    refused(ask, to_unit_id=region.skin_clinic.id)
    refused(ask, to_person_id=region.eye_secretary.person_id)
    refused(ask, to_person_id=region.referrer.person_id)
    ask()
    questions.answer_question(**of_question(referral), text="Snart.", actor=region.assessor, now=now)
    questions.ask_again(**of_question(referral), text="Hur snart?", actor=region.eye_secretary, now=now)
    questions.close_question(**of_question(referral), actor=region.eye_secretary, now=now)
    ask(to_unit_id=region.health_centre.id, to_person_id=None)


def outsider_not_asked(region: Region, now: datetime) -> None:
    referral = walks.arrived(region, now=now)
    refused(
        questions.ask,
        referral_id=referral.id,
        question_id=new_id(now=now),
        from_unit_id=region.eye_clinic.id,
        to_unit_id=region.outside_unit.id,
        to_person_id=None,
        subject="Tid",
        text="När?",
        actor=region.eye_secretary,
        now=now,
    )


def certificate_reported(region: Region, now: datetime) -> None:
    """Reported, an older report, the same one again and another of that second, a newer; handled, reported anew."""

    def report(*, at: datetime, number: int, **more: Any) -> Any:
        given = {
            "certificate_id": "C-1",
            "certificate_type": "lisjp",
            "patient_id": region.patient.id,
            "unit_id": region.health_centre.id,
            "issuer_id": region.referrer.person_id,
            "subject": "KOMPLT",
            "event_code": "NYFRFM",
            "answer_by": local_date(now) + 14 * DAY,
            "totals": {name: number for number, name in enumerate(certificates.TOTALS, start=number)},
            "reported_at": at,
            "now": now,
        }
        return certificates.report_certificate(**given | more)

    row = report(at=now, number=1)
    report(at=now - DAY, number=5)
    report(at=now, number=1)
    report(at=now, number=5)
    report(at=now + DAY, number=2, issuer_id=None, answer_by=None, totals={"received_unanswered": 2})
    given = {"certificate_question_id": row.id, "actor": region.referrer, "now": now}
    refused(certificates.handle_certificate, version=2, **given)
    certificates.handle_certificate(version=3, **given)
    refused(certificates.handle_certificate, version=4, **given)
    report(at=now + 2 * DAY, number=1)


def limits_changed(region: Region, now: datetime) -> None:
    """The due dates of the unit's work follow, those of other units stay; a pool has no limits, others may not."""
    walks.completed(region, now=now)
    walks.sent(region, now=now)
    walks.confirmed(region, now=now)
    walks.certificate(region, now=now)
    walks.paper(region, now=now)
    given = {"unit_id": region.health_centre.id, "actor": region.manager, "now": now}
    change_routine.change_routine(
        limits={name: number for number, name in enumerate(change_routine.LIMITS, start=1)},
        acknowledge_rule="doctor",
        virus_check_required=True,
        version=0,
        **given,
    )
    refused(change_routine.change_routine, limits={}, acknowledge_rule="referrer", version=0, **given)
    change_routine.change_routine(limits={"send_workdays": 730}, acknowledge_rule="referrer", **given)
    change_routine.change_routine(limits={"send_workdays": 0}, acknowledge_rule="referrer", **given)
    chief = make_person(given_name="Per", family_name="Pil", unit=region.pool, role="manager", now=now)
    pool = {"unit_id": region.pool.id, "actor": chief, "now": now}
    refused(change_routine.change_routine, limits={}, acknowledge_rule="referrer", **pool)
    refused(
        change_routine.change_routine,
        limits={},
        acknowledge_rule="referrer",
        **given | {"unit_id": UUID(int=7)},
    )
