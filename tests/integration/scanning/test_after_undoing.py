"""What undoing a wrong link says, and what it leaves as it is: what the right papers and other people did (A.6)."""

from datetime import timedelta

import pytest

from factories import told_scans as scans
from factories import walks
from factories.steps import answered_by_phone, pass_on
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.organisations.models import ForwardingTarget
from remissvakt.referrals.actions import assess, send, versions
from remissvakt.referrals.models import Case, QuestionMessage, WorkItem

from .undoing import THE_NUMBER, forwarded_by_mistake, moved, registered, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(region, now):
    return walks.posted(region, now=now)


@pytest.mark.parametrize(
    ("is_reply", "said"), [(False, "Ett papper som var kopplat"), (True, "som var registrerat som svar")]
)
def test_who_is_asked_reads_whether_a_reply_was_taken_back(region, now, referral, is_reply, said):
    if is_reply:
        document, _reply = registered(region, referral, now=now)
    else:
        (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    undo(region, document, now=now, actor=region.nurse)
    texts = set(QuestionMessage.objects.values_list("text", flat=True))
    assert len(texts) == 1
    assert said in texts.pop()


@pytest.mark.parametrize(
    ("kinds", "wrong"),
    [
        (("CONFIRMED", "granted", "FINAL"), "FINAL"),
        (("CONFIRMED", "granted", "FINAL", "FINAL"), "FINAL"),
        (("CONFIRMED", "granted"), "CONFIRMED"),
        (("granted", "CONFIRMED"), "CONFIRMED"),
        (("MORE_INFO", "granted", "PARTIAL"), "MORE_INFO"),
        (("MORE_INFO", "PARTIAL", "granted"), "MORE_INFO"),
    ],
)
def test_a_new_time_that_the_receiver_has_granted_stays(region, now, kinds, wrong):
    """Whatever reply beside it is taken back: the case is as on a twin referral that never had that one (A.3)."""
    referral, twin = walks.posted(region, now=now), walks.posted(region, now=now)
    at = kinds.index(wrong) if kinds.count(wrong) == 1 else len(kinds) - 1
    for days, kind in enumerate(kinds, start=1):
        day = now + timedelta(days=days)
        if days - 1 == at:
            document, _reply = registered(region, referral, now=day, kind=kind)
            continue
        for one in (referral, twin):
            if kind == "granted":
                answered_by_phone(region, one, now=day)
            else:
                came = local_date(day - timedelta(days=1))
                walks.put_reply(region, one, now=day, kind=kind, arrived_on=came)
    later = now + timedelta(days=len(kinds) + 1)
    undo(region, document, now=later)
    assert moved(walks.case_of(referral)) == moved(walks.case_of(twin))
    assert run_checks(now=later) == []


@pytest.mark.parametrize(("outcome", "weeks"), [("denied", 3), ("granted", None)])
def test_what_promises_no_new_time_moves_none_afterwards(region, now, referral, outcome, weeks):
    """Another priority was denied: "you have your time". Or it was granted, and nobody could say when."""
    walks.put_reply(region, referral, now=now)
    later = now + timedelta(days=1)
    document, _reply = registered(region, referral, now=later, kind="PARTIAL")
    answered_by_phone(region, referral, now=later, outcome=outcome, in_weeks=weeks)
    before = moved(walks.case_of(referral))
    undo(region, document, now=later)
    assert moved(walks.case_of(referral)) == before
    assert run_checks(now=later) == []


def test_the_right_reply_to_one_who_forwarded_from_outside_to_outside_stays(region, now):
    """Nobody here watches that referral: a reply has arrived on the day when it was registered (B.5)."""
    ForwardingTarget.objects.filter(unit=region.eye_clinic, to_unit=region.outside_unit).update(
        to_unit=region.other_outside_unit
    )
    referral = walks.arrived(region, now=now)
    pass_on(region, referral, now=now, to=region.other_outside_unit, consent="Muntligt")
    given = {"actor": region.eye_secretary, "now": now}
    (document,) = scans.scanned(region, "text", unit=region.eye_clinic, **given)
    walks.put_reply(
        region, referral, kind="MORE_INFO", document_id=document.id, number_on_paper=THE_NUMBER, **given
    )
    walks.put_reply(region, referral, kind="PARTIAL", **given)
    undo(region, document, **given)
    case = walks.case_of(referral)
    assert (case.unit_id, case.state, case.arrived_on) == (
        region.other_outside_unit.id,
        "in_progress",
        local_date(now),
    )
    assert run_checks(now=now) == []


def test_what_the_receiver_has_let_go_stays_ended(region, now, referral):
    """A confirmation that was another patient's had nothing to do with the withdrawal."""
    document, _reply = registered(region, referral, now=now)
    later = now + timedelta(days=1)
    answered_by_phone(region, referral, now=later, kind="withdraw", in_weeks=None)
    undo(region, document, now=later)
    assert walks.case_of(referral).state == "cancelled"
    assert walks.fresh(referral).close_reason == "withdrawn"
    assert run_checks(now=later) == []


def test_whoever_forwarded_looks_again_the_same_day(region, now):
    """The next unit's word was another patient's: whether it has the referral is not known any longer (B.5)."""
    referral = walks.forwarded_outside(region, now=now)
    document, _reply = registered(region, referral, now=now)
    waits = WorkItem.objects.filter(referral=referral, reason="forwarded_not_confirmed")
    assert not waits.exists()
    undo(region, document, now=now)
    assert waits.get().due_on == local_date(now)
    assert run_checks(now=now) == []


def test_whoever_has_the_referral_watches_no_forwarding_of_it(region, now, referral):
    document = forwarded_by_mistake(region, referral, now=now)
    case = walks.case_of(referral, unit=region.company_clinic)
    assess.assess(case_id=case.id, version=case.version, actor=region.company_doctor, now=now)
    undo(region, document, now=now)
    assert Case.objects.get(id=case.id).forward_watch_on is None


def test_a_change_answers_no_wish_for_more_that_was_another_patients(region, now, referral):
    """It is due today, as one that nobody asked for, and the reply that is taken back is left as it was."""
    document, reply = registered(region, referral, now=now, kind="MORE_INFO")
    undo(region, document, now=now)
    given = {"referral_id": referral.id, "actor": region.referrer, "now": now}
    version = versions.begin_version(version=walks.fresh(referral).version, **given)
    assert version.due_on == local_date(now)
    send.sign_and_send(version=walks.fresh(referral).version, draft_version=1, **given)
    reply.refresh_from_db()
    assert (reply.instead_at, reply.instead) == (None, "")
    assert run_checks(now=now) == []
