"""A form sent twice is told so, and does its work once."""

from datetime import timedelta

import pytest

from factories import walks
from remissvakt.core.refusal import Refusal, Stale
from remissvakt.documents.models import Document
from remissvakt.referrals.actions import answer, confirm, papers, questions, send
from remissvakt.referrals.models import Delivery, Question, Referral, Reply


def refused_as(code, function, **given):
    with pytest.raises(Refusal) as caught:
        function(**given)
    assert caught.value.code == code
    return caught.value


def test_a_referral_sent_twice(region, now):
    first = walks.sent(region, now=now)
    refused_as("already_registered", walks.sent, region=region, now=now, referral_id=first.id)
    assert (Referral.objects.count(), Delivery.objects.count()) == (1, 1)


def test_an_arrival_registered_twice(region, now):
    first = walks.arrived(region, now=now)
    refused_as("already_registered", walks.arrived, region=region, now=now, referral_id=first.id)


def test_a_question_asked_twice(region, now):
    referral = walks.asked(region, now=now)
    question = Question.objects.get()
    refused_as(
        "already_registered",
        questions.ask,
        referral_id=referral.id,
        question_id=question.id,
        from_unit_id=region.eye_clinic.id,
        to_unit_id=region.health_centre.id,
        to_person_id=None,
        subject="Läkemedel",
        text="?",
        actor=region.eye_secretary,
        now=now,
    )
    assert question.messages.count() == 1


def test_a_paper_registered_twice(region, now):
    paper = walks.paper(region, now=now)
    refused_as(
        "already_registered",
        papers.register_paper,
        document_id=paper.id,
        unit_id=region.health_centre.id,
        arrived_on=paper.arrived_on,
        sender="x",
        description="y",
        actor=region.secretary,
        now=now,
    )
    assert Document.objects.get().sender == paper.sender


def test_a_reply_by_an_id_that_another_reply_has(region, now):
    taken = walks.reply_of(walks.confirmed(region, now=now)).id
    case = walks.case_of(walks.assigned(region, now=now))
    given = {"case_id": case.id, "version": case.version, "actor": region.assessor, "now": now}
    refused_as(
        "already_registered",
        confirm.confirm,
        reply_id=taken,
        text="x",
        wait=walks.weeks(1, now=now),
        **given,
    )
    refused_as("already_registered", answer.decide_answer, reply_id=taken, kind="FINAL", text="x", **given)
    case.refresh_from_db()
    assert (case.version, case.confirmed_at, case.answer_decided_at) == (given["version"], None, None)
    assert Reply.objects.count() == 1


def test_the_same_confirmation_sent_again_is_stale_and_says_what_is_done(region, now):
    referral = walks.confirmed(region, now=now)
    case, reply = walks.case_of(referral), walks.reply_of(referral)
    with pytest.raises(Stale) as caught:
        confirm.confirm(
            case_id=case.id,
            version=case.version - 1,
            reply_id=reply.id,
            text="x",
            wait=walks.weeks(1, now=now),
            actor=region.assessor,
            now=now,
        )
    assert caught.value.code == "done_already"


def test_a_paper_reply_registered_twice(region, now):
    referral = walks.registered(region, now=now)
    reply = walks.reply_of(referral)
    refused_as(
        "already_registered", walks.put_reply, region=region, referral=referral, now=now, reply_id=reply.id
    )
    assert Reply.objects.count() == 1


def test_a_double_click_on_send_sends_once(region, now):
    referral = walks.signed(region, now=now)
    given = {"referral_id": referral.id, "version": referral.version, "actor": region.secretary}
    send.send(now=now, **given)
    with pytest.raises(Stale) as caught:
        send.send(now=now + timedelta(seconds=1), **given)
    assert caught.value.code == "done_already"
    assert Delivery.objects.filter(referral=referral).count() == 1


def test_a_code_that_is_taken_is_drawn_again(region, now, monkeypatch):
    taken = walks.sent(region, now=now).code
    drawn = iter([taken, taken, "R7K2-9MX4"])
    monkeypatch.setattr("remissvakt.referrals.actions.decide.new_code", lambda now: next(drawn))
    monkeypatch.setattr("remissvakt.referrals.change.new_code", lambda now: next(drawn))
    assert walks.drafted(region, now=now).code == "R7K2-9MX4"
