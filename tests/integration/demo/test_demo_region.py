"""The demo region is the same everywhere, whole, and in every state."""

import hashlib
from datetime import date

import pytest

from remissvakt.core.refusal import Refusal
from remissvakt.demo.build import build
from remissvakt.demo.personas import PERSONAS
from remissvakt.demo.region import PEOPLE, UNITS
from remissvakt.organisations.models import Account, Person, Role, Unit
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Event, Referral, WorkItem
from remissvakt.referrals.record import differences, wanted_items

UNTIL = date(2026, 11, 20)


def _digest() -> str:
    """Codes, states and timelines of everything; times and persons are in the events' hashes."""
    whole = hashlib.sha256()
    for code, state, end in Referral.objects.order_by("code").values_list("code", "state", "event_hash"):
        whole.update(f"{code} {state} {end}\n".encode())
    return whole.hexdigest()


@pytest.mark.django_db
def test_the_region_is_the_same_everywhere_and_its_lists_agree_with_its_facts():
    build(until=UNTIL, referrals=40)
    # Made with the engine and machine at hand; any other must give the same.
    assert _digest() == "3b398fef915c7918c9fe0982ca170d6909a9174c13d35638059416399f2e64dc"
    assert Referral.objects.count() == 40
    for loop in load(Referral.objects.all()).values():
        wanted = {item.key: item for item in wanted_items(loop.facts())}
        stored = {item.key: item for item in WorkItem.objects.filter(referral=loop.referral)}
        assert wanted.keys() == stored.keys()
        assert not [key for key in wanted if differences(stored[key], wanted[key])]
    assert Event.objects.filter(kind="sent").count() > 20


@pytest.mark.django_db
def test_people_of_all_roles_personas_that_exist_and_no_second_region():
    build(until=UNTIL, referrals=0)
    assert Unit.objects.filter(local=True, kind="care").count() >= 8
    assert Person.objects.count() >= 40
    assert {person.role for person in PEOPLE} | {"administrator"} == set(Role.values)
    assert any(unit.pool for unit in UNITS)
    usernames = set(Account.objects.values_list("username", flat=True))
    assert {persona.username for persona in PERSONAS} <= usernames
    with pytest.raises(Refusal) as refused:
        build(until=UNTIL, referrals=0)
    assert refused.value.code == "database_not_empty"
