"""What the receiver does through pages: its case, its answer, and the threads with the sender (B, Fråga/Svar)."""

from __future__ import annotations

from datetime import date

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.referrals.models import Case, PatientNotice, Question, Reply

pytestmark = pytest.mark.django_db
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka.", "watch_on": "2026-12-01"}


def case_of(referral):
    return {"arende": str(walks.case_of(referral).id)}


def reply_of(referral, kind=None):
    return {"svar": str(walks.reply_of(referral, kind).id)}


def done(answer):
    """The act was done: a redirect, and what the next page says."""
    assert answer.status_code == 302, words_of(answer)
    return words_of(answer.browser.get(answer["Location"]))


# --- The receiver's case -----------------------------------------------------------------------------------
def test_assign_assess_confirm(act, region, now):
    referral = walks.sent(region, now=now)
    about = case_of(referral)
    done(act(region.eye_secretary, referral, "assign", about=about, assessor=str(region.assessor.person_id)))
    done(act(region.assessor, referral, "assess", about=about, note="Kan vänta.", priority=""))
    assert Case.objects.get(referral=referral).assessment_note == "Kan vänta."
    answer = act(region.eye_secretary, referral, "confirm", about=about, wait="mars 2027", text="Vi kallar.")
    assert "Skickat till Vårdcentralen Eken." in done(answer)
    assert walks.fresh(referral).watch_on == date(2027, 3, 31)


def test_request_information(act, region, now):
    referral = walks.assigned(region, now=now)
    about = case_of(referral)
    given = {"text": "Vilka droppar?", "information_wanted_until": "imorgon"}
    done(act(region.assessor, referral, "request_information", about=about, **given))
    assert Reply.objects.get(referral=referral).information_wanted_until == date(2026, 11, 18)


def test_reject_and_cancel(act, region, now):
    rejected = walks.assigned(region, now=now)
    given = {"reason": "wrong_unit", "text": "Hör hemma hos optiker."}
    done(act(region.assessor, rejected, "reject", about=case_of(rejected), **given))
    assert Case.objects.get(referral=rejected).state == "rejected"
    cancelled = walks.confirmed(region, now=now)
    given = {"reason": "Uteblev", "text": "Kom inte till tre tider."}
    done(act(region.assessor, cancelled, "cancel", about=case_of(cancelled), **given))
    assert Case.objects.get(referral=cancelled).state == "cancelled"


def test_forward_within_the_provider_and_beyond(act, region, now):
    referral = walks.assigned(region, now=now)
    given = {"to_unit": str(region.skin_clinic.id), "reason": "Hudförändring på ögonlocket.", "consent": ""}
    about = case_of(referral)
    done(act(region.eye_secretary, referral, "forward", about=about, **given))
    assert walks.case_of(referral).unit_id == region.skin_clinic.id
    done(act(region.eye_secretary, referral, "chase_forwarded", about=about, **CHASED))
    beyond = walks.assigned(region, now=now)
    given |= {"to_unit": str(region.company_clinic.id), "consent": "Muntligt per telefon idag"}
    done(act(region.assessor, beyond, "forward", about=case_of(beyond), **given))
    former = Case.objects.get(referral=beyond, state="forwarded")
    assert former.forward_consent == "Muntligt per telefon idag"


def test_inform_patient(act, region, now):
    referral = walks.confirmed(region, now=now)
    given = {"how": "appointment_letter", "told_on": "igår", "note": ""}
    done(act(region.eye_secretary, referral, "inform_patient", about=case_of(referral), **given))
    assert PatientNotice.objects.get(case__referral=referral).told_on == date(2026, 11, 16)


# --- The answer --------------------------------------------------------------------------------------------
def test_decide_to_answer_leads_to_the_editor(act, region, now):
    referral = walks.confirmed(region, now=now)
    given = {"kind": "FINAL", "how": "write"}
    answer = act(region.assessor, referral, "decide_answer", about=case_of(referral), **given)
    reply = Reply.objects.get(referral=referral, kind="FINAL")
    assert answer["Location"] == f"/remiss/{referral.id}/svar/{reply.id}/text/"


def test_dictated_answer_waits_in_att_skriva_ut(act, region, now):
    referral = walks.confirmed(region, now=now)
    given = {"kind": "PARTIAL", "how": "dictate", "dictation_place": "Diktat 7"}
    done(act(region.assessor, referral, "decide_answer", about=case_of(referral), **given))
    assert Reply.objects.get(referral=referral, kind="PARTIAL").dictation.place == "Diktat 7"


def test_sign_reopen_sign_and_send_an_answer(act, region, now):
    referral = walks.answer_completed(region, now=now)
    about = reply_of(referral, "FINAL")
    done(act(region.assessor, referral, "sign_answer", about=about))
    answer = act(region.eye_secretary, referral, "reopen_answer", about=about)
    assert answer["Location"].endswith("/text/")
    done(act(region.assessor, referral, "sign_and_send_answer", about=about))
    assert Reply.objects.get(referral=referral, kind="FINAL").arrived_on == now.date()


def test_send_and_void_an_answer(act, region, now):
    signed = walks.answer_signed(region, now=now)
    done(act(region.eye_secretary, signed, "send_answer", about=reply_of(signed, "FINAL")))
    assert Case.objects.get(referral=signed).state == "answered"
    begun = walks.answer_begun(region, now=now)
    done(act(region.assessor, begun, "void_answer", about=reply_of(begun, "FINAL"), reason="Fel patient."))
    assert Reply.objects.get(referral=begun, kind="FINAL").voided_at is not None


# --- Questions ---------------------------------------------------------------------------------------------
def test_a_thread_between_units(act, region, now):
    referral = walks.sent(region, now=now)
    given = {"to": str(region.health_centre.id), "subject_line": "Droppar", "text": "Vilka?"}
    done(act(region.eye_secretary, referral, "ask", **given))
    question = Question.objects.get(referral=referral)
    about = {"fraga": str(question.id)}
    done(act(region.nurse, referral, "answer_question", about=about, text="Timolol."))
    done(act(region.eye_secretary, referral, "ask_again", about=about, text="Sedan när?"))
    done(act(region.nurse, referral, "answer_question", about=about, text="I maj."))
    done(act(region.eye_secretary, referral, "close_question", about=about))
    assert [one.text for one in question.messages.order_by("id")] == [
        "Vilka?",
        "Timolol.",
        "Sedan när?",
        "I maj.",
    ]
    assert Question.objects.get().closed_at is not None


def test_a_question_to_one_colleague(act, region, now):
    referral = walks.sent(region, now=now)
    given = {"to": str(region.assessor.person_id), "subject_line": "Tid", "text": "När?"}
    done(act(region.secretary, referral, "ask", **given))
    question = Question.objects.get(referral=referral)
    assert (question.to_unit_id, question.to_person_id) == (region.eye_clinic.id, region.assessor.person_id)
