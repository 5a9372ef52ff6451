"""Ids that lead nowhere, or to what one may not see, are refused before anything is written."""

from datetime import timedelta

import pytest

from factories import walks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.referrals.actions import (
    acknowledge,
    assess,
    change_routine,
    complete,
    deliver,
    edit_text,
    forward,
    papers,
    questions,
    send,
)
from remissvakt.referrals.models import Event, Referral


@pytest.mark.parametrize("walk", [walks.drafted, walks.sent, walks.arrived])
def test_a_patient_who_does_not_exist(region, now, walk):
    with pytest.raises(NotFound):
        walk(region, now=now, patient_id=new_id(now=now))
    assert not Referral.objects.exists()


@pytest.mark.parametrize("walk", [walks.drafted, walks.sent])
def test_a_receiver_that_does_not_exist(region, now, walk):
    with pytest.raises(Refusal) as caught:
        walk(region, now=now, to_unit_id=new_id(now=now))
    assert (caught.value.code, caught.value.field) == ("receiver_unknown", "to_unit")
    assert not Referral.objects.exists()


def test_a_receiver_that_does_not_exist_in_a_draft(region, now):
    referral = walks.drafted(region, now=now)
    for act in (edit_text.edit_text, complete.complete):
        given = {"version": 1} if act is complete.complete else {}
        with pytest.raises(Refusal) as caught:
            act(
                referral_id=referral.id,
                draft_version=1,
                fields={},
                to_unit_id=new_id(now=now),
                actor=region.referrer,
                now=now,
                **given,
            )
        assert caught.value.code == "receiver_unknown"


def test_a_receiver_that_is_a_pool_or_closed(region, now):
    with pytest.raises(Refusal) as caught:
        walks.sent(region, now=now, to_unit_id=region.pool.id)
    assert caught.value.code == "receiver_without_channel"
    type(region.eye_clinic).objects.filter(id=region.eye_clinic.id).update(active=False)
    with pytest.raises(Refusal) as caught:
        walks.sent(region, now=now)
    assert caught.value.code == "receiver_closed"


def test_persons_who_do_not_exist(region, now):
    somebody = new_id(now=now)
    for walk, given in (
        (walks.drafted, {"referrer_id": somebody}),
        (walks.sent, {"watcher_id": somebody}),
        (walks.arrived, {"assessor_id": somebody}),
    ):
        with pytest.raises(Refusal) as caught:
            walk(region, now=now, **given)
        assert caught.value.code == "person_without_assignment"


def test_an_arrival_from_a_unit_that_could_not_watch_it(region, now):
    type(region.skin_clinic).objects.filter(id=region.skin_clinic.id).update(active=False)
    for unit in (region.pool, region.skin_clinic):
        with pytest.raises(Refusal) as caught:
            walks.arrived(region, now=now, from_unit_id=unit.id)
        assert (caught.value.code, caught.value.field) == ("sender_cannot_watch", "from_unit")


def test_an_arrival_from_the_unit_itself(region, now):
    with pytest.raises(Refusal) as caught:
        walks.arrived(region, now=now, from_unit_id=region.eye_clinic.id)
    assert (caught.value.code, caught.value.field) == ("sender_is_receiver", "from_unit")
    assert not Referral.objects.exists()


@pytest.mark.parametrize("kind", ["", "final", "ANSWER"])
def test_a_reply_of_a_kind_that_does_not_exist(region, now, kind):
    with pytest.raises(Refusal) as caught:
        walks.registered(region, now=now, kind=kind)
    assert (caught.value.code, caught.value.field) == ("choice_unknown", "kind")


@pytest.mark.parametrize("source", ["written", "", "own_request", "ARRIVED"])
def test_an_arrival_from_nowhere(region, now, source):
    with pytest.raises(Refusal) as caught:
        walks.arrived(region, now=now, source=source, from_unit_id=region.outside_unit.id)
    assert caught.value.code in ("choice_unknown", "own_request_without_sender")


def test_a_paper_that_does_not_exist(region, now):
    referral = walks.sent(region, now=now)
    with pytest.raises(NotFound):
        papers.link_paper(
            document_id=new_id(now=now),
            document_version=1,
            referral_id=referral.id,
            actor=region.secretary,
            now=now,
        )


