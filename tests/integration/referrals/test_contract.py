"""The national contract's order of replies, and what closes a referral, on every way."""

from datetime import timedelta

import pytest

from factories import walks
from factories.steps import answer_at_once, answered_by_phone
from remissvakt.audit.models import AdminEvent
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
    answer_at_once(region, referral, now=now)
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


def test_a_wait_is_what_the_last_confirmation_stated(region, now):
    """A question or a part of the answer leaves it; a new confirmation states it anew and ends the question (A.3)."""
    referral = walks.registered(region, now=now)

    def promised():
        case = walks.case_of(referral)
        return case.wait_kind, case.wait_value, case.wait_until, case.information_wanted_until

    today = walks.local_date(now)
    eight_weeks = ("weeks", "8", today + timedelta(weeks=8))
    assert promised() == (*eight_weeks, None)
    for kind in ("MORE_INFO", "PARTIAL"):
        walks.put_reply(region, referral, now=now, kind=kind)
        assert promised() == (*eight_weeks, today + timedelta(days=10))
    walks.put_reply(region, referral, now=now, wait=walks.weeks(4, now=now))
    assert promised() == ("weeks", "4", today + timedelta(weeks=4), None)
    assert_consistent(referral)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_new_time_from_a_unit_outside_is_its_word_that_it_has_the_referral(region, now, confirmed):
    """The case is waited for until then; if it had not confirmed yet, it is arrived and Pågår from now on."""
    referral = walks.posted(region, now=now)
    if confirmed:
        walks.put_reply(region, referral, now=now)
    later = now + timedelta(days=1)
    answered_by_phone(region, referral, now=later)
    case = walks.case_of(referral)
    at = now if confirmed else later
    assert (case.state, case.confirmed_at, case.arrived_on) == ("in_progress", at, walks.local_date(at))
    assert (case.wait_value, case.wait_until) == ("3", walks.weeks(3, now=later).until)
    assert ("Vårdcentralen Eken", "watch", "answer_awaited") in work(referral)
    assert_consistent(referral)


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


def test_a_completion_on_paper_is_to_be_posted_when_the_receiver_wants_it(region, now):
    referral = walks.registered(region, now=now, kind="MORE_INFO")
    given = {"referral_id": referral.id, "actor": region.referrer, "now": now}
    versions.begin_version(version=referral.version, **given)
    send.sign_and_send(version=referral.version + 1, draft_version=1, **given)
    item = WorkItem.objects.get(referral=referral, reason="post_referral")
    assert item.due_on == walks.reply_of(referral).information_wanted_until
    assert item.due_on > walks.local_date(now)


def test_a_limit_is_at_most_two_years_and_what_it_was_is_kept(region, now):
    given = {"unit_id": region.health_centre.id, "actor": region.manager, "now": now}
    for days in (-1, 731):
        with pytest.raises(Refusal) as caught:
            change_routine.change_routine(limits={"chase_days": days}, acknowledge_rule="doctor", **given)
        assert (caught.value.code, caught.value.field) == ("limit_out_of_range", "chase_days")
    assert not AdminEvent.objects.exists()
    change_routine.change_routine(limits={"chase_days": 730}, acknowledge_rule="clinician", **given)
    kept = AdminEvent.objects.get(kind="routine_changed")
    assert (kept.person_id, kept.unit_id) == (region.manager.person_id, region.health_centre.id)
    assert kept.data == {
        "before": {"chase_days": 14, "acknowledge_rule": "doctor"},
        "after": {"chase_days": 730, "acknowledge_rule": "clinician"},
    }
