"""A dictation is taken, typed, marked, settled, sent back and shared; the clock is the decision's (A.1, B.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from factories import walks
from integration.referrals.consistent import assert_consistent, work
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.workdays import add_working_days
from remissvakt.dictation.models import Dictation, Recording, RecordingState, UnclearSpot
from remissvakt.referrals.actions.answer import send_answer, sign_answer
from remissvakt.referrals.actions.send import sign_and_send
from remissvakt.referrals.actions.send_back import send_back_dictation
from remissvakt.referrals.actions.share_dictation import (
    add_letter_from_dictation,
    add_referral_from_dictation,
)
from remissvakt.referrals.actions.type_dictation import (
    Typed,
    give_back_dictation,
    hand_on,
    save_typed,
    take_dictation,
)
from remissvakt.referrals.actions.unclear import mark_unclear, settle_unclear
from remissvakt.referrals.models import Event, Letter, Referral, WorkItem
from speaking import begun
from typing_out import TYPED, confirmation, elsewhere

HOUR = timedelta(hours=1)


def act(function: Any, dictation: Dictation, actor: Any, now: datetime, **more: Any) -> Any:
    return function(dictation_id=dictation.id, actor=actor, now=now, **more)


def typed(dictation: Dictation, actor: Any, now: datetime, *, version: int = 1, **more: Any) -> Any:
    return act(hand_on, dictation, actor, now, draft_version=version, typed=TYPED, **more)


def code_of(act_: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act_()
    return refused.value.code


def test_taken_for_an_hour_from_the_last_save_then_free(region, now):
    """A.1: taking one holds it; nothing has to run for it to come back."""
    referral, dictation = elsewhere(region, now=now)
    act(take_dictation, dictation, region.pool_secretary, now)
    assert code_of(lambda: act(take_dictation, dictation, region.secretary, now)) == "dictation_taken"
    later = now + timedelta(minutes=50)
    act(save_typed, dictation, region.pool_secretary, later, draft_version=1, typed=TYPED)
    assert code_of(lambda: act(take_dictation, dictation, region.secretary, now + HOUR)) == "dictation_taken"
    free = later + HOUR
    assert act(take_dictation, dictation, region.secretary, free).taken_by_id == region.secretary.person_id
    # It has been in the unit's list all the time, and what was typed is in the text.
    assert work(referral) == {("Vårdcentralen Eken", "transcribe", "transcribe_referral")}
    assert Referral.objects.get(id=referral.id).versions.get().question == "Glaukom?"


def test_given_back_it_is_free_at_once(region, now):
    _referral, dictation = elsewhere(region, now=now)
    act(take_dictation, dictation, region.pool_secretary, now)
    assert code_of(lambda: act(give_back_dictation, dictation, region.secretary, now)) == "dictation_taken"
    act(give_back_dictation, dictation, region.pool_secretary, now)
    assert act(take_dictation, dictation, region.secretary, now).taken_at == now


def test_typed_and_complete_in_one_act_lies_in_the_referrers_signing(region, now):
    """A.1: the due date is that of the decision all the way."""
    referral, dictation = elsewhere(region, now=now)
    due = add_working_days(local_date(now), 3)
    row = typed(dictation, region.pool_secretary, now + timedelta(days=1))
    item = WorkItem.objects.get(referral=referral)
    assert (item.node, item.person_id, item.due_on) == ("sign", region.referrer.person_id, due)
    dictation.refresh_from_db()
    assert dictation.transcribed_by_id == region.pool_secretary.person_id
    assert (dictation.taken_by_id, row.completed_by_id) == (None, region.pool_secretary.person_id)
    kinds = list(Event.objects.filter(referral=referral).order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["decided", "dictated", "transcribed", "completed"]
    assert_consistent(referral)


def test_typed_but_not_complete_is_somebodys_to_complete(region, now):
    referral, dictation = elsewhere(region, now=now)
    typed(dictation, region.secretary, now, complete=False)
    assert work(referral) == {("Vårdcentralen Eken", "complete", "complete_referral")}


def test_what_is_missing_hands_nothing_on(region, now):
    referral, dictation = elsewhere(region, now=now)
    empty = Typed(fields={"question": "  "})
    missing = code_of(lambda: act(hand_on, dictation, region.secretary, now, draft_version=1, typed=empty))
    assert missing == "question_missing"
    dictation.refresh_from_db()
    assert dictation.transcribed_at is None
    assert walks.fresh(referral).versions.get().draft_version == 1


def test_an_unclear_spot_stops_signing_until_its_author_has_settled_it(region, now):
    referral, dictation = elsewhere(region, now=now)
    spot_id = new_id(now=now)
    for _twice in range(2):
        act(mark_unclear, dictation, region.secretary, now, spot_id=spot_id, at_ms=61_000, note="namnet")
    assert UnclearSpot.objects.get().at_ms == 61_000
    typed(dictation, region.secretary, now)
    referral = walks.fresh(referral)
    given = {
        "referral_id": referral.id,
        "version": referral.version,
        "draft_version": 2,
        "actor": region.referrer,
        "now": now,
    }
    assert code_of(lambda: sign_and_send(**given)) == "unclear_spots_left"
    act(settle_unclear, dictation, region.referrer, now, spot_id=spot_id)
    sent = sign_and_send(**given)
    assert sent.watch_on == local_date(now) + timedelta(days=14)
    assert UnclearSpot.objects.get().settled_by_id == region.referrer.person_id


@pytest.mark.parametrize(("at_ms", "marked"), [(-5, 0), (0, 0), (10**9, 24 * 60 * 60 * 1000)])
def test_an_unclear_spot_lies_within_a_day_of_speech(region, now, at_ms, marked):
    _referral, dictation = elsewhere(region, now=now)
    act(mark_unclear, dictation, region.secretary, now, spot_id=new_id(now=now), at_ms=at_ms, note="")
    assert UnclearSpot.objects.get().at_ms == marked


def test_the_author_sends_it_back_with_what_is_wrong(region, now):
    referral, dictation = elsewhere(region, now=now)
    due = WorkItem.objects.get(referral=referral).due_on
    typed(dictation, region.secretary, now)
    back = {"draft_version": 2, "note": "Fel patient i andra stycket."}
    assert code_of(lambda: act(send_back_dictation, dictation, region.secretary, now, **back)) == (
        "not_the_referrer"
    )
    act(send_back_dictation, dictation, region.referrer, now, **back)
    item = WorkItem.objects.get(referral=referral)
    assert (item.node, item.reason, item.due_on) == ("transcribe", "transcribe_referral", due)
    dictation.refresh_from_db()
    assert (dictation.sent_back_note, dictation.transcribed_at) == ("Fel patient i andra stycket.", None)
    assert walks.fresh(referral).versions.get().question == "Glaukom?"
    typed(dictation, region.secretary, now, version=3)
    assert WorkItem.objects.get(referral=referral).node == "sign"
    assert_consistent(referral)


def test_a_dictated_reply_that_is_sent_back_makes_nothing_stale_at_the_sender(region, now):
    """It is the receiver's own draft: who has the referral open at the sender can go on."""
    referral, reply = confirmation(region, now=now)
    text = Typed(fields={"text": "Tid kommer."}, wait=walks.weeks(8, now=now))
    act(hand_on, reply.dictation, region.pool_secretary, now, draft_version=1, typed=text)
    act(send_back_dictation, reply.dictation, region.assessor, now, draft_version=2, note="Fel tid.")
    assert ("Ögonkliniken", "transcribe", "transcribe_confirmation") in work(referral)
    assert walks.fresh(referral).version == referral.version


