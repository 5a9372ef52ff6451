"""Faults that somebody could make in the heart, each with the quick tests that must fail by it.

A fault is a module, a text in it that stands there once, what it would say instead, and tests by module and name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

RULES = "unit.referrals.test_rules"
DUE = "unit.referrals.test_obligations"
WORKDAYS = "unit.core.test_workdays"
CONTRACT = "integration.referrals.test_contract"
FORWARDING = "integration.referrals.test_forwarding"
STATES = "integration.referrals.test_states"
WRONG = "integration.referrals.test_wrong_ids"
TYPED = "integration.referrals.test_typed_texts"
TWICE = "integration.referrals.test_twice"
CLOCK = "integration.referrals.test_clock"
RACES = "integration.referrals.test_races"
SEEN = "integration.referrals.test_broken_heart"


@dataclass(frozen=True)
class Fault:
    name: str
    module: str
    old: str
    new: str
    test: str
    given: dict[str, Any] = field(default_factory=dict)  # the parameters of the test that see it
    only_on: str = ""  # the database on which alone it does harm


def _f(name: str, module: str, old: str, new: str, test: str, /, *, only_on: str = "", **given: Any) -> Fault:
    return Fault(name, module, old, new, test, given, only_on)


WATCH = (
    _f(
        "the watch is skipped when a referral is sent",
        "referrals.obligations.watch",
        "if facts.state != ReferralState.SENT or not facts.watched:",
        "if True:",
        f"{DUE}:test_what_is_not_ended_is_somebodys_work",
        name="sent",
    ),
    _f(
        "a confirmation ends the watch",
        "referrals.obligations.watch",
        "if facts.state != ReferralState.SENT or not facts.watched:",
        "if facts.state != ReferralState.SENT or not facts.watched or facts.cases[-1].confirmed_at:",
        f"{DUE}:test_what_is_not_ended_is_somebodys_work",
        name="confirmed",
    ),
    _f(
        "the watch date is null when a referral is sent",
        "referrals.actions.send",
        "watch_on=doing.today + timedelta(days=limits.confirmation_days),\n    )",
        "watch_on=None,\n    )",
        f"{STATES}:test_stored_work_is_what_the_facts_ask_for",
        name="sent",
    ),
    _f(
        "the watch counts from the decision and not from the sending",
        "referrals.actions.send",
        "watch_on=doing.today + timedelta(days=limits.confirmation_days),\n    )",
        "watch_on=local_date(referral.decided_at) + timedelta(days=limits.confirmation_days),\n    )",
        f"{CLOCK}:test_the_watch_of_what_is_sent_at_every_half_hour",
    ),
    _f(
        "a partial answer closes",
        "referrals.actions.acknowledge",
        "if kind == ReplyKind.FINAL:\n            _final(",
        "if kind in (ReplyKind.FINAL, ReplyKind.PARTIAL):\n            _final(",
        f"{CONTRACT}:test_what_does_not_close",
        kind="PARTIAL",
    ),
    _f(
        "an acknowledged confirmation closes",
        "referrals.actions.acknowledge",
        "if kind == ReplyKind.FINAL:\n            _final(",
        "if kind in (ReplyKind.FINAL, ReplyKind.CONFIRMED):\n            _final(",
        f"{CONTRACT}:test_what_does_not_close",
        kind="CONFIRMED",
    ),
    _f(
        "a rejection is watched for ever, whatever is done instead",
        "referrals.actions.acknowledge",
        "if reason is not None and ended and",
        "if reason is None and ended and",
        f"{SEEN}:test_more_wanted_is_no_refusal",
    ),
    _f(
        "the watch is ended although it was to be kept",
        "referrals.actions.acknowledge",
        "if not keep_watch:",
        "if True:",
        f"{CONTRACT}:test_a_watch_is_kept_also_where_the_unit_chases_the_same_day",
    ),
    _f(
        "a confirmation does not move the watch",
        "referrals.actions.arrive",
        "to = reply.wait_until",
        "return",
        f"{SEEN}:test_a_confirmation_moves_the_watch_to_its_wait",
    ),
    _f(
        "a request to re-prioritise does not move the watch",
        "referrals.obligations.watch",
        "due_on=facts.watch_on,",
        "due_on=local_date(facts.sent_at),",
        f"{DUE}:test_each_reason",
        why="reprioritisation_awaited",
    ),
    _f(
        "an unread answer may be closed away",
        "referrals.rules",
        "Action.CLOSE: (*_SENDER_DECIDES, watch.watched, watch.sent, watch.nothing_unread),",
        "Action.CLOSE: (*_SENDER_DECIDES, watch.watched, watch.sent),",
        f"{RULES}:test_done_exactly_when_the_routine_allows_it",
        action="close",
    ),
)
LISTS = (
    _f(
        "a forgotten work item: lists are not written",
        "referrals.change",
        "    if events:\n        work = work_changes(",
        "    if False:\n        work = work_changes(",
        f"{STATES}:test_stored_work_is_what_the_facts_ask_for",
        name="confirmed",
    ),
    _f(
        "work that is done stays in the lists",
        "referrals.record",
        "found.gone = list(known.values())",
        "found.gone = []",
        f"{STATES}:test_stored_work_is_what_the_facts_ask_for",
        name="closed",
    ),
    _f(
        "work that has changed stays as it was in the lists",
        "referrals.record",
        "            if changed:\n",
        "            if False:\n",
        f"{STATES}:test_stored_work_is_what_the_facts_ask_for",
        name="confirmed",
    ),
    _f(
        "a case without an assessor is in no list",
        "referrals.obligations.cases",
        "yield _case_due(facts, case, Node.INBOX, due, Why.NO_ASSESSOR)",
        "",
        f"{DUE}:test_what_is_not_ended_is_somebodys_work",
        name="sent",
    ),
    _f(
        "custody drops when a case is forwarded",
        "referrals.obligations.cases",
        "if facts.taken_over(case) or facts.state == ReferralState.CLOSED:",
        "if True:",
        f"{DUE}:test_each_reason",
        why="forwarded_not_confirmed",
    ),
    _f(
        "custody drops when the new unit has only received it",
        "referrals.facts",
        "return new is not None and (new.confirmed_at is not None or not new.open)",
        "return new is not None and (new.arrived_on is not None or not new.open)",
        f"{DUE}:test_custody_is_kept_until_the_new_unit_has_taken_over",
    ),
    _f(
        "an answer that nobody has read is in no list",
        "referrals.obligations.replies",
        "if reply.acknowledged_at is None:\n            yield",
        "if reply.acknowledged_at is None and reply.kind in _UNREAD:\n            yield",
        f"{DUE}:test_each_reason",
        why="answer_unread",
    ),
    _f(
        "a rejection that was read is done with",
        "referrals.obligations.replies",
        "elif reply.kind in REFUSALS and reply.instead_at is None",
        "elif reply.kind in REFUSALS and reply.acknowledged_at is None",
        f"{DUE}:test_each_reason",
        why="instead_missing",
    ),
    _f(
        "an answer is the watcher's to read, and not the referrer's",
        "referrals.obligations.replies",
        "facts.watcher_id if watchers else (facts.referrer_id or facts.watcher_id)",
        "facts.watcher_id or facts.referrer_id",
        f"{DUE}:test_the_referrer_reads_answers_and_the_watcher_where_none_is_known",
    ),
    _f(
        "a failed delivery is no work",
        "referrals.obligations.deliveries",
        "elif delivery.state == DeliveryState.FAILED and delivery.failed_at is not None:",
        "elif False:",
        f"{DUE}:test_each_reason",
        why="delivery_failed",
    ),
    _f(
        "the patient is not owed a word",
        "referrals.obligations.patient",
        "if reply.told_needed and reply.text.sent_at is not None and reply.patient_notice_id is None:",
        "if False:",
        f"{DUE}:test_the_patient_is_owed_the_first_untold_reply_once",
    ),
    _f(
        "an unlinked paper is no work",
        "referrals.record",
        "if document.linked_at is not None:\n        return []",
        "return []",
        f"{DUE}:test_papers_and_certificates",
    ),
)
TIME = (
    _f(
        "the wrong holidays: Christmas Eve is worked",
        "core.workdays",
        '_CATEGORIES = ("public", "de_facto")',
        '_CATEGORIES = ("public",)',
        f"{WORKDAYS}:test_every_day_of_the_year_against_the_act",
    ),
    _f(
        "the day is that of Greenwich",
        "core.clock",
        "return local_time(instant).date()",
        "return instant.date()",
        f"{CLOCK}:test_the_watch_of_what_is_sent_at_every_half_hour",
    ),
    _f(
        "three days are any three days",
        "core.workdays",
        "left -= is_working_day(day)",
        "left -= 1",
        f"{DUE}:test_working_days_over_holidays_and_both_nights_of_changed_clocks",
    ),
    _f(
        "the clock starts when it is written, and not with the decision",
        "referrals.obligations.texts",
        "if version.number == 1 and facts.decided_at is not None:",
        "if False:",
        f"{SEEN}:test_the_clock_starts_with_the_decision",
    ),
    _f(
        "a unit's own limits are not asked for",
        "referrals.obligations.cases",
        "lead_time = case.arrived_on + timedelta(days=limits.lead_time_days)",
        "lead_time = case.arrived_on + timedelta(days=14)",
        f"{DUE}:test_each_unit_has_its_own_limits",
    ),
)
RULE = (
    _f(
        "an answered case may be forwarded",
        "referrals.rules.receiver",
        "if c.case.state == CaseState.ANSWERED or any(",
        "if False and any(",
        f"{RULES}:test_done_exactly_when_the_routine_allows_it",
        action="forward",
    ),
    _f(
        "consent is not asked for",
        "referrals.actions.forward",
        "if here.provider_id != there.provider_id and not agreed:",
        "if False:",
        f"{FORWARDING}:test_another_care_provider_needs_the_patients_consent",
    ),
    _f(
        "forwarded back to who wrote it",
        "referrals.actions.arrive",
        "if receiver.id == doing.referral.referrer_unit_id:",
        "if False:",
        f"{FORWARDING}:test_never_to_the_sender_whoever_says_so",
    ),
    _f(
        "what the sender has asked stays behind when the case is forwarded",
        "referrals.actions.arrive",
        "doing.loop.set(request, case=new)",
        "pass",
        f"{FORWARDING}:test_what_the_sender_has_asked_goes_with_the_case",
    ),
    _f(
        "a reply may follow a rejection",
        "referrals.rules.contract",
        "if case.state in (CaseState.REJECTED, CaseState.CANCELLED):",
        "if case.state == CaseState.CANCELLED:",
        f"{RULES}:test_the_contracts_order_of_replies",
        state="rejected",
    ),
    _f(
        "a partial answer may follow the final one",
        "referrals.rules.contract",
        "if case.state == CaseState.ANSWERED and kind != ReplyKind.FINAL:",
        "if False:",
        f"{RULES}:test_the_contracts_order_of_replies",
        state="answered",
    ),
    _f(
        "what is confirmed may be rejected",
        "referrals.rules.contract",
        "if kind == ReplyKind.REJECTED and case.confirmed_at is not None:",
        "if False:",
        f"{RULES}:test_the_contracts_order_of_replies",
        state="in_progress",
    ),
    _f(
        "anybody in care acknowledges an answer",
        "referrals.rules.who",
        'if not c.reply.is_answer and c.reply.kind not in ("REJECTED", "CANCELLED"):',
        "if True:",
        f"{RULES}:test_the_units_own_rule_says_who_acknowledges",
        rule="doctor",
        may={"referrer", "colleague", "referrers_stand_in"},
        name="answered",
    ),
    _f(
        "a colleague signs for the referrer without having the work",
        "referrals.rules.who",
        'if c.facts.referrer_id is None or c.is_or_stands_in_for(c.facts.referrer_id, "sign"):',
        "if True:",
        f"{RULES}:test_done_exactly_when_the_routine_allows_it",
        action="sign",
    ),
    _f(
        "no rule is asked before an act",
        "referrals.change",
        "            doing.require(action)\n",
        "",
        f"{SEEN}:test_an_answered_case_stays_where_it_is",
    ),
)
WRITING = (
    _f(
        "a stale version changes what somebody else has changed",
        "referrals.change",
        "if seen.version != version:",
        "if False:",
        f"{WRONG}:test_versions_that_nobody_saw",
    ),
    _f(
        "a text is signed that was not the one shown",
        "referrals.actions.edit_text",
        "if row.draft_version == draft_version:",
        "if True:",
        f"{TYPED}:test_the_text_that_was_shown_is_the_text_that_is_signed",
    ),
    _f(
        "the row lock is dropped",
        "referrals.change",
        'Referral.objects.select_for_update(of=("self",))',
        "Referral.objects",
        f"{RACES}:test_eight_people_want_to_watch",
        only_on="postgresql",
    ),
    _f(
        "everybody sees everything",
        "referrals.change",
        'return Exists(Participant.objects.filter(referral_id=OuterRef("pk"), unit_id__in=unit_ids))',
        'return Exists(Participant.objects.filter(referral_id=OuterRef("pk")))',
        f"{WRONG}:test_a_stranger_sees_nothing_of_any_state",
    ),
    _f(
        "the other party's drafts can be opened by their ids",
        "referrals.change",
        "    _hide_others(doing)\n    if",
        "    if",
        f"{WRONG}:test_what_the_other_party_keeps_for_itself_does_not_exist",
    ),
    _f(
        "the unit that a case goes to is no party",
        "referrals.actions.arrive",
        "loop.participants.add(receiver.id)",
        "pass",
        f"{FORWARDING}:test_back_and_forth",
    ),
    _f(
        "a reply arrives in nobody's list",
        "referrals.actions.arrive",
        "loop.set(reply, arrived_on=arrived_on)",
        "pass",
        f"{SEEN}:test_an_answer_that_comes_before_its_confirmation_is_kept",
    ),
    _f(
        "a later reply that arrives first is lost: the case is not moved by it",
        "referrals.actions.arrive",
        'after["state"] = ENDS.get(kind, CaseState.IN_PROGRESS).value',
        'after["state"] = ENDS.get(kind, CaseState.IN_PROGRESS).value if was["confirmed_at"] else was["state"]',
        f"{SEEN}:test_an_answer_that_comes_before_its_confirmation_is_kept",
    ),
    _f(
        "events are not written",
        "referrals.change",
        "added=[*loop.added, *events, *work.added,",
        "added=[*loop.added, *work.added,",
        f"{SEEN}:test_the_timeline_is_whole",
    ),
    _f(
        "a form that is sent twice is an error of the server",
        "referrals.change",
        "if any(type(row)._default_manager.filter(pk=row.pk).exists() for row in rows):",
        "if False:",
        f"{TWICE}:test_a_referral_sent_twice",
    ),
    _f(
        "a version that leaves has no message",
        "referrals.actions.forward",
        "    send_out(doing, to_unit_id=new.unit_id, due_on=doing.today, version=version, from_unit_id=case.unit_id)",
        "    pass",
        f"{FORWARDING}:test_the_forwarding_unit_posts_what_it_forwards",
    ),
)
FAULTS = (*WATCH, *LISTS, *TIME, *RULE, *WRITING)
