"""Every walk of the factories ends in a referral that is consistent."""

import pytest

from factories import make_region, walks
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.record import differences, wanted_items

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", walks.STATES)
def test_stored_work_is_what_the_facts_ask_for(name, now):
    referral = walks.STATES[name](make_region(now=now), now=now)
    facts = load([referral])[referral.id].facts()
    wanted = {item.key: item for item in wanted_items(facts)}
    stored = {item.key: item for item in WorkItem.objects.filter(referral=referral)}
    assert wanted.keys() == stored.keys()
    assert {
        key: differences(stored[key], wanted[key]) for key in wanted if differences(stored[key], wanted[key])
    } == {}
