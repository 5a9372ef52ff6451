"""The national contract's order of replies, and what closes a referral, on every way."""

import pytest

from factories import walks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    change_routine,
    change_watcher,
    close,
    complete,
    send,
    sign,
    versions,
)
from remissvakt.referrals.models import Event, Reply, WorkItem

from .consistent import assert_consistent, work


@pytest.mark.parametrize("kind", ["PARTIAL", "PRELIMINARY"])
def test_after_a_final_answer_only_a_final_answer_is_begun(region, now, kind):
    referral = walks.answered(region, now=now)
    case = walks.case_of(referral)
    given = {"case_id": case.id, "version": case.version, "actor": region.assessor, "now": now, "text": "x"}
    with pytest.raises(Refusal) as caught:
        answer.decide_answer(reply_id=new_id(now=now), kind=kind, **given)
    assert caught.value.code == "only_final_after_final"
    answer.decide_answer(reply_id=new_id(now=now), kind="FINAL", **given)


@pytest.mark.parametrize("kind", ["CONFIRMED", "MORE_INFO", "FORWARDED", "PARTIAL", "PRELIMINARY"])
def test_what_does_not_close(region, now, kind):
    """A confirmation or a partial answer never ends the watch, whoever acknowledges it and how."""
    referral = walks.registered(region, now=now, kind=kind)
    acknowledge.acknowledge(
        reply_id=walks.reply_of(referral).id,
        version=referral.version,
        accept_wait=True,
        question_answered="yes",
        instead="Ringde." if kind == "MORE_INFO" else "",
        actor=region.referrer,
        now=now,
    )
    referral.refresh_from_db()
    assert referral.state == "sent"
    assert any(node == "watch" for _unit, node, _why in work(referral))


def test_a_withdrawal_granted_after_closing_keeps_the_clinicians_reason(region, now):
    referral = walks.withdrawal_asked(region, now=now)
    close.close(
        referral_id=referral.id,
        version=referral.version,
        reason="patient_deceased",
        note="",
        actor=region.referrer,
        now=now,
    )
    case = walks.case_of(referral)
    ask_receiver.answer_request(
        case_id=case.id,
        version=case.version,
        kind="withdraw",
        outcome="granted",
        text="Ok.",
        actor=region.eye_secretary,
        now=now,
    )
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason) == ("closed", "patient_deceased")
    assert Event.objects.filter(referral=referral, kind="closed").count() == 1
    assert walks.case_of(referral).state == "cancelled"
    assert_consistent(referral)


def test_closing_leaves_questions_and_the_receivers_work_where_they_are(region, now):
    referral = walks.asked(region, now=now)
    close.close(
        referral_id=referral.id,
        version=referral.version,
        reason="duplicate",
        note="",
        actor=region.referrer,
        now=now,
    )
    assert {node for _unit, node, _why in work(referral)} == {"answer", "inbox", "question"}


def test_a_begun_change_when_the_case_has_ended_can_only_be_dropped(region, now):
    referral = walks.change_begun(region, now=now)
    case = walks.case_of(referral)
    reply_id = new_id(now=now)
    answer.decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=reply_id,
        kind="FINAL",
        text="Ua.",
        actor=region.assessor,
        now=now,
    )
    answer.sign_and_send_answer(reply_id=reply_id, draft_version=1, text=None, actor=region.assessor, now=now)
    referral.refresh_from_db()
    given = {"referral_id": referral.id, "version": referral.version, "actor": region.referrer, "now": now}
    with pytest.raises(Refusal) as caught:
        send.sign_and_send(draft_version=1, **given)
    assert caught.value.code == "nothing_open_at_receiver"
    assert ("Vårdcentralen Eken", "complete", "complete_referral") in work(referral)
    versions.drop_version(**given)
    assert ("Vårdcentralen Eken", "complete", "complete_referral") not in work(referral)
    assert_consistent(referral)


def test_a_paper_referral_from_a_unit_here_is_watched_there_by_nobody_yet(region, now):
    referral = walks.arrived_from_here(region, now=now)
    item = WorkItem.objects.get(referral=referral, node="watch")
    assert (item.unit_id, item.person_id, item.wants_person) == (region.health_centre.id, None, True)
    change_watcher.change_watcher(
        referral_id=referral.id,
        version=referral.version,
        watcher_id=region.secretary.person_id,
        actor=region.manager,
        now=now,
    )
    item.refresh_from_db()
    assert item.person_id == region.secretary.person_id


def test_a_paper_referral_from_a_unit_here_can_be_completed_when_the_receiver_asks(region, now):
    """Its referrer is a name on paper: whoever decides at the unit signs the completion."""
    referral = walks.arrived_from_here(region, now=now)
    versions.begin_version(referral_id=referral.id, version=referral.version, actor=region.secretary, now=now)
    complete.complete(
        referral_id=referral.id,
        version=referral.version + 1,
        draft_version=1,
        actor=region.secretary,
        now=now,
    )
    with pytest.raises(Refusal) as caught:
        sign.sign(
            referral_id=referral.id,
            version=referral.version + 2,
            draft_version=2,
            actor=region.secretary,
            now=now,
        )
    assert caught.value.code == "role_not_deciding"
    sign.sign(
        referral_id=referral.id,
        version=referral.version + 2,
        draft_version=2,
        actor=region.other_referrer,
        now=now,
    )
    send.send(referral_id=referral.id, version=referral.version + 3, actor=region.secretary, now=now)
    assert_consistent(referral)


def test_a_wait_that_has_passed_is_refused(region, now):
    yesterday = walks.local_date(now).replace(day=1)
    wait = Wait(WaitKind.DATE, yesterday.isoformat(), yesterday)
    with pytest.raises(Refusal) as caught:
        walks.registered(region, now=now, wait=wait)
    assert (caught.value.code, caught.value.field) == ("wait_in_past", "wait")
    assert not Reply.objects.exists()
    referral = walks.reprioritisation_asked(region, now=now)
    case = walks.case_of(referral)
    with pytest.raises(Refusal) as caught:
        ask_receiver.answer_request(
            case_id=case.id,
            version=case.version,
            kind="reprioritise",
            outcome="granted",
            text="Ok.",
            wait=wait,
            actor=region.assessor,
            now=now,
        )
    assert caught.value.code == "wait_in_past"


def test_a_watch_is_kept_also_where_the_unit_chases_the_same_day(region, now):
    change_routine.change_routine(
        unit_id=region.health_centre.id,
        limits={"chase_days": 0},
        acknowledge_rule="doctor",
        actor=region.manager,
        now=now,
    )
    referral = walks.watch_kept(region, now=now)
    assert (referral.watch_on - walks.local_date(now)).days == 1


def test_changed_limits_move_what_is_due_also_for_papers_and_certificates(region, now):
    walks.paper(region, now=now)
    walks.certificate(region, now=now)
    referral = walks.drafted(region, now=now)
    before = dict(WorkItem.objects.values_list("node", "due_on"))
    change_routine.change_routine(
        unit_id=region.health_centre.id,
        limits={"unlinked_workdays": 2, "send_workdays": 10},
        acknowledge_rule="clinician",
        actor=region.manager,
        now=now,
    )
    after = dict(WorkItem.objects.values_list("node", "due_on"))
    assert after["unlinked"] > before["unlinked"]
    assert after["complete"] > before["complete"]
    assert after["certificate"] == before["certificate"]  # its own last date for answer
    assert_consistent(referral)