def test_what_is_typed_of_a_letter_stands_in_the_letter(region, now):
    referral, dictation = elsewhere(region, now=now)
    letter = act(
        add_letter_from_dictation,
        dictation,
        region.secretary,
        now,
        letter_id=new_id(now=now),
        kind="patient",
    )
    text = Typed(fields={"text": "Välkommen till oss."})
    act(save_typed, letter.dictation, region.secretary, now, draft_version=1, typed=text)
    assert Letter.objects.get().text == "Välkommen till oss."
    assert walks.fresh(referral).versions.get().draft_version == 1


def test_several_texts_of_one_speech_have_one_decision(region, now):
    referral, dictation = elsewhere(region, now=now)
    later = now + timedelta(days=2)
    other = add_referral_from_dictation(
        dictation_id=dictation.id, referral_id=new_id(now=later), actor=region.pool_secretary, now=later
    )
    letter = add_letter_from_dictation(
        dictation_id=dictation.id,
        letter_id=new_id(now=later),
        kind="patient",
        actor=region.pool_secretary,
        now=later,
    )
    assert other.decided_at == referral.decided_at == letter.decided_at
    assert (other.referrer_id, letter.author_id) == (region.referrer.person_id, region.referrer.person_id)
    assert {item.due_on for item in WorkItem.objects.filter(node="transcribe")} == {
        add_working_days(local_date(now), 3)
    }
    assert work(other) == {("Vårdcentralen Eken", "transcribe", "transcribe_referral")}
    assert ("Vårdcentralen Eken", "transcribe", "transcribe_letter") in work(referral)
    for one in (referral, other):
        assert_consistent(one)


