"""A wrong link is undone: the paper is work again, what it moved goes back, those concerned are told (A.6, W2, W12)."""

from datetime import timedelta

import pytest

from factories import told_scans as scans
from factories import walks
from factories.steps import ask_by_phone
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import Document
from remissvakt.referrals.actions import acknowledge, ask_receiver, close, letters, papers, undo_link
from remissvakt.referrals.models import Case, Event, Question, Referral, Reply, WorkItem
from remissvakt.referrals.queries import open_referral
from remissvakt.referrals.rules import Action

from .undoing import THE_NUMBER, forwarded_by_mistake, moved, registered, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(region, now):
    return walks.posted(region, now=now)


def test_a_paper_without_a_reply_goes_back_to_okopplade(region, now, referral):
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    done = undo(region, document, now=now)
    assert (done.referral_id, done.code_id, done.linked_at, done.kind) == (None, None, None, "")
    item = WorkItem.objects.get(document=document)
    assert (item.referral_id, item.reason, item.node) == (None, "paper_unlinked", "unlinked")
    event = Event.objects.get(referral=referral, kind="paper_unlinked")
    assert event.data["reason"] == "Papperet är en annan patients."
    assert walks.fresh(referral).watch_on == referral.watch_on
    assert run_checks(now=now) == []


def test_and_can_be_linked_where_it_belongs(region, now, referral):
    """The code misled: the wrong sheet was used. It binds nobody any longer; the pages still hold it."""
    other = walks.posted(region, now=now)
    token = scans.code(referral, now=now)
    (document,) = scans.scanned(region, token, now=now)
    document = undo(region, document, now=now)
    papers.link_paper(
        document_id=document.id,
        document_version=document.version,
        referral_id=other.id,
        kind="answer",
        number_on_paper=THE_NUMBER,
        actor=region.secretary,
        now=now,
    )
    assert document.pages.get().token == token
    assert run_checks(now=now) == []
    scans.work_off(now=now + scans.LATER)
    document.refresh_from_db()
    assert document.referral_id == other.id


KINDS = ["CONFIRMED", "MORE_INFO", "REJECTED", "CANCELLED", "PARTIAL", "PRELIMINARY", "FINAL", "FORWARDED"]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_was_registered_from_it_is_taken_back(region, now, referral, kind):
    if kind == "CANCELLED":
        walks.put_reply(region, referral, now=now)
    case = walks.case_of(referral)
    before = moved(case)
    later = now + timedelta(days=1)
    document, reply = registered(region, referral, now=later, kind=kind)
    assert moved(case) != before
    undo(region, document, now=later)
    reply.refresh_from_db()
    referral = walks.fresh(referral)
    assert reply.taken_back
    assert reply.voided_by_id == region.secretary.person_id
    assert moved(case) == before
    assert (referral.state, referral.watch_on) == ("sent", local_date(later))
    assert not WorkItem.objects.filter(reply=reply).exists()
    assert WorkItem.objects.get(referral=referral, node="watch").due_on == local_date(later)
    event = Event.objects.get(referral=referral, kind="reply_taken_back")
    assert (event.data["reply"], event.data["reason"]) == (str(reply.id), "Papperet är en annan patients.")
    assert run_checks(now=later) == []


def test_it_stays_readable_and_nothing_more_can_be_done_with_it(region, now, referral):
    document, reply = registered(region, referral, now=now, kind="FINAL")
    undo(region, document, now=now)
    opened = open_referral(referral_id=referral.id, actor=region.referrer, now=now)
    assert reply.id in {row.id for row in opened.loop.replies}
    (refusal,) = opened.may(Action.ACKNOWLEDGE, reply_id=reply.id)
    assert refusal.code == "reply_taken_back"
    with pytest.raises(Refusal) as caught:
        walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    assert caught.value.code == "reply_taken_back"


@pytest.mark.parametrize(
    ("first", "last", "wrong_first"),
    [
        (first, last, wrong_first)
        for first in ("CONFIRMED", "PARTIAL", "MORE_INFO", "FINAL")
        for last in ("CONFIRMED", "PARTIAL", "FINAL")
        if first != "FINAL" or last == "FINAL"  # nothing else follows a final answer
        for wrong_first in (True, False)
        if not (wrong_first and last == "FINAL" and first != "FINAL")  # see below
    ],
)
def test_the_case_is_as_it_had_been_with_the_other_reply_alone(region, now, first, last, wrong_first):
    """Whichever came first, as on a twin referral that never had the wrong one."""
    referral, twin = walks.posted(region, now=now), walks.posted(region, now=now)
    documents = []
    for days, kind in enumerate((first, last), start=1):
        day = now + timedelta(days=days)
        is_wrong = (days == 1) == wrong_first
        if is_wrong:
            document, _reply = registered(region, referral, now=day, kind=kind)
            documents.append(document)
        else:
            walks.put_reply(region, referral, now=day, kind=kind)
            walks.put_reply(region, twin, now=day, kind=kind)
    undo(region, documents[0], now=now + timedelta(days=3))
    assert moved(walks.case_of(referral)) == moved(walks.case_of(twin))
    assert run_checks(now=now + timedelta(days=3)) == []


