"""A count and its list always agree, and both agree with what the rules say in plain Python (ui.md, C.1–C.3)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import act_as, make_loan
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound
from remissvakt.delegation.models import DelegatedNode
from remissvakt.organisations.models import Absence, Assignment, Person, PoolService
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import PERSONAL_NODES
from remissvakt.worklists.counts import count_all
from remissvakt.worklists.nodes import MY_LISTS, OUR_LISTS, UNOWNED
from remissvakt.worklists.scope import Whose, items_of

PERSONAL = {node.value for node in PERSONAL_NODES}


class Plainly:
    """Who has what on a day, said again without SQL: read everything, and look."""

    def __init__(self, today):
        self.today = today
        self.items = list(WorkItem.objects.all())
        self.active = dict(Person.objects.values_list("id", "active"))
        self.assignments = [
            (row.person_id, row.unit_id)
            for row in Assignment.objects.select_related("unit")
            if self.covers(row) and row.unit.active
        ]
        self.absent = {row.person_id for row in Absence.objects.all() if self.covers(row)}
        self.pools = [(row.pool_id, row.unit_id) for row in PoolService.objects.all() if self.covers(row)]
        self.loans = [
            (row.delegation.unit_id, row.delegation.from_person_id, row.node, row.delegation.to_person_id)
            for row in DelegatedNode.objects.select_related("delegation")
            if self.covers(row.delegation) and row.delegation.ended_at is None
        ]

    def covers(self, row):
        return row.from_on <= self.today and (row.to_on is None or self.today <= row.to_on)

    def works_at(self, person, unit):
        places = {unit} | {pool for pool, served in self.pools if served == unit}
        return any(who == person and place in places for who, place in self.assignments)

    def can_do(self, person, unit):
        return self.active[person] and person not in self.absent and self.works_at(person, unit)

    def away(self, item):
        if self.active[item.person_id] and self.works_at(item.person_id, item.unit_id):
            if item.person_id not in self.absent:
                return False
            return not any(
                self.can_do(to, unit)
                for unit, of, node, to in self.loans
                if (unit, of, node) == (item.unit_id, item.person_id, item.node)
            )
        return True

    def unowned(self, item):
        if item.node == "failed" or (item.node == "inbox" and item.person_id):
            return False
        return item.wants_person if item.person_id is None else self.away(item)

    def mine(self, item, actor):
        lent = (item.unit_id, item.person_id, item.node, actor.person_id) in self.loans
        return item.node in PERSONAL and (item.person_id == actor.person_id or lent)

    def seen(self, item, actor):
        """In a pool: what it does for the unit, and what is one's own."""
        if item.unit_id not in actor.unit_ids:
            return False
        done = not actor.in_pool or item.node in ("transcribe", "complete", "send")
        return done or item.person_id == actor.person_id

    def lists(self, actor):
        found = {}
        items = [item for item in self.items if self.seen(item, actor)]
        for one in MY_LISTS:
            found[Whose.MINE, one.name] = {i.id for i in items if i.node == one.name and self.mine(i, actor)}
        for one in OUR_LISTS:
            if actor.in_pool and one.name not in ("transcribe", "complete", "send"):
                continue
            found[Whose.OURS, one.name] = {
                i.id for i in items if (self.unowned(i) if one.name == UNOWNED else i.node == one.name)
            }
        return found


