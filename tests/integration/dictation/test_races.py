"""Two at the same dictation at once, on real connections: one has it, the other is told; nothing is lost."""

from __future__ import annotations

import pytest

from factories import make_region, walks
from racing import race
from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import Dictation
from remissvakt.referrals.actions.send_back import send_back_dictation
from remissvakt.referrals.actions.sign import sign
from remissvakt.referrals.actions.type_dictation import hand_on, take_dictation
from remissvakt.referrals.models import WorkItem
from typing_out import TYPED, elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region(transactional_db, now):
    return make_region(now=now)


@pytest.mark.parametrize("_round", range(3))
def test_two_take_the_same(region, now, _round):
    _referral, dictation = elsewhere(region, now=now)
    who = (region.secretary, region.pool_secretary)
    ends = race([
        lambda actor=actor: take_dictation(dictation_id=dictation.id, actor=actor, now=now) for actor in who
    ])  # fmt: skip
    refused = [end for end in ends if isinstance(end, Refusal)]
    assert [one.code for one in refused] == ["dictation_taken"]
    winner = who[0] if refused[0] is ends[1] else who[1]
    assert Dictation.objects.get().taken_by_id == winner.person_id


@pytest.mark.parametrize("_round", range(3))
def test_sign_or_send_back(region, now, _round):
    referral, dictation = elsewhere(region, now=now)
    hand_on(dictation_id=dictation.id, draft_version=1, typed=TYPED, actor=region.secretary, now=now)
    referral = walks.fresh(referral)
    ends = race([
        lambda: sign(
            referral_id=referral.id,
            version=referral.version,
            draft_version=2,
            actor=region.referrer,
            now=now,
        ),
        lambda: send_back_dictation(
            dictation_id=dictation.id, draft_version=2, note="Fel öga.", actor=region.referrer, now=now
        ),
    ])  # fmt: skip
    assert sum(isinstance(end, Refusal) for end in ends) == 1
    signed = not isinstance(ends[0], Refusal)
    assert WorkItem.objects.get().node == ("send" if signed else "transcribe")
