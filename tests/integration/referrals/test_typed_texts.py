"""What people type: too long, invisible, right to left, nothing at all, or emptied afterwards."""

import pytest

from factories import walks
from remissvakt.core.refusal import Refusal
from remissvakt.referrals.actions import answer, complete, edit_text, sign, void, watch
from remissvakt.referrals.models import Event, ReferralVersion, Reply

MEGABYTE = "å" * 1_000_000


def code_of(function, **given):
    with pytest.raises(Refusal) as caught:
        function(**given)
    return caught.value.code, caught.value.field


def test_a_megabyte_is_refused_whole(region, now):
    assert code_of(walks.sent, region=region, now=now, fields={"question": MEGABYTE}) == (
        "text_too_long",
        "question",
    )
    referral = walks.drafted(region, now=now)
    given = {"referral_id": referral.id, "draft_version": 1, "actor": region.referrer, "now": now}
    assert code_of(edit_text.edit_text, fields={"awareness": MEGABYTE}, **given)[0] == "text_too_long"
    assert ReferralVersion.objects.get(referral=referral).draft_version == 1
    referral = walks.posted(region, now=now)
    assert code_of(
        watch.chase,
        referral_id=referral.id,
        version=referral.version,
        how="phone",
        reached=MEGABYTE,
        said="x",
        watch_on=now.date(),
        actor=region.secretary,
        now=now,
    ) == ("text_too_long", "reached")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Öga 👁️‍🗨️ rött", "Öga 👁️‍🗨️ rött"),
        ("a\u202eb\u2066c", "abc"),
        ("rad 1\r\nrad 2\x00\x07", "rad 1\nrad 2"),
        ("A\u030a", "Å"),
    ],
)
def test_what_is_kept_of_signs(region, now, typed, kept):
    referral = walks.sent(region, now=now, fields={"question": typed})
    assert ReferralVersion.objects.get(referral=referral).question == kept


@pytest.mark.parametrize("typed", ["", "  \n ", "\u200b\u200d", "\x00"])
def test_nothing_to_see_is_no_question(region, now, typed):
    assert code_of(walks.sent, region=region, now=now, fields={"question": typed})[0] == "question_missing"
    assert code_of(walks.arrived, region=region, now=now, fields={"question": typed})[0] == "question_missing"


def test_a_priority_has_at_most_sixty_signs(region, now):
    referral = walks.drafted(region, now=now)
    given = {"referral_id": referral.id, "draft_version": 1, "actor": region.referrer, "now": now}
    given |= {"fields": {}, "priority_rank": 1}
    assert code_of(edit_text.edit_text, priority_label="å" * 61, **given) == ("text_too_long", "priority")
    edit_text.edit_text(priority_label="å" * 60, **given)
    assert walks.fresh(referral).priority_label == "å" * 60


def test_a_text_emptied_after_completion_cannot_be_signed(region, now):
    referral = walks.completed(region, now=now)
    edit_text.edit_text(
        referral_id=referral.id, draft_version=2, fields={"question": " "}, actor=region.secretary, now=now
    )
    assert code_of(
        sign.sign,
        referral_id=referral.id,
        version=referral.version,
        draft_version=3,
        actor=region.referrer,
        now=now,
    ) == ("question_missing", "question")


def test_an_answer_emptied_after_completion_cannot_be_signed(region, now):
    referral = walks.answer_completed(region, now=now)
    reply = walks.reply_of(referral)
    answer.edit_answer(reply_id=reply.id, draft_version=2, text="\u200b", actor=region.eye_secretary, now=now)
    assert code_of(
        answer.sign_answer, reply_id=reply.id, draft_version=3, actor=region.assessor, now=now
    ) == ("text_missing", "text")
    assert Reply.objects.get(id=reply.id).signed_at is None


def test_the_text_that_was_shown_is_the_text_that_is_signed(region, now):
    referral = walks.completed(region, now=now)
    edit_text.edit_text(
        referral_id=referral.id,
        draft_version=2,
        fields={"question": "Annat?"},
        actor=region.secretary,
        now=now,
    )
    assert (
        code_of(
            sign.sign,
            referral_id=referral.id,
            version=referral.version,
            draft_version=2,
            actor=region.referrer,
            now=now,
        )[0]
        == "draft_changed"
    )


def test_a_refused_act_leaves_nothing(region, now):
    referral = walks.drafted(region, now=now)
    before = Event.objects.count()
    assert (
        code_of(
            complete.complete,
            referral_id=referral.id,
            version=1,
            draft_version=1,
            fields={"question": ""},
            actor=region.secretary,
            now=now,
        )[0]
        == "question_missing"
    )
    version = ReferralVersion.objects.get(referral=referral)
    assert (version.question, version.draft_version, Event.objects.count()) == (
        walks.FIELDS["question"],
        1,
        before,
    )


def test_an_answer_on_paper_may_be_as_long_as_one_written_here_and_a_confirmation_is_short(region, now):
    longest = "å" * 65_000
    walks.registered(region, now=now, kind="FINAL", text=longest)
    assert Reply.objects.get().text == longest
    for kind, text in (("FINAL", longest + "å"), ("CONFIRMED", "å" * 8_193)):
        refused = code_of(walks.registered, region=region, now=now, kind=kind, text=text)
        assert refused == ("text_too_long", "text")


def test_an_answer_that_was_saved_since_it_was_shown_is_not_voided(region, now):
    """Nobody gives up a text that they have not read."""
    reply = walks.reply_of(walks.answer_begun(region, now=now), "FINAL")
    given = {"reply_id": reply.id, "draft_version": 1}
    answer.edit_answer(text="Glaukom, kommer på återbesök.", actor=region.eye_secretary, now=now, **given)
    refused = code_of(void.void_answer, reason="Behövs ej.", actor=region.assessor, now=now, **given)
    assert refused[0] == "draft_changed"
    assert Reply.objects.get(id=reply.id).voided_at is None
