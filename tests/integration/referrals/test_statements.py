"""How many statements each action runs: a constant, whatever lies in the database.

On PostgreSQL all that an act writes is one statement. SQLite, to which there is no way to go, takes one for each
table and for each row that is changed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_region, walks
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    change_watcher,
    close,
    complete,
    confirm,
    decide,
    deliver,
    edit_text,
    forward,
    inform_patient,
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
from remissvakt.referrals.models import Question
from remissvakt.referrals.queries import open_referral

pytestmark = pytest.mark.django_db
_FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
ACTS: dict[str, tuple[dict[str, int], Callable[..., tuple[Callable[..., Any], dict[str, Any]]]]] = {}


def act(postgresql: int, *, sqlite: int) -> Callable[[Any], Any]:
    def register(function: Any) -> Any:
        ACTS[function.__name__] = ({"postgresql": postgresql, "sqlite": sqlite}, function)
        return function

    return register


def statements(function: Callable[..., Any], given: dict[str, Any]) -> list[str]:
    """What an action runs, without the frame of its transaction."""
    with CaptureQueriesContext(connection) as captured:
        function(**given)
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_FRAME)]


def of_referral(referral, actor, **more):
    return {"referral_id": referral.id, "version": referral.version, "actor": actor, **more}


def of_case(referral, actor, **more):
    case = walks.case_of(referral)
    return {"case_id": case.id, "version": case.version, "actor": actor, **more}


def new_referral(region, now, **more):
    return {
        "referral_id": new_id(now=now),
        "unit_id": region.health_centre.id,
        "patient_id": region.patient.id,
        "to_unit_id": region.eye_clinic.id,
        "fields": walks.FIELDS,
        "actor": region.referrer,
        **more,
    }


@act(4, sqlite=10)
def create_sign_and_send(region, now):
    return send.refer, new_referral(region, now, priority_rank=2, priority_label="Hög")


@act(4, sqlite=8)
def decide_only(region, now):
    return decide.decide, new_referral(region, now, referrer_id=region.referrer.person_id)


@act(3, sqlite=8)
def arrive(region, now):
    return register_arrival.register_arrival, {
        "referral_id": new_id(now=now),
        "unit_id": region.eye_clinic.id,
        "patient_id": region.patient.id,
        "source": "arrived",
        "from_unit_id": region.outside_unit.id,
        "referrer_name": "Dr X",
        "arrived_on": local_date(now),
        "fields": walks.FIELDS,
        "actor": region.eye_secretary,
    }


@act(3, sqlite=3)
def save_a_draft(region, now):
    referral = walks.drafted(region, now=now)
    given = {"referral_id": referral.id, "draft_version": 1, "fields": {"question": "?"}}
    return edit_text.edit_text, {**given, "actor": region.referrer}


@act(3, sqlite=7)
def complete_it(region, now):
    return complete.complete, of_referral(
        walks.drafted(region, now=now), region.secretary, draft_version=1, fields={"question": "?"}
    )


@act(3, sqlite=7)
def sign_it(region, now):
    return sign.sign, of_referral(walks.completed(region, now=now), region.referrer, draft_version=2)


@act(3, sqlite=10)
def send_it(region, now):
    return send.send, of_referral(walks.signed(region, now=now), region.secretary)


@act(3, sqlite=10)
def sign_and_send_it(region, now):
    return send.sign_and_send, of_referral(walks.drafted(region, now=now), region.referrer, draft_version=1)


@act(3, sqlite=5)
def void_it(region, now):
    return void.void, of_referral(walks.drafted(region, now=now), region.referrer, reason="Nej.")


@act(3, sqlite=6)
def post(region, now):
    referral = walks.sent_outside(region, now=now)
    return deliver.mark_posted, {
        "delivery_id": walks.delivery_of(referral, "queued").id,
        "version": referral.version,
        "actor": region.secretary,
    }


@act(3, sqlite=8)
def register_a_reply(region, now):
    referral = walks.posted(region, now=now)
    return register_reply.register_reply, of_referral(
        referral,
        region.secretary,
        reply_id=new_id(now=now),
        kind="CONFIRMED",
        arrived_on=local_date(now),
        channel="paper",
        text="x",
        author_name="Dr X",
        wait=walks.weeks(3, now=now),
    )


@act(3, sqlite=6)
def chase(region, now):
    return watch.chase, of_referral(
        walks.posted(region, now=now),
        region.secretary,
        how="phone",
        reached="x",
        said="y",
        watch_on=local_date(now) + timedelta(days=3),
    )


@act(3, sqlite=5)
def move_the_watch(region, now):
    return watch.move_watch, of_referral(
        walks.sent(region, now=now), region.secretary, watch_on=local_date(now), reason="x"
    )


@act(3, sqlite=8)
def withdraw(region, now):
    return ask_receiver.withdraw, of_referral(
        walks.assigned(region, now=now), region.referrer, reason="x", how="", reached=""
    )


@act(3, sqlite=6)
def acknowledge_a_confirmation(region, now):
    referral = walks.confirmed(region, now=now)
    return acknowledge.acknowledge, {
        "reply_id": walks.reply_of(referral).id,
        "version": referral.version,
        "accept_wait": True,
        "actor": region.secretary,
    }


@act(3, sqlite=6)
def acknowledge_an_answer(region, now):
    referral = walks.answered(region, now=now)
    return acknowledge.acknowledge, {
        "reply_id": walks.reply_of(referral, "FINAL").id,
        "version": referral.version,
        "question_answered": "yes",
        "actor": region.referrer,
    }


@act(3, sqlite=5)
def close_it(region, now):
    return close.close, of_referral(
        walks.confirmation_acknowledged(region, now=now), region.referrer, reason="duplicate", note=""
    )


@act(4, sqlite=6)
def change_the_watcher(region, now):
    return change_watcher.change_watcher, of_referral(
        walks.sent(region, now=now), region.manager, watcher_id=region.secretary.person_id
    )


@act(4, sqlite=8)
def assign(region, now):
    return assess.assign, of_case(
        walks.sent(region, now=now), region.eye_secretary, assessor_id=region.assessor.person_id
    )


@act(3, sqlite=7)
def assess_it(region, now):
    return assess.assess, of_case(walks.assigned(region, now=now), region.assessor)


@act(3, sqlite=11)
def confirm_it(region, now):
    return confirm.confirm, of_case(
        walks.assigned(region, now=now),
        region.assessor,
        reply_id=new_id(now=now),
        text="x",
        wait=walks.weeks(8, now=now),
    )


@act(3, sqlite=10)
def reject(region, now):
    return confirm.reject, of_case(
        walks.assigned(region, now=now),
        region.assessor,
        reply_id=new_id(now=now),
        reason="other",
        text="x",
    )


@act(3, sqlite=9)
def decide_to_answer(region, now):
    return answer.decide_answer, of_case(
        walks.confirmed(region, now=now), region.assessor, reply_id=new_id(now=now), kind="FINAL", text="x"
    )


@act(3, sqlite=10)
def sign_and_send_the_answer(region, now):
    reply = walks.reply_of(walks.answer_begun(region, now=now))
    return answer.sign_and_send_answer, {
        "reply_id": reply.id,
        "draft_version": 1,
        "text": "x",
        "actor": region.assessor,
    }


@act(4, sqlite=14)
def forward_it(region, now):
    return forward.forward, of_case(
        walks.sent(region, now=now),
        region.eye_secretary,
        reply_id=new_id(now=now),
        to_unit_id=region.skin_clinic.id,
        reason="x",
        consent="",
    )


@act(3, sqlite=8)
def inform_the_patient(region, now):
    return inform_patient.inform_patient, of_case(
        walks.confirmed(region, now=now),
        region.eye_secretary,
        how="letter",
        told_on=local_date(now),
        note="",
    )


@act(3, sqlite=7)
def begin_a_change(region, now):
    return versions.begin_version, of_referral(walks.information_requested(region, now=now), region.referrer)


@act(3, sqlite=7)
def ask(region, now):
    referral = walks.assigned(region, now=now)
    return questions.ask, {
        "referral_id": referral.id,
        "question_id": new_id(now=now),
        "from_unit_id": region.eye_clinic.id,
        "to_unit_id": region.health_centre.id,
        "to_person_id": None,
        "subject": "x",
        "text": "y",
        "actor": region.eye_secretary,
    }


@act(3, sqlite=7)
def answer_a_question(region, now):
    walks.asked(region, now=now)
    row = Question.objects.order_by("-id")[0]
    return questions.answer_question, {"question_id": row.id, "text": "Ja.", "actor": region.referrer}


@act(5, sqlite=4)
def register_a_paper(region, now):
    return papers.register_paper, {
        "document_id": new_id(now=now),
        "unit_id": region.health_centre.id,
        "arrived_on": local_date(now),
        "sender": "x",
        "description": "y",
        "actor": region.secretary,
    }


@act(6, sqlite=9)
def link_a_paper(region, now):
    paper = walks.paper(region, now=now)
    return papers.link_paper, {
        "document_id": paper.id,
        "document_version": 1,
        "referral_id": walks.sent(region, now=now).id,
        "number_on_paper": "191212121212",
        "actor": region.secretary,
    }


@act(3, sqlite=3)
def open_a_referral(region, now):
    return open_referral, {"referral_id": walks.closed(region, now=now).id, "actor": region.referrer}


@pytest.mark.parametrize("name", ACTS)
def test_the_number_of_statements_is_a_constant(name, now):
    most, prepare = ACTS[name]
    region = make_region(now=now)
    function, given = prepare(region, now)
    alone = statements(function, {**given, "now": now})
    for walk in (walks.confirmed, walks.forwarded, walks.asked, walks.answered_in_part, walks.posted):
        walk(region, now=now)
        walk(region, now=now)
    function, given = prepare(region, now)
    among_many = statements(function, {**given, "now": now})
    assert len(alone) == len(among_many)
    assert len(alone) <= most[connection.vendor], "\n".join(alone)


def test_a_referral_with_a_long_history_costs_as_many(region, now):
    """Ten questions and ten chases later, one more chase runs what the first one did."""

    def chased(referral):
        given = of_referral(
            walks.fresh(referral),
            region.secretary,
            how="phone",
            reached="x",
            said="y",
            watch_on=local_date(now) + timedelta(days=3),
        )
        return len(statements(watch.chase, {**given, "now": now}))

    def asked():
        given = ask(region, now)[1] | {
            "referral_id": referral.id,
            "from_unit_id": region.health_centre.id,
            "to_unit_id": region.health_centre.id,
            "actor": region.secretary,
        }
        questions.ask(**given, now=now)

    referral = walks.posted(region, now=now)
    asked()
    first = chased(referral)
    for _ in range(10):
        chased(referral)
        asked()
    assert chased(referral) <= first
