"""A pool does chosen nodes of its units' work and sees nothing else of theirs; the unit itself sees all (A.1)."""

from dataclasses import replace

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound
from remissvakt.organisations import pool_nodes
from remissvakt.organisations.actors import actor_for
from remissvakt.organisations.models import PoolService
from remissvakt.patients.search import find_patients
from remissvakt.referrals.models import Referral, WorkItem
from remissvakt.referrals.queries import open_referral
from remissvakt.referrals.states import Node
from remissvakt.scanning.visible import visible_documents, visible_pages, visible_scans
from remissvakt.worklists.counts import count_all
from remissvakt.worklists.nodes import OUR_LISTS, UNOWNED
from remissvakt.worklists.scope import Whose, has_list, items_of, ours


def again(actor, today):
    return actor_for(assignment_id=actor.assignment_id, person_id=actor.person_id, today=today)


def sees(actor, referral, now):
    try:
        open_referral(referral_id=referral.id, actor=actor, now=now)
    except NotFound:
        return False
    return True


def test_the_names_are_those_of_the_states():
    assert {node.value for node in Node} == set(pool_nodes.NODES)
    assert set(pool_nodes.USUAL) <= set(pool_nodes.NODES)
    assert len(set(pool_nodes.NODES)) == len(pool_nodes.NODES)


def test_a_pool_has_the_lists_that_it_does_and_no_others(busy, now):
    today = local_date(now)
    pool = busy.pool_secretary
    for one in OUR_LISTS:
        given = {"name": one.name, "whose": Whose.OURS, "actor": pool, "today": today}
        if one.name in pool_nodes.USUAL:
            wanted = WorkItem.objects.filter(unit_id__in=pool.unit_ids, node=one.name)
            assert set(items_of(**given)) == set(wanted)
            assert wanted.exists()
        else:
            assert not has_list(pool, name=one.name, whose=Whose.OURS)
            with pytest.raises(NotFound):
                items_of(**given)
    assert set(count_all(actor=pool, today=today).ours) - {UNOWNED} <= set(pool_nodes.USUAL)


def test_nothing_is_out_of_the_units_own_lists(busy):
    """What the pool does not see is in the lists of the unit, and so is what the pool does."""
    everything = set(WorkItem.objects.filter(unit=busy.health_centre))
    assert set(ours(busy.secretary)) == everything
    pools = {item for item in ours(busy.pool_secretary) if item.unit_id == busy.health_centre.id}
    assert pools < everything


def test_each_unit_has_its_own_choice(busy, now):
    today = local_date(now)
    PoolService.objects.filter(unit=busy.eye_clinic).update(nodes=["transcribe"])
    pool = again(busy.pool_secretary, today)
    found = {(item.unit_id, item.node) for item in ours(pool)}
    assert {node for unit, node in found if unit == busy.eye_clinic.id} <= {"transcribe"}
    assert "complete" in {node for unit, node in found if unit == busy.health_centre.id}
    assert pool.units_for("send") == {busy.health_centre.id}
    assert pool.units_for("transcribe") == pool.unit_ids


def test_a_pool_that_serves_nobody_sees_nothing(busy, now):
    PoolService.objects.all().delete()
    pool = again(busy.pool_secretary, local_date(now))
    assert pool.in_pool
    assert not ours(pool).exists()
    assert not any(sees(pool, one, now) for one in Referral.objects.all())


def test_a_referral_is_seen_while_there_is_work_for_the_pool(busy, now):
    pool = busy.pool_secretary
    given = {"unit_id__in": pool.unit_ids, "node__in": pool_nodes.USUAL}
    wanted = set(WorkItem.objects.filter(**given).values_list("referral_id", flat=True))
    answers = {one.id: sees(pool, one, now) for one in Referral.objects.all()}
    assert {key for key, seen in answers.items() if seen} == wanted
    assert set(answers.values()) == {True, False}


def test_what_has_left_the_pools_lists_is_closed_to_it_and_open_to_the_unit(region, now):
    referral = walks.drafted(region, now=now)
    assert sees(region.pool_secretary, referral, now)
    WorkItem.objects.filter(referral=referral).update(node="sign")
    assert not sees(region.pool_secretary, referral, now)
    assert sees(region.secretary, referral, now)


def test_what_is_given_or_lent_to_somebody_in_the_pool_is_theirs_to_see(region, now):
    """Otherwise it would be with somebody who does not see it."""
    referral = walks.sent(region, now=now)
    pool = region.pool_secretary
    assert not sees(pool, referral, now)
    assert sees(replace(pool, stands_in=frozenset({(region.referrer.person_id, "watch")})), referral, now)
    assert not sees(replace(pool, stands_in=frozenset({(region.referrer.person_id, "sign")})), referral, now)
    WorkItem.objects.filter(referral=referral).update(person_id=pool.person_id)
    assert sees(pool, referral, now)
    given = {"whose": Whose.MINE, "actor": pool, "today": local_date(now)}
    assert items_of(name="watch", **given).count() == 1


def test_patients_are_those_with_work_for_the_pool(region, now):
    referral = walks.sent(region, now=now)
    given = {"text": region.patient.number}
    assert find_patients(actor=region.secretary, **given) == [region.patient]
    assert find_patients(actor=region.pool_secretary, **given) == []
    walks.drafted(region, now=now)
    assert find_patients(actor=region.pool_secretary, **given) == [region.patient]
    assert not sees(region.pool_secretary, referral, now)


def test_papers_are_those_it_links_has_registered_or_works_with(region, now):
    theirs, referral = walks.paper(region, now=now), walks.sent(region, now=now)
    pool = region.pool_secretary
    assert theirs not in visible_documents(pool)
    linking = replace(pool, pool_nodes=pool.pool_nodes | {(theirs.unit_id, Node.UNLINKED.value)})
    assert theirs in visible_documents(linking)
    own = walks.paper(region, now=now, actor=pool)
    assert own in visible_documents(pool)
    assert own in visible_documents(region.secretary)
    type(own).objects.filter(id__in=(own.id, theirs.id)).update(referral=referral)
    assert not visible_documents(linking).exists()
    assert set(visible_documents(region.secretary)) == {own, theirs}


def test_scans_are_those_of_the_units_it_links_for_and_its_own(region, now):
    pool = region.pool_secretary
    (theirs,) = scans.scanned(region, "text", now=now)
    assert not visible_scans(pool).exists()
    assert not visible_pages(pool).exists()
    linking = replace(pool, pool_nodes=pool.pool_nodes | {(theirs.unit_id, Node.UNLINKED.value)})
    assert visible_scans(linking).exists()
    type(theirs.scan).objects.update(received_by=pool.person_id)
    assert visible_scans(pool).exists()
