"""C.3: chosen nodes of somebody's work, lent for a period by the manager's decision."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import make_absent, make_region
from racing import race
from remissvakt.audit.models import AdminEvent
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.delegation.actions.delegate import delegate
from remissvakt.delegation.actions.end_delegation import end_delegation
from remissvakt.delegation.models import Delegation
from remissvakt.delegation.nodes import PERSONAL_NODES
from remissvakt.delegation.queries import borrowed_pairs, borrowers, delegations_now
from remissvakt.organisations.models import Assignment, Person
from remissvakt.referrals import states


def lend(region, now, **changes):
    today = local_date(now)
    given = {
        "from_person_id": region.assessor.person_id,
        "to_person_id": region.other_assessor.person_id,
        "unit_id": region.eye_clinic.id,
        "nodes": ["answer", "acknowledge"],
        "agreement": "Ylva tar Olles svar under semestern.",
        "from_on": today,
        "to_on": today + timedelta(days=14),
        "actor": region.eye_manager,
        "now": now,
        **changes,
    }
    return delegate(**given)


def refused(code, region, now, **changes):
    with pytest.raises(Refusal) as caught:
        lend(region, now, **changes)
    assert caught.value.code == code
    return caught.value


def borrowed(region, person, day, unit=None):
    unit_id = (unit or region.eye_clinic).id
    return borrowed_pairs(to_person_id=person.person_id, unit_ids=[unit_id], today=day)


def test_the_nodes_are_those_of_the_referrals():
    assert tuple(node.value for node in states.PERSONAL_NODES) == PERSONAL_NODES


def test_lent_work_is_there_in_its_period_and_goes_back_by_itself(region, now):
    today, day = local_date(now), timedelta(days=1)
    row = lend(region, now, from_on=today + day, to_on=today + 3 * day)
    pairs = {(region.assessor.person_id, "answer"), (region.assessor.person_id, "acknowledge")}
    seen = [borrowed(region, region.other_assessor, today + number * day) for number in range(5)]
    assert seen == [set(), pairs, pairs, pairs, set()]
    assert (row.decided_by_id, row.decided_at) == (region.eye_manager.person_id, now)
    assert AdminEvent.objects.get(kind="work_delegated").data["nodes"] == ["acknowledge", "answer"]


def test_only_the_borrower_and_only_at_the_unit(region, now):
    lend(region, now)
    today = local_date(now)
    assert borrowed(region, region.optician, today) == set()
    assert borrowed(region, region.other_assessor, today, unit=region.health_centre) == set()


def test_ended_it_is_gone_at_once(region, now):
    row = lend(region, now)
    end_delegation(delegation_id=row.id, actor=region.eye_manager, now=now)
    assert borrowed(region, region.other_assessor, local_date(now)) == set()
    row.refresh_from_db()
    assert (row.ended_at, row.ended_by_id) == (now, region.eye_manager.person_id)
    with pytest.raises(Refusal) as caught:
        end_delegation(delegation_id=row.id, actor=region.eye_manager, now=now)
    assert caught.value.code == "delegation_ended"


def test_only_the_manager_of_the_unit_decides(region, now):
    for name in ("assessor", "eye_secretary", "administrator", "manager"):
        refused("not_allowed", region, now, actor=getattr(region, name))
    row = lend(region, now)
    with pytest.raises(Refusal) as caught:
        end_delegation(delegation_id=row.id, actor=region.assessor, now=now)
    assert caught.value.code == "not_allowed"
    with pytest.raises(NotFound):
        end_delegation(delegation_id=row.id, actor=region.manager, now=now)


def test_periods_that_cannot_be(region, now):
    today, day = local_date(now), timedelta(days=1)
    assert refused("delegation_past", region, now, from_on=today - day).field == "from_on"
    assert refused("period_backwards", region, now, to_on=today - day).field == "to_on"
    assert refused("delegation_too_long", region, now, to_on=today + 367 * day).field == "to_on"
    lend(region, now, to_on=today + 366 * day)


@pytest.mark.parametrize("nodes", [[], ["inbox"], ["answer", "inbox"], ["ANSWER"]])
def test_nodes_that_cannot_be(region, now, nodes):
    refused("delegation_nodes", region, now, nodes=nodes)


def test_an_agreement_is_needed(region, now):
    refused("delegation_agreement", region, now, agreement=" \n ")
    refused("text_too_long", region, now, agreement="x" * 1_000_000)
    refused("delegation_self", region, now, to_person_id=region.assessor.person_id)


def test_both_work_there(region, now):
    assert (
        refused("person_without_assignment", region, now, from_person_id=region.skin_doctor.person_id).field
        == "from_person"
    )
    refusal = refused("person_without_assignment", region, now, to_person_id=region.skin_doctor.person_id)
    assert refusal.field == "to_person"
    assert "Du kan i stället välja" in refusal.message
    with pytest.raises(NotFound):
        lend(region, now, from_person_id=new_id(now=now))


def test_the_lender_may_be_away_but_not_the_borrower(region, now):
    today = local_date(now)
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=None, now=now)
    lend(region, now)
    make_absent(person_id=region.optician.person_id, from_on=today, to_on=None, now=now)
    refused("person_absent", region, now, to_person_id=region.optician.person_id, nodes=["sign"])


def test_both_work_there_on_the_first_day(region, now):
    today, day = local_date(now), timedelta(days=1)
    Assignment.objects.filter(id=region.other_assessor.assignment_id).update(to_on=today + day)
    lend(region, now, from_on=today + day, to_on=today + 9 * day)
    refused("person_without_assignment", region, now, nodes=["sign"], from_on=today + 2 * day)


def test_somebody_inactive_borrows_nothing(region, now):
    Person.objects.filter(id=region.other_assessor.person_id).update(active=False)
    refused("person_inactive", region, now)


def test_a_node_is_lent_to_one_at_a_time(region, now):
    today, day = local_date(now), timedelta(days=1)
    row = lend(region, now)
    refusal = refused("delegation_overlaps", region, now, to_person_id=region.optician.person_id)
    assert "Ylva Yng har redan en del av det arbetet" in refusal.message
    lend(region, now, to_person_id=region.optician.person_id, nodes=["sign"])
    lend(region, now, from_on=today + 15 * day, to_on=today + 20 * day)
    end_delegation(delegation_id=row.id, actor=region.eye_manager, now=now)
    lend(region, now, to_person_id=region.optician.person_id)


def test_what_somebody_has_borrowed_is_listed_with_whose_it_is(region, now, django_assert_num_queries):
    today = local_date(now)
    lend(region, now)
    lend(region, now, from_person_id=region.optician.person_id, nodes=["watch"])
    with django_assert_num_queries(2):
        rows = [
            (row.from_person.name, sorted(node.node for node in row.nodes.all()))
            for row in delegations_now(
                to_person_id=region.other_assessor.person_id, unit_ids=[region.eye_clinic.id], today=today
            )
        ]
    assert rows == [("Owe Oskarsson", ["watch"]), ("Olle Öberg", ["acknowledge", "answer"])]
    assert borrowers(person_id=region.assessor.person_id, unit_id=region.eye_clinic.id, today=today) == [
        "Ylva Yng"
    ]


def test_the_database_refuses_what_no_action_writes(region, now):
    today = local_date(now)
    row = {
        "unit": region.eye_clinic,
        "from_person_id": region.assessor.person_id,
        "to_person_id": region.other_assessor.person_id,
        "decided_by_id": region.eye_manager.person_id,
        "decided_at": now,
        "agreement": "Ja.",
        "from_on": today,
        "to_on": today,
    }
    for wrong in (
        {"to_on": today - timedelta(days=1)},
        {"agreement": ""},
        {"to_person_id": region.assessor.person_id},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(id=new_id(now=now), **{**row, **wrong})


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_lend_a_node_once(now):
    region = make_region(now=now)
    takers = [region.other_assessor, region.optician, region.eye_secretary]
    ends = race([lambda taker=taker: lend(region, now, to_person_id=taker.person_id) for taker in takers])
    assert sorted(end.code for end in ends if isinstance(end, Refusal)) == ["delegation_overlaps"] * 2
    assert Delegation.objects.count() == 1
