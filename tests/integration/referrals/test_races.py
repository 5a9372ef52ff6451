"""Two at once, on real connections: one wins, the other is told who did what and when; nothing is lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from factories import make_region, walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal, Stale
from remissvakt.documents.models import Document
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    certificates,
    change_routine,
    change_watcher,
    close,
    edit_text,
    forward,
    papers,
    questions,
    register_arrival,
    send,
    void,
)
from remissvakt.referrals.models import (
    Case,
    CertificateQuestion,
    Delivery,
    Event,
    Question,
    Referral,
    ReferralVersion,
    Reply,
    WorkItem,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
LATE = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def region(transactional_db, now):
    return make_region(now=now)


def race(*calls: Callable[[], Any]) -> list[Refusal | None]:
    """Run all at the same instant, each on a connection of its own; what each was refused with, if it was."""
    barrier = Barrier(len(calls))
    results: list[Any] = [RuntimeError("never ran")] * len(calls)

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            calls[index]()
            results[index] = None
        except BaseException as problem:
            results[index] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if result is not None and not isinstance(result, Refusal):
            raise result
    return results


def one_wins(*calls: Callable[[], Any]) -> Refusal:
    """Exactly one is done; returns what the other, or each other, was told."""
    results = race(*calls)
    refused = [result for result in results if result is not None]
    assert len(refused) == len(calls) - 1
    assert run_checks(now=LATE) == []
    return refused[0]


def names_who_and_when(refusal: Refusal) -> None:
    assert isinstance(refusal, Stale)
    assert {"what", "when"} <= refusal.params.keys() or {"who", "when"} <= refusal.params.keys()
    assert "hann före" in refusal.message or "redan" in refusal.message or "sparade" in refusal.message


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_answer_or_forward(region, now, round_):
    case = walks.case_of(walks.assigned(region, now=now))
    given = {"case_id": case.id, "version": case.version, "now": now}
    refusal = one_wins(
        lambda: answer.decide_answer(
            reply_id=new_id(now=now), kind="FINAL", text="Ua.", actor=region.assessor, **given
        ),
        lambda: forward.forward(
            reply_id=new_id(now=now),
            to_unit_id=region.skin_clinic.id,
            reason="Fel enhet.",
            consent="",
            actor=region.eye_secretary,
            **given,
        ),
    )
    names_who_and_when(refusal)
    case.refresh_from_db()
    assert (case.state == "forwarded") != (case.answer_decided_at is not None)
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_answer_leaves_or_the_referral_is_withdrawn(region, now, round_):
    referral = walks.answer_begun(region, now=now)
    ask_receiver.withdraw(
        referral_id=referral.id,
        version=referral.version,
        reason="Behövs ej.",
        how="",
        reached="",
        actor=region.referrer,
        now=now,
    )
    case, reply = walks.case_of(referral), walks.reply_of(referral, "FINAL")
    one_wins(
        lambda: answer.sign_and_send_answer(
            reply_id=reply.id, draft_version=1, text="Ua.", actor=region.assessor, now=now
        ),
        lambda: ask_receiver.answer_request(
            case_id=case.id,
            version=case.version,
            kind="withdraw",
            outcome="granted",
            text="Ok.",
            actor=region.eye_secretary,
            now=now,
        ),
    )
    assert Case.objects.get().state in ("answered", "cancelled")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_assign_or_assess(region, now, round_):
    case = walks.case_of(walks.assigned(region, now=now))
    given = {"case_id": case.id, "version": case.version, "now": now}
    refusal = one_wins(
        lambda: assess.assign(
            assessor_id=region.other_assessor.person_id, actor=region.eye_secretary, **given
        ),
        lambda: assess.assess(actor=region.assessor, **given),
    )
    names_who_and_when(refusal)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_acknowledgements(region, now, round_):
    referral = walks.answered(region, now=now)
    refusal = one_wins(
        *(
            lambda actor=actor: acknowledge.acknowledge(
                reply_id=walks.reply_of(referral, "FINAL").id,
                version=referral.version,
                question_answered="yes",
                actor=actor,
                now=now,
            )
            for actor in (region.referrer, region.other_referrer)
        )
    )
    names_who_and_when(refusal)
    assert Event.objects.filter(kind="acknowledged").count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_double_click_on_send(region, now, round_):
    referral = walks.signed(region, now=now)
    refusal = one_wins(
        *[
            lambda: send.send(
                referral_id=referral.id, version=referral.version, actor=region.secretary, now=now
            )
        ]
        * 3
    )
    assert refusal.code == "done_already"
    assert Delivery.objects.count() == Case.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_tabs_with_one_draft(region, now, round_):
    referral = walks.drafted(region, now=now)
    typed = {"Annas text": region.referrer, "Saras text": region.secretary}
    refusal = one_wins(
        *(
            lambda text=text, actor=actor: edit_text.edit_text(
                referral_id=referral.id, draft_version=1, fields={"question": text}, actor=actor, now=now
            )
            for text, actor in typed.items()
        )
    )
    kept = ReferralVersion.objects.get()
    assert (kept.draft_version, typed[kept.question].person_id) == (2, kept.edited_by_id)
    assert refusal.code == "draft_changed"
    assert typed[kept.question].person_name in refusal.message


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_signed_or_changed(region, now, round_):
    """What is signed is what was shown: a change at the same instant comes before or not at all."""
    referral = walks.completed(region, now=now)
    one_wins(
        lambda: walks.sign.sign(
            referral_id=referral.id,
            version=referral.version,
            draft_version=2,
            actor=region.referrer,
            now=now,
        ),
        lambda: edit_text.edit_text(
            referral_id=referral.id,
            draft_version=2,
            fields={"question": "Ändrad"},
            actor=region.secretary,
            now=now,
        ),
    )


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_form_registered_twice(region, now, round_):
    form = new_id(now=now)
    refusal = one_wins(*[lambda: walks.sent(region, now=now, referral_id=form)] * 2)
    assert refusal.code == "already_registered"
    other_form = new_id(now=now)
    refusal = one_wins(*[lambda: walks.arrived(region, now=now, referral_id=other_form)] * 2)
    assert refusal.code == "already_registered"
    assert (Referral.objects.count(), Case.objects.count()) == (2, 2)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_paper_and_one_question_registered_twice(region, now, round_):
    form = new_id(now=now)
    refusal = one_wins(
        *[
            lambda: papers.register_paper(
                document_id=form,
                unit_id=region.health_centre.id,
                arrived_on=now.date(),
                sender="x",
                description="y",
                actor=region.secretary,
                now=now,
            )
        ]
        * 2
    )
    assert refusal.code == "already_registered"
    referral = walks.assigned(region, now=now)
    refusal = one_wins(
        *[
            lambda: questions.ask(
                referral_id=referral.id,
                question_id=form,
                from_unit_id=region.eye_clinic.id,
                to_unit_id=region.health_centre.id,
                to_person_id=None,
                subject="x",
                text="y",
                actor=region.eye_secretary,
                now=now,
            )
        ]
        * 2
    )
    assert refusal.code == "already_registered"
    assert (Document.objects.count(), Question.objects.count()) == (1, 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_closings(region, now, round_):
    referral = walks.confirmation_acknowledged(region, now=now)
    refusal = one_wins(
        *(
            lambda reason=reason, actor=actor: close.close(
                referral_id=referral.id,
                version=referral.version,
                reason=reason,
                note="",
                actor=actor,
                now=now,
            )
            for reason, actor in (
                ("duplicate", region.referrer),
                ("patient_moved", region.other_referrer),
            )
        )
    )
    names_who_and_when(refusal)
    assert Event.objects.filter(kind="closed").count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_sent_or_voided(region, now, round_):
    referral = walks.signed(region, now=now)
    given = {"referral_id": referral.id, "version": referral.version, "actor": region.referrer, "now": now}
    refusal = one_wins(lambda: send.send(**given), lambda: void.void(reason="Behövs ej.", **given))
    assert refusal.code == "done_already"


def test_eight_people_want_to_watch(region, now):
    referral = walks.sent(region, now=now)
    people = [region.secretary, region.nurse, region.referrer, region.other_referrer] * 2
    refusal = one_wins(
        *(
            lambda actor=actor: change_watcher.change_watcher(
                referral_id=referral.id,
                version=referral.version,
                watcher_id=actor.person_id,
                actor=actor,
                now=now,
            )
            for actor in people
        )
    )
    assert refusal.code in ("stale", "done_already")
    assert Event.objects.filter(kind="watcher_changed").count() == 1


def test_eight_questions_at_once_are_all_kept(region, now):
    referral = walks.assigned(region, now=now)
    before = Event.objects.filter(referral=referral).count()
    results = race(
        *[
            lambda: questions.ask(
                referral_id=referral.id,
                question_id=new_id(now=now),
                from_unit_id=region.eye_clinic.id,
                to_unit_id=region.health_centre.id,
                to_person_id=None,
                subject="x",
                text="y",
                actor=region.eye_secretary,
                now=now,
            )
        ]
        * 8
    )
    assert results == [None] * 8
    assert Event.objects.filter(referral=referral).count() == before + 8
    assert WorkItem.objects.filter(node="question").count() == 8
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_paper_for_two_referrals(region, now, round_):
    paper = walks.paper(region, now=now)
    first, second = walks.sent(region, now=now), walks.sent(region, now=now)
    refusal = one_wins(
        *(
            lambda referral=referral: papers.link_paper(
                document_id=paper.id,
                document_version=1,
                referral_id=referral.id,
                number_on_paper="191212121212",
                actor=region.secretary,
                now=now,
            )
            for referral in (first, second)
        )
    )
    assert (refusal.code, refusal.params["who"]) == ("paper_linked_already", "Sara Sjö")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_reports_of_a_new_certificate(region, now, round_):
    def report(minute: int) -> Any:
        return certificates.report_certificate(
            certificate_id="A",
            certificate_type="lisjp",
            patient_id=region.patient.id,
            unit_id=region.health_centre.id,
            issuer_id=region.referrer.person_id,
            subject="KOMPLT",
            event_code="NYFRFM",
            answer_by=None,
            totals={"received_total": minute, "received_unanswered": minute},
            reported_at=now.replace(minute=minute),
            now=now,
        )

    assert race(lambda: report(1), lambda: report(2)) == [None, None]
    assert CertificateQuestion.objects.get().received_total == 2
    assert run_checks(now=now) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_limits_change_while_work_is_done(region, now, round_):
    referrals = [walks.sent(region, now=now) for _ in range(3)]
    cases = [walks.case_of(referral) for referral in referrals]
    results = race(
        lambda: change_routine.change_routine(
            unit_id=region.eye_clinic.id,
            limits={"lead_time_days": 30, "arrival_workdays": 4},
            acknowledge_rule="doctor",
            actor=region.eye_manager,
            now=now,
        ),
        *(
            lambda case=case: assess.assign(
                case_id=case.id,
                version=1,
                assessor_id=region.assessor.person_id,
                actor=region.eye_secretary,
                now=now,
            )
            for case in cases
        ),
        lambda: register_arrival.register_arrival(
            referral_id=new_id(now=now),
            unit_id=region.eye_clinic.id,
            patient_id=region.patient.id,
            source="own_request",
            from_unit_id=None,
            referrer_name="",
            arrived_on=now.date(),
            fields=walks.FIELDS,
            actor=region.eye_secretary,
            now=now,
        ),
    )
    assert results == [None] * len(results)
    assert run_checks(now=now) == []