def test_another_units_paper_does_not_exist(region, now):
    paper = walks.paper(region, now=now)
    referral = walks.sent(region, now=now)
    with pytest.raises(NotFound):
        papers.link_paper(
            document_id=paper.id,
            document_version=1,
            referral_id=referral.id,
            actor=region.eye_secretary,
            now=now,
        )


def test_what_the_other_party_keeps_for_itself_does_not_exist(region, now):
    """Drafts of answers, letters and colleagues' questions, even when one shares the referral."""
    referral = walks.answer_begun(region, now=now)
    with pytest.raises(NotFound):
        acknowledge.acknowledge(
            reply_id=walks.reply_of(referral, "FINAL").id,
            version=referral.version,
            actor=region.referrer,
            now=now,
        )
    letter = walks.arrived_and_answered(region, now=now)
    forwarded = walks.forwarded(region, now=now)
    with pytest.raises(NotFound):
        deliver.mark_posted(
            delivery_id=walks.delivery_of(forwarded, "delivered").id,
            version=forwarded.version,
            actor=region.skin_secretary,
            now=now,
        )
    assert walks.delivery_of(letter, "queued")
    question = questions.ask(
        referral_id=referral.id,
        question_id=new_id(now=now),
        from_unit_id=region.eye_clinic.id,
        to_unit_id=region.eye_clinic.id,
        to_person_id=region.assessor.person_id,
        subject="Internt",
        text="Vad tror du?",
        actor=region.eye_secretary,
        now=now,
    )
    with pytest.raises(NotFound):
        questions.close_question(question_id=question.id, actor=region.secretary, now=now)


def test_a_stranger_sees_nothing_of_any_state(region, now):
    for walk in (walks.sent, walks.answered, walks.drafted):
        referral = walk(region, now=now)
        events = Event.objects.count()
        with pytest.raises(NotFound):
            questions.ask(
                referral_id=referral.id,
                question_id=new_id(now=now),
                from_unit_id=region.skin_clinic.id,
                to_unit_id=region.health_centre.id,
                to_person_id=None,
                subject="x",
                text="y",
                actor=region.skin_doctor,
                now=now,
            )
        assert Event.objects.count() == events


@pytest.mark.parametrize("version", [-1, 0, 2, 10**12])
def test_versions_that_nobody_saw(region, now, version):
    referral = walks.sent(region, now=now)
    for act, given in (
        (send.send, {"referral_id": referral.id, "actor": region.referrer}),
        (
            assess.assign,
            {
                "case_id": walks.case_of(referral).id,
                "assessor_id": region.assessor.person_id,
                "actor": region.eye_secretary,
            },
        ),
        (
            forward.forward,
            {
                "case_id": walks.case_of(referral).id,
                "reply_id": new_id(now=now),
                "to_unit_id": region.skin_clinic.id,
                "reason": "x",
                "consent": "",
                "actor": region.eye_secretary,
            },
        ),
    ):
        with pytest.raises(Refusal) as caught:
            act(version=version, now=now, **given)
        assert caught.value.code in ("stale", "done_already")


@pytest.mark.parametrize("rank", [-1, 0, 10, 99999])
def test_priorities_that_no_scale_has(region, now, rank):
    for walk in (walks.drafted, walks.sent, walks.arrived):
        with pytest.raises(Refusal) as caught:
            walk(region, now=now, priority_rank=rank)
        assert caught.value.code == "priority_unknown"


@pytest.mark.parametrize("days", [-4000, 1])
def test_days_that_cannot_be(region, now, days):
    day = now.date() + timedelta(days=days)
    for field in ("arrived_on", "decided_on"):
        with pytest.raises(Refusal) as caught:
            walks.arrived(region, now=now, **{field: day})
        assert caught.value.field == field


def test_a_decision_in_the_year_one(region, now):
    with pytest.raises(Refusal) as caught:
        walks.arrived(region, now=now, decided_on=type(now.date()).min)
    assert caught.value.code == "date_too_old"


def test_a_pool_has_no_limits_to_change(region, now):
    for actor in (region.manager, region.pool_secretary):
        with pytest.raises(NotFound):
            change_routine.change_routine(
                unit_id=region.pool.id, limits={}, acknowledge_rule="doctor", actor=actor, now=now
            )
