"""Which answer a new one replaces: the last that was sent and still counts, and nothing else."""

from factories import walks
from factories.steps import answer_at_once
from remissvakt.core.ids import new_id
from remissvakt.referrals.actions.void import void_answer

from .consistent import assert_consistent


def test_an_answer_replaces_no_confirmation(region, now):
    referral = walks.registered(region, now=now, kind="CONFIRMED")
    assert walks.put_reply(region, referral, now=now, kind="FINAL").replaces_id is None


def test_an_answer_replaces_no_draft_that_was_given_up(region, now):
    referral = walks.answer_begun(region, now=now)
    void_answer(
        reply_id=walks.reply_of(referral).id,
        draft_version=1,
        reason="Fel undersökning.",
        actor=region.assessor,
        now=now,
    )
    answered = answer_at_once(region, referral, now=now)
    sent = walks.reply_of(referral)
    assert (sent.id, sent.replaces_id) == (answered.id, None)
    assert_consistent(referral)


def test_answers_replace_each_other_as_they_came_not_as_their_forms_were_shown(region, now):
    """An id is drawn when a form is shown: the form that was opened first may be sent last."""
    referral = walks.posted(region, now=now)
    first, second, third = (new_id(now=now) for _ in range(3))
    came = [
        walks.put_reply(region, referral, now=now, kind="FINAL", reply_id=reply_id)
        for reply_id in (second, first, third)
    ]
    assert [reply.replaces_id for reply in came] == [None, second, first]
    assert_consistent(referral)