def test_a_reply_that_closed_the_referral_opens_it_again(region, now, referral):
    document, reply = registered(region, referral, now=now, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    assert walks.fresh(referral).state == "closed"
    undo(region, document, now=now)
    opened = walks.fresh(referral)
    assert (opened.state, opened.closed_at, opened.close_reason, opened.watch_on) == (
        "sent",
        None,
        "",
        local_date(now),
    )
    reply.refresh_from_db()
    assert reply.acknowledged_at is not None  # who read it stays known
    assert Event.objects.filter(referral=referral, kind="reopened").exists()
    assert run_checks(now=now) == []


def test_a_rejection_that_was_handled_opens_it_again(region, now, referral):
    document, reply = registered(region, referral, now=now, kind="REJECTED", reason="Fel nivå")
    acknowledge.acknowledge(
        reply_id=reply.id,
        version=walks.fresh(referral).version,
        instead="Ny remiss.",
        actor=region.referrer,
        now=now,
    )
    assert walks.fresh(referral).state == "closed"
    undo(region, document, now=now)
    assert walks.fresh(referral).state == "sent"
    assert run_checks(now=now) == []


def test_another_final_answer_keeps_it_closed(region, now, referral):
    walks.put_reply(region, referral, now=now, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    document, _reply = registered(region, referral, now=now + scans.LATER, kind="FINAL")
    undo(region, document, now=now + scans.LATER)
    assert walks.fresh(referral).state == "closed"
    assert run_checks(now=now) == []


def test_a_clinicians_reason_keeps_it_closed(region, now, referral):
    document, reply = registered(region, referral, now=now)
    acknowledge.acknowledge(
        reply_id=reply.id,
        version=walks.fresh(referral).version,
        accept_wait=True,
        actor=region.secretary,
        now=now,
    )
    close.close(
        referral_id=referral.id,
        version=walks.fresh(referral).version,
        reason="patient_moved",
        note="",
        actor=region.referrer,
        now=now,
    )
    undo(region, document, now=now)
    assert walks.fresh(referral).state == "closed"
    assert run_checks(now=now) == []


def test_a_replaced_answer_is_the_answer_again(region, now, referral):
    first = walks.put_reply(region, referral, now=now, kind="FINAL")
    document, wrong = registered(region, referral, now=now, kind="FINAL")
    third = walks.put_reply(region, referral, now=now, kind="FINAL")
    wrong.refresh_from_db()
    assert (wrong.replaces_id, third.replaces_id) == (first.id, wrong.id)
    undo(region, document, now=now)
    wrong.refresh_from_db()
    third.refresh_from_db()
    assert (wrong.replaces_id, third.replaces_id) == (None, first.id)
    fourth = walks.put_reply(region, referral, now=now, kind="FINAL")
    assert fourth.replaces_id == third.id
    assert run_checks(now=now) == []


def test_what_the_sender_had_asked_is_asked_again(region, now, referral):
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document, _reply = registered(region, referral, now=now, kind="FINAL")
    assert Referral.objects.get(id=referral.id).requests.get().answered_at is not None
    undo(region, document, now=now)
    request = Referral.objects.get(id=referral.id).requests.get()
    assert (request.answered_at, request.outcome) == (None, "")
    assert run_checks(now=now) == []


def test_what_has_been_asked_anew_is_asked_once(region, now, referral):
    """Refused by the reply that is taken back, and asked again since: one request waits, not two."""
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document, _reply = registered(region, referral, now=now, kind="FINAL")
    Case.objects.filter(referral=referral).update(state="in_progress", ended_at=None, ended_by=None)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    undo(region, document, now=now)
    requests = Referral.objects.get(id=referral.id).requests
    assert sorted(requests.values_list("outcome", flat=True)) == ["", "denied"]
    assert requests.filter(answered_at=None).count() == 1


def test_what_was_asked_twice_in_one_instant_is_asked_once(region, now, referral):
    """The clock stood still: both were refused when the reply came, and the last one waits again."""
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document, _reply = registered(region, referral, now=now, kind="FINAL")
    Case.objects.filter(referral=referral).update(state="in_progress", ended_at=None, ended_by=None)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    requests = Referral.objects.get(id=referral.id).requests.order_by("id")
    requests.update(answered_at=now, answered_by=region.secretary.person_id, outcome="denied")
    undo(region, document, now=now)
    assert list(requests.values_list("outcome", flat=True)) == ["denied", ""]
    assert requests.filter(answered_at=None).count() == 1


@pytest.mark.parametrize("kind", ["PRELIMINARY", "FINAL"])
def test_what_somebody_answered_in_that_instant_stays_answered(region, now, referral, kind):
    """The clock stood still: the reply and the answer by phone bear the same instant, and the answer is its own."""
    ask_by_phone(ask_receiver.request_reprioritisation, region, referral, now=now)
    ask_receiver.register_request_answer(
        referral_id=referral.id,
        version=walks.fresh(referral).version,
        kind="reprioritise",
        outcome="denied",
        text="Vi har ingen tid.",
        actor=region.referrer,
        now=now,
    )
    document, _reply = registered(region, referral, now=now, kind=kind)
    undo(region, document, now=now)
    request = Referral.objects.get(id=referral.id).requests.get()
    assert (request.answered_at, request.outcome) == (now, "denied")


# Forwarding that was read from another patient's paper


def test_a_unit_that_had_the_referral_by_mistake_is_told_and_has_it_no_longer(region, now, referral):
    document = forwarded_by_mistake(region, referral, now=now)
    assert WorkItem.objects.filter(unit=region.company_clinic, node="inbox").exists()
    undo(region, document, now=now)
    assert not WorkItem.objects.filter(unit=region.company_clinic).exclude(node="question").exists()
    asked = WorkItem.objects.get(unit=region.company_clinic, node="question")
    assert asked.referral_id == referral.id
    case = walks.case_of(referral, unit=region.outside_unit)
    assert (case.state, case.forwarded_at) == ("sent", None)
    assert run_checks(now=now) == []


def test_what_the_sender_had_asked_goes_with_the_referral_and_comes_back(region, now, referral):
    """Asked of a unit outside, it is nobody's work here; of the unit that has the referral next it is."""
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document = forwarded_by_mistake(region, referral, now=now)
    owed = WorkItem.objects.filter(referral=referral, reason="withdrawal_asked").values_list(
        "unit_id", flat=True
    )
    assert list(owed) == [region.company_clinic.id]
    undo(region, document, now=now)
    assert list(owed.all()) == []
    request = Referral.objects.get(id=referral.id).requests.get()
    assert (request.answered_at, request.case.unit_id) == (None, region.outside_unit.id)
    assert run_checks(now=now) == []


def test_where_it_never_was_it_is_not_looked_for(region, now, referral):
    """Forwarded twice, the first time by mistake: the latest unit has it, also when that has answered."""
    document = forwarded_by_mistake(region, referral, now=now)
    undo(region, document, now=now)
    later = now + timedelta(days=1)
    walks.put_reply(
        region, referral, now=later, kind="FORWARDED", forwarded_to_id=region.other_outside_unit.id
    )
    walks.put_reply(region, referral, now=later + timedelta(days=1), kind="FINAL")
    further = walks.put_reply(region, referral, now=later + timedelta(days=2), kind="FINAL")
    assert further.case.unit_id == region.other_outside_unit.id
    assert run_checks(now=later + timedelta(days=2)) == []


def test_a_unit_that_has_taken_over_keeps_it(region, now, referral):
    """What others have really done since stays: the referral is theirs now, whatever brought it there."""
    from remissvakt.referrals.actions import assess

    document = forwarded_by_mistake(region, referral, now=now)
    case = walks.case_of(referral, unit=region.company_clinic)
    assess.assess(
        case_id=case.id,
        version=case.version,
        actor=region.company_doctor,
        now=now,
    )
    undo(region, document, now=now)
    assert Case.objects.get(id=case.id).state == "in_progress"
    assert walks.case_of(referral, unit=region.outside_unit).state == "forwarded"
    assert WorkItem.objects.filter(unit=region.company_clinic, node="question").exists()
    assert run_checks(now=now) == []


@pytest.mark.parametrize("what", ["answered what the sender asked", "written to the patient"])
def test_so_does_a_unit_that_has_said_something(region, now, referral, what):
    if what.startswith("answered"):
        ask_by_phone(ask_receiver.request_reprioritisation, region, referral, now=now)
    document = forwarded_by_mistake(region, referral, now=now)
    case = walks.case_of(referral, unit=region.company_clinic)
    given = {"case_id": case.id, "version": case.version, "actor": region.company_secretary, "now": now}
    if what.startswith("answered"):
        ask_receiver.answer_request(kind="reprioritise", outcome="denied", text="Vi har ingen tid.", **given)
    else:
        draft = letters.LetterDraft(letter_id=new_id(now=now), text="Vi återkommer med en tid.")
        letters.write_to_patient(kind="patient", draft=draft, **given)
    undo(region, document, now=now)
    assert Case.objects.get(id=case.id).state == "received"
    assert WorkItem.objects.filter(unit=region.company_clinic, node="inbox").exists()
    assert walks.case_of(referral, unit=region.outside_unit).state == "forwarded"
    assert run_checks(now=now) == []


# Who is told


def asked_people():
    return set(Question.objects.values_list("to_unit__name", "to_person_id"))


def test_watcher_referrer_and_whoever_has_read_it_are_asked(region, now, referral):
    document, _reply = registered(region, referral, now=now, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    undo(region, document, now=now, actor=region.nurse, reason="Fel Tolvan.")
    named = {referral.watcher_id, referral.referrer_id, Reply.objects.get().acknowledged_by_id} - {None}
    assert asked_people() == {(region.health_centre.name, person) for person in named}
    for item in WorkItem.objects.filter(node="question"):
        assert (item.unit_id, item.person_id in named) == (region.health_centre.id, True)
    from remissvakt.referrals.models import QuestionMessage

    assert all("Fel Tolvan." in message.text for message in QuestionMessage.objects.all())


def test_one_is_not_told_of_ones_own_correction(region, now, referral):
    document, _reply = registered(region, referral, now=now)
    undo(region, document, now=now, actor=region.secretary)
    assert region.secretary.person_id not in {person for _unit, person in asked_people()}


def test_of_somebody_who_is_away_the_unit_is_told(region, now, referral):
    from remissvakt.organisations.models import Person

    document, _reply = registered(region, referral, now=now)
    Person.objects.filter(id=referral.referrer_id).update(active=False)
    undo(region, document, now=now, actor=region.nurse)
    assert (region.health_centre.name, None) in asked_people()
    assert run_checks(now=now) == []


def test_the_assessor_of_a_paper_referral_is_told(region, now):
    (document,) = scans.scanned(region, "text", now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    referral = walks.arrived(region, now=now, document_id=document.id, assessor_id=region.assessor.person_id)
    undo(region, document, now=now, actor=region.eye_secretary)
    assert asked_people() == {(region.eye_clinic.name, region.assessor.person_id)}
    assert Referral.objects.get(id=referral.id).state == "sent"
    assert run_checks(now=now) == []


# Who may, and when not


def test_a_reason_is_needed(region, now, referral):
    document, _reply = registered(region, referral, now=now)
    with pytest.raises(Refusal) as caught:
        undo(region, document, now=now, reason="  ")
    assert caught.value.field == "reason"
    assert Document.objects.get(id=document.id).referral_id == referral.id
    assert not Reply.objects.get().taken_back


def test_another_unit_finds_nothing(region, now, referral):
    document, _reply = registered(region, referral, now=now)
    with pytest.raises(NotFound):
        undo(region, document, now=now, actor=region.eye_secretary)


def test_a_manager_does_not_work_with_patients_papers(region, now, referral):
    document, _reply = registered(region, referral, now=now)
    with pytest.raises(Refusal) as caught:
        undo(region, document, now=now, actor=region.manager)
    assert caught.value.code == "role_not_in_care"


def test_once(region, now, referral):
    document, _reply = registered(region, referral, now=now)
    version = Document.objects.get(id=document.id).version
    undo(region, document, now=now)
    with pytest.raises(Refusal) as caught:
        undo(region, document, now=now)
    assert caught.value.code == "paper_not_linked"
    document.refresh_from_db()
    papers.link_paper(
        document_id=document.id,
        document_version=document.version,
        referral_id=referral.id,
        number_on_paper=THE_NUMBER,
        actor=region.secretary,
        now=now,
    )
    with pytest.raises(Stale):
        undo_link.undo_link(
            document_id=document.id,
            document_version=version,
            reason="x",
            actor=region.secretary,
            now=now,
        )