def test_no_text_begins_of_speech_that_is_erased(region, now):
    dictation = Dictation.objects.get(recording=begun(region, now=now))
    Recording.objects.update(state=RecordingState.ERASED)
    given = {"letter_id": new_id(now=now), "kind": "patient"}
    assert code_of(lambda: act(add_letter_from_dictation, dictation, region.referrer, now, **given)) == (
        "speech_erased"
    )
    given = {"referral_id": new_id(now=now)}
    assert code_of(lambda: act(add_referral_from_dictation, dictation, region.referrer, now, **given)) == (
        "speech_erased"
    )


def test_a_dictated_confirmation_moves_the_watch_first_when_it_is_sent(region, now):
    """A.3, B.2: it asks its typist for the wait, the assessor signs it, and it is no answer."""
    referral, reply = confirmation(region, now=now)
    watch_on = referral.watch_on
    given = {"draft_version": 1, "typed": Typed(fields={"text": "Tid kommer."})}
    assert code_of(lambda: act(hand_on, reply.dictation, region.pool_secretary, now, **given)) == (
        "wait_missing"
    )
    given["typed"] = Typed(fields={"text": "Tid kommer."}, wait=walks.weeks(8, now=now))
    act(hand_on, reply.dictation, region.pool_secretary, now, **given)
    assert walks.fresh(referral).watch_on == watch_on
    assert ("Ögonkliniken", "sign", "sign_confirmation") in work(referral)
    sign_answer(reply_id=reply.id, draft_version=2, actor=region.assessor, now=now)
    send_answer(reply_id=reply.id, draft_version=3, actor=region.eye_secretary, now=now)
    assert walks.fresh(referral).watch_on == local_date(now) + timedelta(weeks=8)
    kinds = set(Event.objects.filter(referral=referral).values_list("kind", flat=True))
    assert {"confirmation_decided", "confirmation_completed", "confirmation_signed", "confirmed"} <= kinds
    assert not {kind for kind in kinds if "answer" in kind}
    assert ("Vårdcentralen Eken", "watch", "answer_awaited") in work(referral)
    assert ("Ögonkliniken", "inform", "patient_not_informed") in work(referral)
    assert_consistent(referral)


def test_the_history_says_whether_it_was_spoken_here(region, now):
    referral, _dictation = elsewhere(region, now=now)
    begun(region, now=now)
    kept = {event.referral_id == referral.id: event.data for event in Event.objects.filter(kind="dictated")}
    assert kept == {True: {"here": False}, False: {"here": True}}


def test_another_units_dictation_is_one_that_is_not_there(region, now):
    _referral, dictation = elsewhere(region, now=now)
    for stranger in (region.skin_secretary, region.eye_secretary):
        with pytest.raises(Refusal) as refused:
            act(take_dictation, dictation, stranger, now)
        assert isinstance(refused.value, NotFound)
        with pytest.raises(NotFound):
            act(add_referral_from_dictation, dictation, stranger, now, referral_id=new_id(now=now))
    with pytest.raises(NotFound):
        take_dictation(dictation_id=new_id(now=now), actor=region.secretary, now=now)