@pytest.mark.parametrize("days", [0, 3, 30])
def test_every_count_is_its_list_and_both_are_right(busy, now, days):
    today = local_date(now) + timedelta(days=days)
    plainly = Plainly(today)
    due = {item.id: item.due_on for item in plainly.items}
    shapes = Counter()
    for name, person in busy.people.items():
        if name == "administrator" or not plainly.active[person.person_id]:
            continue
        try:
            actor = act_as(person, today=today)
        except NotFound:
            continue  # an assignment that has ended
        counts = count_all(actor=actor, today=today)
        for (whose, list_name), wanted in plainly.lists(actor).items():
            if whose == Whose.MINE and actor.role == "manager":
                continue
            found = set(
                items_of(name=list_name, whose=whose, actor=actor, today=today).values_list("id", flat=True)
            )
            assert found == wanted, (name, whose, list_name)
            tally = counts.of(list_name, whose=whose)
            assert (tally.total, tally.overdue) == (len(wanted), sum(due[one] < today for one in wanted))
            shapes[whose, list_name] += len(wanted)
    empty = {
        (whose, one.name)
        for whose, lists in ((Whose.MINE, MY_LISTS), (Whose.OURS, OUR_LISTS))
        for one in lists
        if not shapes[whose, one.name]
    }
    assert not empty, "these lists were never tried with anything in them"


def test_all_counts_are_one_statement(busy, now):
    for person in (busy.nurse, busy.pool_secretary, busy.manager):
        with CaptureQueriesContext(connection) as statements:
            count_all(actor=person, today=local_date(now))
        assert len(statements) == 1


def test_lent_work_is_with_both_and_goes_back_by_itself(busy, now):
    today = local_date(now)

    def watches(actor, day):
        rows = items_of(name="watch", whose=Whose.MINE, actor=actor, today=day)
        return set(rows.filter(person_id=busy.referrer.person_id).values_list("id", flat=True))

    assert watches(busy.referrer, today) == watches(busy.nurse, today) != set()
    assert watches(busy.nurse, today + timedelta(days=3)) == set()


def test_what_is_not_lent_stays(busy, now):
    rows = items_of(name="send", whose=Whose.MINE, actor=busy.nurse, today=local_date(now))
    assert not rows.filter(person_id=busy.referrer.person_id).exists()


def test_a_loan_counts_at_its_unit_alone(busy, now):
    """Anna's watches are lent to a doctor of the skin clinic, for her work there: not for the health centre's."""
    today = local_date(now)
    make_loan(
        unit_id=busy.skin_clinic.id,
        from_person_id=busy.referrer.person_id,
        to_person_id=busy.skin_doctor.person_id,
        decided_by_id=busy.manager.person_id,
        nodes=["watch"],
        from_on=today,
        to_on=today,
        now=now,
    )
    everywhere = replace(busy.skin_doctor, unit_ids=frozenset({busy.skin_clinic.id, busy.health_centre.id}))
    assert not items_of(name="watch", whose=Whose.MINE, actor=everywhere, today=today).exists()


def test_an_obligation_stands_once_among_those_without_owner(busy, now):
    rows = items_of(name=UNOWNED, whose=Whose.OURS, actor=busy.eye_manager, today=local_date(now))
    cases = Counter(rows.filter(node__in=["inbox", "answer"]).values_list("case_id", "reason"))
    assert cases
    assert set(cases.values()) == {1}
    rows = items_of(name=UNOWNED, whose=Whose.OURS, actor=busy.manager, today=local_date(now))
    assert not rows.filter(node="failed").exists()


def test_an_administrator_has_no_lists(busy, now):
    today = local_date(now)
    with pytest.raises(NotFound):
        count_all(actor=busy.administrator, today=today)
    for one in OUR_LISTS:
        with pytest.raises(NotFound):
            items_of(name=one.name, whose=Whose.OURS, actor=busy.administrator, today=today)


def test_a_manager_has_the_units_lists_and_none_of_their_own(busy, now):
    today = local_date(now)
    assert items_of(name="watch", whose=Whose.OURS, actor=busy.manager, today=today).exists()
    with pytest.raises(NotFound):
        items_of(name="watch", whose=Whose.MINE, actor=busy.manager, today=today)


def test_another_units_work_is_in_no_list(busy, now):
    for one in OUR_LISTS:
        rows = items_of(name=one.name, whose=Whose.OURS, actor=busy.skin_secretary, today=local_date(now))
        assert not rows.exclude(unit_id=busy.skin_clinic.id).exists()
