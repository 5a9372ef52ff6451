"""What is due in every situation: where, whose, by when and why; by hand, from the routine's table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from remissvakt.documents.models import Document
from remissvakt.referrals.facts import Limits
from remissvakt.referrals.models import CertificateQuestion
from remissvakt.referrals.obligations import Why, obligations
from remissvakt.referrals.record import certificate_items, paper_items
from remissvakt.referrals.states import CaseState, Node, ReferralState, ReplyKind

from .due_table import due_table
from .situations import (
    ASSIGNED,
    AT,
    CONFIRMED,
    FORWARDED,
    MORE_SITUATIONS,
    NEXT,
    SITUATIONS,
    UNITS,
    A,
    B,
    case,
    draft,
    reply,
    sent,
    uid,
    version,
)
from .tables import APART, EXPECTED

TABLE = Path(__file__).with_name("due.txt")
EVERYTHING = SITUATIONS | MORE_SITUATIONS


@pytest.mark.parametrize("why", EXPECTED)
def test_each_reason(why):
    expected = EXPECTED[why]
    found = [due for due in obligations(EVERYTHING[expected.situation]) if due.why == why]
    assert {due.node for due in found} == set(expected.nodes)
    assert {(due.unit_id, due.person_id, due.due_on) for due in found} == {
        (expected.unit, expected.person, expected.due_on)
    }


def test_every_reason_is_expected_and_every_expectation_is_a_reason():
    assert set(Why) == EXPECTED.keys() | APART.keys()


@pytest.mark.parametrize("name", EVERYTHING)
def test_keys_are_unique_and_work_lies_at_units_here(name):
    facts = EVERYTHING[name]
    found = obligations(facts)
    assert len({due.key for due in found}) == len(found)
    assert all(facts.units[due.unit_id].local for due in found)
    assert all(due.since_on <= due.due_on for due in found)


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_is_not_ended_is_somebodys_work(name):
    facts = EVERYTHING[name]
    found = obligations(facts)
    if facts.state in (ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.SENT):
        assert found
    if facts.state == ReferralState.SENT and facts.watched:
        assert [due.person_id for due in found if due.key == "watch"] == [facts.watcher_id]
    for one in facts.cases:
        if one.open and facts.units[one.unit_id].local:
            assert any(due.case_id == one.id and due.node == Node.INBOX for due in found)


NODES: dict[str, set[str]] = {
    "drafted": {"complete"},
    "dictated": {"transcribe"},
    "completed": {"sign"},
    "signed": {"send"},
    "voided": set(),
    "sent": {"watch", "inbox"},
    "sent_outside": {"watch", "send"},
    "posted": {"watch"},
    "failed": {"watch", "send", "failed"},
    "assigned": {"watch", "inbox", "answer"},
    "confirmed": {"watch", "inbox", "answer", "acknowledge", "inform"},
    "confirmation_read": {"watch", "inbox", "answer"},
    "more_wanted": {"watch", "inbox", "answer", "acknowledge", "complete"},
    "rejected": {"watch", "acknowledge", "inform"},
    "rejection_read": {"watch", "acknowledge"},
    "forwarded": {"watch", "acknowledge", "inbox"},
    "answer_completed": {"watch", "inbox", "answer", "sign"},
    "answered": {"watch", "acknowledge", "inform"},
    "watch_kept": {"watch"},
    "closed": set(),
    "arrived": {"inbox"},
    "asked": {"watch", "inbox", "answer", "question"},
    "question_closed": {"watch", "inbox", "answer"},
}


@pytest.mark.parametrize("name", NODES)
def test_exactly_these_lists(name):
    assert {due.node.value for due in obligations(EVERYTHING[name])} == NODES[name]


def test_the_table_of_all_that_is_due_is_the_one_that_was_read():
    """script/tables writes it anew; a change of it is a change of the obligations, to be looked at."""
    assert TABLE.read_text(encoding="utf-8") == due_table()


def only(facts, why):
    (due,) = {(due.due_on, due.person_id) for due in obligations(facts) if due.why == why}
    return due


@pytest.mark.parametrize(
    ("decided", "workdays", "due"),
    [
        ("2026-12-22T09:00+00:00", 3, "2026-12-29"),  # Christmas Eve and both Christmas days are off
        ("2026-12-30T09:00+00:00", 2, "2027-01-05"),  # so are New Year's Eve and New Year's Day
        ("2027-01-05T09:00+00:00", 1, "2027-01-07"),  # Epiphany; its eve is worked
        ("2027-03-25T09:00+00:00", 1, "2027-03-30"),  # Good Friday, Easter Monday
        ("2027-05-05T09:00+00:00", 1, "2027-05-07"),  # Ascension Day
        ("2027-06-24T09:00+00:00", 1, "2027-06-28"),  # Midsummer Eve
        ("2026-10-24T22:30+00:00", 1, "2026-10-26"),  # already Sunday in Stockholm, the night clocks go back
        ("2027-03-28T00:59+00:00", 3, "2027-04-01"),  # Easter Day, and the night clocks go forward
        ("2026-12-31T22:59+00:00", 0, "2027-01-04"),  # the last minute of the year
        ("2028-02-28T22:59+00:00", 1, "2028-02-29"),
    ],
)
def test_working_days_over_holidays_and_both_nights_of_changed_clocks(decided, workdays, due):
    limits = Limits(send_workdays=workdays)
    facts = replace(
        draft(),
        decided_at=datetime.fromisoformat(decided),
        units={**UNITS, A: replace(UNITS[A], limits=limits)},
    )
    assert only(facts, Why.COMPLETE_REFERRAL)[0] == date.fromisoformat(due)


def test_a_later_version_is_due_when_the_receiver_wants_it():
    begun = replace(version(number=2), due_on=date(2027, 1, 3))
    assert only(sent(versions=(version("csx"), begun)), Why.COMPLETE_REFERRAL)[0] == date(2027, 1, 3)


def test_each_unit_has_its_own_limits():
    ours = {**UNITS, B: replace(UNITS[B], limits=Limits(lead_time_days=30, question_workdays=9))}
    assert only(sent(ASSIGNED, units=ours), Why.NOT_ASSESSED)[0] == date(2027, 1, 16)
    theirs = {**UNITS, A: replace(UNITS[A], limits=Limits(lead_time_days=30))}
    assert only(sent(ASSIGNED, units=theirs), Why.NOT_ASSESSED)[0] == date(2026, 12, 31)


def test_the_watch_has_no_owner_when_nobody_was_named():
    assert only(SITUATIONS["arrived_from_here"], Why.CONFIRMATION_AWAITED)[1] is None
    (due,) = [due for due in obligations(SITUATIONS["arrived_from_here"]) if due.key == "watch"]
    assert due.wants_person


def test_the_referrer_reads_answers_and_the_watcher_where_none_is_known():
    answered = SITUATIONS["answered"]
    assert only(answered, Why.ANSWER_UNREAD)[1] == answered.referrer_id
    assert only(replace(answered, referrer_id=None), Why.ANSWER_UNREAD)[1] == answered.watcher_id


def test_the_patient_is_owed_the_first_untold_reply_once():
    """Two replies untold make one item, due from the first; a notice covers what was sent before it."""
    first = reply(ReplyKind.CONFIRMED, told_needed=True, acknowledged_at=AT)
    later = replace(
        reply(ReplyKind.FINAL, reply_id=uid(66), told_needed=True),
        text=replace(first.text, sent_at=AT + timedelta(days=5)),
    )
    facts = sent(replace(CONFIRMED, state=CaseState.ANSWERED), replies=(first, later))
    assert only(facts, Why.PATIENT_NOT_INFORMED)[0] == date(2026, 12, 22)
    told = replace(first, patient_notice_id=uid(97))
    assert only(replace(facts, replies=(told, later)), Why.PATIENT_NOT_INFORMED)[0] == date(2026, 12, 29)


def test_two_replies_of_the_same_instant_are_recounted_alike_in_any_order():
    first = reply(ReplyKind.CONFIRMED, told_needed=True, acknowledged_at=AT)
    other = reply(ReplyKind.PARTIAL, reply_id=uid(66), told_needed=True, acknowledged_at=AT)
    one, two = sent(CONFIRMED, replies=(first, other)), sent(CONFIRMED, replies=(other, first))
    assert set(obligations(one)) == set(obligations(two))


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (NEXT, True),
        (replace(NEXT, state=CaseState.IN_PROGRESS, assessed_at=AT), True),
        (replace(NEXT, state=CaseState.IN_PROGRESS, confirmed_at=AT), False),
        (replace(NEXT, state=CaseState.ANSWERED), False),
        (replace(NEXT, state=CaseState.REJECTED), False),
        (replace(NEXT, state=CaseState.CANCELLED), False),
        (replace(NEXT, state=CaseState.FORWARDED, forwarded_at=AT, forward_watch_on=AT.date()), False),
    ],
)
def test_custody_is_kept_until_the_new_unit_has_taken_over(new, kept):
    found = {due.key for due in obligations(sent(FORWARDED, new))}
    assert (f"forwarded:{FORWARDED.id}" in found) == kept


def test_a_plain_request_of_a_unit_outside_is_nobodys_work_here_but_the_watchers():
    found = obligations(SITUATIONS["withdrawal_asked_outside"])
    assert {due.why for due in found} == {Why.WITHDRAWAL_AWAITED}


def test_a_closed_referral_still_has_what_was_left_undone():
    unread = reply(ReplyKind.FINAL, told_needed=True)
    facts = sent(replace(CONFIRMED, state=CaseState.ANSWERED), state=ReferralState.CLOSED, replies=(unread,))
    assert {due.node for due in obligations(facts)} == {Node.ACKNOWLEDGE, Node.INFORM}


def test_papers_and_certificates():
    paper = Document(id=uid(70), unit_id=A, arrived_on=date(2026, 12, 24), sender="x", description="y")
    (item,) = paper_items(paper, Limits())
    assert (item.node, item.person_id, item.due_on) == ("unlinked", None, date(2026, 12, 28))
    paper.linked_at = AT
    assert paper_items(paper, Limits()) == []
    row = CertificateQuestion(
        id=uid(71),
        unit_id=A,
        issuer_id=uid(21),
        reported_at=datetime(2026, 12, 23, 9, tzinfo=UTC),
        received_total=1,
    )
    (item,) = certificate_items(row, Limits())
    assert (item.node, item.person_id, item.due_on) == ("certificate", uid(21), date(2026, 12, 29))
    row.answer_by = date(2027, 1, 9)
    assert certificate_items(row, Limits())[0].due_on == date(2027, 1, 9)
    row.handled_at = AT
    assert certificate_items(row, Limits()) == []


def test_no_situation_here_is_about_a_case_that_has_no_unit():
    assert all(one.unit_id in facts.units for facts in EVERYTHING.values() for one in facts.cases)
    assert case(CaseState.SENT).arrived_on is None
