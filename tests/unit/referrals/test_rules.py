"""The rules as one exhaustive table: every action, in every situation, by everybody.

`ALLOWED` is written by hand from the routine: who may do what, when. Every other cell is refused, and
`refusals.txt` holds with which codes; a change of it is a change of the rules, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import Role
from remissvakt.referrals.rules import RULES, Action, Context, refusals, reply_follows
from remissvakt.referrals.rules.who import require_care_role
from remissvakt.referrals.states import CaseState, ReplyKind

from .situations import (
    ASSESSED,
    AT,
    CONFIRMED,
    PEOPLE,
    SITUATIONS,
    WANTS_MORE,
    B,
    C,
    case,
    reply,
    sent,
    version,
)
from .tables import cells, context, refusals_table

TABLE = Path(__file__).with_name("refusals.txt")
SENDER = {"referrer", "colleague", "nurse", "secretary", "referrers_stand_in", "pool"}
SENDER_DECIDES = {"referrer", "colleague", "nurse", "referrers_stand_in"}
SIGNS = {"referrer", "referrers_stand_in"}
DOCTORS = {"referrer", "colleague", "referrers_stand_in"}
RECEIVER = {"assessor", "other_assessor", "optician", "eye_secretary", "assessors_stand_in", "pool"}
RECEIVER_DECIDES = {"assessor", "other_assessor", "optician", "assessors_stand_in"}
ASSESSES = {"assessor", "assessors_stand_in"}
MANAGERS = {"manager", "eye_manager"}

UNSIGNED = {"drafted", "no_question", "no_receiver", "dictated", "speaking", "transcribed", "unclear_left",
            "machine_unread", "completed", "change_begun",
            "change_begun_case_ended"}  # fmt: skip
UNSENT = UNSIGNED | {"signed"}
NEVER_SENT = UNSENT - {"change_begun", "change_begun_case_ended"}
CONFIRMING = {"confirmation_dictated", "confirmation_begun", "confirmation_typed", "confirmation_signed"}
BEGUN = {"answer_begun", "answer_dictated", "answer_completed", "answer_signed"}
RECEIVED = {"sent", "arrived", "own_request", "arrived_from_here"}  # no assessor yet
UNASSESSED = {
    "assigned",
    "change_dropped",
    "withdrawal_asked",
    "asked",
    "question_answered",
    "question_closed",
    "letter_to_receiver_here",
}
LETTERS = {"letter_begun", "letter_dictated", "letter_completed", "letter_signed"}
LETTERS_TO_RECEIVER = {"letter_to_receiver", "letter_to_receiver_here"}
QUEUED = {"sent_outside", "printed", "to_be_told_by_phone"}
IN_PROGRESS = {"assessed", "confirmed", "confirmation_read", "reprioritisation_asked", "more_wanted",
               "change_begun", "change_sent", "answered_in_part", "answer_voided", *LETTERS,
               "letter_sent", "letter_voided"}  # fmt: skip
CONFIRMED_ONES = {
    "answer_voided",
    "confirmed",
    "confirmation_read",
    "reprioritisation_asked",
    "answered_in_part",
    *LETTERS,
    "letter_sent",
    "letter_voided",
}
ANSWERED = {"answered", "watch_kept", "closed", "change_begun_case_ended"}
OPEN = RECEIVED | UNASSESSED | IN_PROGRESS | BEGUN | CONFIRMING
OUTSIDE = {"sent_outside", "posted", "failed", "withdrawal_asked_outside", "printed", "to_be_told_by_phone",
           "letter_to_receiver"}  # fmt: skip
FORWARDED = {"forwarded", "forwarded_outside", "taken_over"}
SENT = (
    (OPEN | ANSWERED | OUTSIDE | FORWARDED | {"rejected", "rejection_read", "cancelled"})
    - {"closed", "arrived", "own_request"}
)  # fmt: skip
UNREAD_CONFIRMATIONS = {"confirmed", "more_wanted", "change_begun", "forwarded", "forwarded_outside"}
UNREAD_ANSWERS = {"answered", "answered_in_part", "rejected", "cancelled", "change_begun_case_ended"}
HELD = OPEN | OUTSIDE | FORWARDED  # somebody has an open case
ASKED = {"reprioritisation_asked", "withdrawal_asked", "withdrawal_asked_outside"}

TYPED = {"transcribed", "unclear_left", "machine_unread"}
DICTATED_BACK = {"answer_dictated", "confirmation_dictated", "letter_dictated"}
TYPED_BACK = {"confirmation_begun", "confirmation_typed"}
AWAIT_TYPING = [(SENDER, {"dictated"}), ({"referrer"}, {"speaking"}), (RECEIVER, DICTATED_BACK)]

# Action → who, in which situations. Several entries where it depends.
ALLOWED: dict[Action, list[tuple[set[str], set[str]]]] = {
    Action.EDIT_TEXT: [(SENDER, UNSIGNED)],
    Action.TRANSCRIBE: [(SENDER, {"dictated"}), ({"referrer"}, {"speaking"})],
    Action.TAKE_DICTATION: AWAIT_TYPING,
    Action.TYPE_DICTATION: AWAIT_TYPING,
    Action.MARK_UNCLEAR: AWAIT_TYPING,
    Action.SETTLE_UNCLEAR: [(SENDER, {"dictated", "speaking"} | TYPED), (RECEIVER, DICTATED_BACK | TYPED_BACK)],
    Action.SEND_BACK_DICTATION: [(SIGNS, TYPED), (ASSESSES, TYPED_BACK)],
    Action.SHARE_DICTATION: [
        (SENDER, {"dictated"} | TYPED),
        ({"referrer"}, {"speaking"}),
        (RECEIVER, DICTATED_BACK | TYPED_BACK | {"confirmation_signed"}),
    ],
    Action.COMPLETE: [(SENDER, {"drafted", "transcribed", "change_begun", "change_begun_case_ended"})],
    Action.SIGN: [(SIGNS, {"completed"})],
    Action.SIGN_AND_SEND: [(SIGNS, {"drafted", "transcribed", "completed", "change_begun"})],
    Action.REOPEN_TEXT: [(SENDER, {"completed", "signed", "unclear_left"})],
    Action.SEND: [(SENDER, {"signed"})],
    Action.VOID: [(SENDER_DECIDES, NEVER_SENT)],
    # Unasked only until it is assessed; asked for, until it is answered.
    Action.BEGIN_VERSION: [
        (SENDER, {"sent", "arrived_from_here", "forwarded", "forwarded_outside", "more_wanted"} | UNASSESSED | OUTSIDE)
    ],
    Action.DROP_VERSION: [(SENDER, {"change_begun", "change_begun_case_ended"})],
    Action.WRITE_LETTER: [(SENDER, OUTSIDE | {"forwarded_outside"})],
    Action.WRITE_TO_PATIENT: [
        (RECEIVER, OPEN | ANSWERED | FORWARDED | {"rejected", "rejection_read", "cancelled", "closed_forwarded"}),
        (SENDER, SENT | {"closed", "closed_outside", "closed_forwarded"}),
    ],
    Action.EDIT_LETTER: [(RECEIVER, LETTERS - {"letter_signed"}), (SENDER, LETTERS_TO_RECEIVER)],
    Action.TRANSCRIBE_LETTER: [(RECEIVER, {"letter_dictated"})],
    Action.COMPLETE_LETTER: [(RECEIVER, {"letter_begun"})],
    Action.SIGN_LETTER: [(ASSESSES, {"letter_completed"}), (SIGNS, {"letter_to_receiver"})],
    Action.SEND_LETTER: [(ASSESSES, {"letter_begun", "letter_completed"}), (SIGNS, {"letter_to_receiver"})],
    Action.VOID_LETTER: [(RECEIVER, LETTERS), (SENDER, LETTERS_TO_RECEIVER)],
    Action.MARK_PRINTED: [(SENDER, {"sent_outside", "printed"})],
    Action.MARK_POSTED: [(SENDER, QUEUED)],
    Action.REPORT_FAILED: [(SENDER, QUEUED | {"posted"})],
    Action.RESEND: [(SENDER, {"failed"})],
    Action.REGISTER_REPLY: [
        (SENDER, OUTSIDE | {"closed_outside", "forwarded_outside"}),
        (RECEIVER, {"forwarded_outside"}),
    ],
    Action.CHASE: [(SENDER, SENT)],
    Action.MOVE_WATCH: [(SENDER, SENT)],
    Action.REQUEST_REPRIORITISATION: [(SENDER, (SENT & HELD) - {"reprioritisation_asked"})],
    Action.WITHDRAW: [(SENDER_DECIDES, (SENT & HELD) - {"withdrawal_asked", "withdrawal_asked_outside"})],
    Action.REGISTER_REQUEST_ANSWER: [(SENDER, {"withdrawal_asked_outside"})],
    Action.ACKNOWLEDGE: [(SENDER, UNREAD_CONFIRMATIONS), (DOCTORS, UNREAD_ANSWERS)],
    Action.SAY_INSTEAD: [(DOCTORS, {"rejection_read"})],
    Action.CLOSE: [(SENDER_DECIDES, SENT - UNREAD_CONFIRMATIONS - UNREAD_ANSWERS)],
    Action.REOPEN: [(SENDER, {"closed", "closed_outside", "closed_forwarded"})],
    Action.CHANGE_WATCHER: [(SENDER | {"manager"}, SENT)],
    Action.ASSIGN: [(RECEIVER | {"eye_manager"}, OPEN)],
    Action.ASSESS: [(RECEIVER_DECIDES, RECEIVED), (ASSESSES, UNASSESSED)],
    Action.CONFIRM: [
        (RECEIVER_DECIDES, RECEIVED),
        (ASSESSES, UNASSESSED),
        (RECEIVER, IN_PROGRESS | BEGUN),
    ],
    Action.DECIDE_CONFIRMATION: [
        (RECEIVER_DECIDES, RECEIVED),
        (ASSESSES, UNASSESSED),
        (RECEIVER, IN_PROGRESS),
    ],
    Action.REQUEST_INFORMATION: [
        (RECEIVER_DECIDES, RECEIVED),
        (ASSESSES, UNASSESSED),
        (RECEIVER, IN_PROGRESS | BEGUN | CONFIRMING),
    ],
    Action.REJECT: [
        (RECEIVER_DECIDES, RECEIVED),
        (ASSESSES, UNASSESSED | (IN_PROGRESS - CONFIRMED_ONES)),
    ],
    Action.CANCEL: [(ASSESSES, CONFIRMED_ONES)],
    Action.DECIDE_ANSWER: [(RECEIVER_DECIDES, RECEIVED), (ASSESSES, UNASSESSED | IN_PROGRESS | ANSWERED)],
    Action.EDIT_ANSWER: [(RECEIVER, (BEGUN | CONFIRMING) - {"answer_signed", "confirmation_signed"})],
    Action.TRANSCRIBE_ANSWER: [(RECEIVER, {"answer_dictated", "confirmation_dictated"})],
    Action.COMPLETE_ANSWER: [(RECEIVER, {"answer_begun", "confirmation_begun"})],
    Action.SIGN_ANSWER: [(ASSESSES, {"answer_completed", "confirmation_typed"})],
    Action.SIGN_AND_SEND_ANSWER: [
        (ASSESSES, {"answer_begun", "answer_completed", "confirmation_begun", "confirmation_typed"})
    ],
    Action.REOPEN_ANSWER: [
        (RECEIVER, {"answer_completed", "answer_signed", "confirmation_typed", "confirmation_signed"})
    ],
    Action.SEND_ANSWER: [(RECEIVER, {"answer_signed", "confirmation_signed"})],
    Action.VOID_ANSWER: [(ASSESSES, BEGUN | CONFIRMING)],
    Action.INFORM_PATIENT: [
        (RECEIVER, OPEN | ANSWERED | FORWARDED | {"rejected", "rejection_read", "cancelled", "closed_forwarded"})
    ],
    Action.FORWARD: [(RECEIVER, (RECEIVED | UNASSESSED | IN_PROGRESS) - {"answered_in_part"})],
    Action.CHASE_FORWARDED: [(RECEIVER, {"forwarded", "forwarded_outside"})],
    Action.ANSWER_REQUEST: [(RECEIVER, {"reprioritisation_asked", "withdrawal_asked"})],
    Action.ANSWER_QUESTION: [(SENDER, {"asked"})],
    Action.CLOSE_QUESTION: [(RECEIVER, {"asked", "question_answered"})],
}  # fmt: skip


def parties(name: str) -> set[str]:
    """Those in care at units that take part in a situation."""
    facts = SITUATIONS[name]
    units = {facts.referrer_unit_id, *(row.unit_id for row in facts.cases)}
    return {
        who
        for who, one in PEOPLE.items()
        if one.unit_ids & units and one.role in ("doctor", "clinician", "secretary")
    }


OF_PARTIES = {Action.ASK, Action.LINK_PAPER, Action.UNDO_LINK, Action.SAY_NO_REPLY}


def allowed(action: Action, name: str, who: str) -> bool:
    if action in OF_PARTIES:
        return who in parties(name)
    return any(who in people and name in situations for people, situations in ALLOWED[action])


@pytest.mark.parametrize("action", Action)
def test_done_exactly_when_the_routine_allows_it(action):
    wrong = [
        f"{name} by {who}: {'refused ' + repr(found) if found else 'done'}"
        for one, name, who, found in cells()
        if one == action and bool(found) == allowed(action, name, who)
    ]
    assert wrong == []


def test_the_table_of_refusals_is_the_one_that_was_read():
    """script/tables writes it anew."""
    assert TABLE.read_text(encoding="utf-8") == refusals_table()


def test_every_refusal_of_the_rules_is_reached():
    source = Path(__file__).parents[3] / "src" / "remissvakt" / "referrals" / "rules"
    written = {
        code
        for path in source.glob("*.py")
        for code in re.findall(r'Refusal\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    reached = {refusal.code for *_cell, found in cells() for refusal in found} | set(_elsewhere())
    assert written - reached == set()


def _elsewhere() -> Iterator[str]:
    """Codes that need a unit's own rule, a closed unit, or the contract's order."""
    for name, rule, people in (
        ("answered", "referrer", ("referrer", "colleague")),
        ("answered", "clinician", ("nurse", "secretary")),
    ):
        for who in people:
            for refusal in refusals(Action.ACKNOWLEDGE, acknowledging(name, rule, who)):
                yield refusal.code
    for kind in ReplyKind:
        for state in CaseState:
            refusal = reply_follows(kind=kind, case=case(state, confirmed_at=CONFIRMED.confirmed_at))
            if refusal is not None:
                yield refusal.code
    for changed in closed_units():
        for refusal in refusals(Action.SEND, changed):
            yield refusal.code


def acknowledging(name: str, rule: str, who: str) -> Context:
    facts = SITUATIONS[name]
    sender = facts.referrer_unit
    limits = replace(sender.limits, acknowledge_rule=rule)
    units = {**facts.units, sender.id: replace(sender, limits=limits)}
    return context(Action.ACKNOWLEDGE, replace(facts, units=units), PEOPLE[who])


def closed_units() -> Iterator[Context]:
    facts = SITUATIONS["signed"]
    receiver = facts.units[facts.to_unit_id]
    for changed in (
        {**facts.units, receiver.id: replace(receiver, active=False)},
        {**facts.units, receiver.id: replace(receiver, channels=())},
        {key: unit for key, unit in facts.units.items() if key != receiver.id},
    ):
        yield context(Action.SEND, replace(facts, units=changed), PEOPLE["referrer"])
    own = replace(facts, to_unit_id=facts.referrer_unit_id)
    yield context(Action.SEND, own, PEOPLE["referrer"])


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        ("doctor", {"referrer", "colleague", "referrers_stand_in"}),
        ("clinician", {"referrer", "colleague", "nurse", "referrers_stand_in"}),
        ("referrer", {"referrer", "referrers_stand_in"}),
    ],
)
@pytest.mark.parametrize("name", ["answered", "answered_in_part", "rejected", "cancelled"])
def test_the_units_own_rule_says_who_acknowledges(rule, may, name):
    who_may = {who for who in PEOPLE if not refusals(Action.ACKNOWLEDGE, acknowledging(name, rule, who))}
    assert who_may == may


def test_where_no_referrer_is_known_the_watcher_or_a_doctor_acknowledges():
    asked = acknowledging("answered", "referrer", "colleague")
    unknown = replace(asked, facts=replace(asked.facts, referrer_id=None))
    assert [refusal.code for refusal in refusals(Action.ACKNOWLEDGE, unknown)] == [
        "acknowledge_referrer_only"
    ]
    nobody = replace(asked, facts=replace(asked.facts, referrer_id=None, watcher_id=None))
    assert refusals(Action.ACKNOWLEDGE, nobody) == ()


def test_what_is_done_instead_is_no_longer_asked_for():
    """More was wanted, and the sender has said what is done instead: what is assessed is not changed unasked."""
    wanted = reply(ReplyKind.MORE_INFO, acknowledged_at=AT)
    for row, codes in ((wanted, []), (replace(wanted, instead_at=AT), ["assessed_already"])):
        asked = context(Action.BEGIN_VERSION, sent(WANTS_MORE, replies=(row,)), PEOPLE["referrer"])
        assert [refusal.code for refusal in refusals(Action.BEGIN_VERSION, asked)] == codes


def test_a_later_version_goes_to_whoever_has_the_referral_now():
    """The first receiver may have closed since it forwarded."""
    facts = replace(SITUATIONS["forwarded"], versions=(version("csx"), version("cs", number=2)))
    for closed, codes in ((B, []), (C, ["receiver_closed"])):
        units = {**facts.units, closed: replace(facts.units[closed], active=False)}
        asked = context(Action.SEND, replace(facts, units=units), PEOPLE["referrer"])
        assert [refusal.code for refusal in refusals(Action.SEND, asked)] == codes


@pytest.mark.parametrize("role", Role)
def test_whoever_begins_something_has_a_role_in_care(role):
    if role in ("doctor", "clinician", "secretary"):
        require_care_role(role)
        return
    with pytest.raises(Refusal) as caught:
        require_care_role(role)
    assert caught.value.code == "role_not_in_care"


FOLLOWS: dict[CaseState, set[ReplyKind]] = {
    CaseState.SENT: set(ReplyKind),
    CaseState.RECEIVED: set(ReplyKind),
    CaseState.IN_PROGRESS: set(ReplyKind),
    CaseState.ANSWERED: {ReplyKind.FINAL},
    CaseState.REJECTED: set(),
    CaseState.FORWARDED: set(),
    CaseState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", CaseState)
def test_the_contracts_order_of_replies(state):
    """Nothing after a refusal; after a final answer only final ones; no rejection of what is confirmed."""
    fresh = {kind for kind in ReplyKind if reply_follows(kind=kind, case=case(state)) is None}
    assert fresh == FOLLOWS[state]
    confirmed = case(state, confirmed_at=ASSESSED.assessed_at)
    after = {kind for kind in ReplyKind if reply_follows(kind=kind, case=confirmed) is None}
    assert after == FOLLOWS[state] - {ReplyKind.REJECTED}


def test_every_action_is_in_the_tables():
    assert set(Action) == RULES.keys() == ALLOWED.keys() | OF_PARTIES
