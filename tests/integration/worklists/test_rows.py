"""A page of a list: its order, its sentences, its statements, and what it leaves in the access log."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_absent, walks
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.referrals.models import WorkItem
from remissvakt.worklists.choices import choices_of
from remissvakt.worklists.filters import Filters
from remissvakt.worklists.nodes import OUR_LISTS
from remissvakt.worklists.rows import ORDER, count_new, neighbour, page_of, read_page, read_rows
from remissvakt.worklists.scope import Whose, has_list, items_of


def listed(actor, now, name="watch", whose=Whose.OURS):
    return items_of(name=name, whose=whose, actor=actor, today=local_date(now))


def read(items, actor, now, number=1, **more):
    return read_page(lambda: items, number=number, actor=actor, now=now, today=local_date(now), **more)


def multiply(region, now, n):
    """As many rows as that in Att bevaka, alike but for their days: the size of a list, without the walks."""
    item = WorkItem.objects.get(referral=walks.sent(region, now=now), node="watch")
    WorkItem.objects.filter(node="watch").exclude(id=item.id).delete()
    copies = []
    for number in range(n - 1):
        fields = {field.attname: getattr(item, field.attname) for field in WorkItem._meta.concrete_fields}
        fields |= {
            "id": new_id(now=now),
            "key": f"watch:{number}",
            "due_on": item.due_on - timedelta(days=number % 40),
            "priority_rank": number % 3 + 1,
        }
        copies.append(WorkItem(**fields))
    WorkItem.objects.bulk_create(copies)


@pytest.mark.parametrize("n", [10, 50, 500])
def test_a_page_takes_as_many_statements_whatever_the_size(region, now, n):
    multiply(region, now, n)
    items = listed(region.secretary, now)
    with CaptureQueriesContext(connection) as statements:
        found = read(items, region.secretary, now)
    assert (len(found.rows), found.total, found.pages) == (min(n, 50), n, -(-n // 50))
    # A savepoint and its release, the size, the rows, the access log.
    assert len(statements) == 5
    with CaptureQueriesContext(connection) as statements:
        choices_of(items)
    assert len(statements) == 4


def test_the_first_page_is_the_same_whether_its_sql_was_ready_or_not(busy, now):
    """Several people and days, one after the other: each gets their own rows, never those of the one before."""
    shapes = [(one.name, Whose.OURS) for one in OUR_LISTS] + [("watch", Whose.MINE), ("sign", Whose.MINE)]
    seen = 0
    for days in (0, 9):
        today = local_date(now) + timedelta(days=days)
        for person in (busy.nurse, busy.secretary, busy.referrer, busy.assessor, busy.pool_secretary):
            for name, whose in shapes:
                if not has_list(person, name=name, whose=whose):
                    continue
                given = {"number": 1, "actor": person, "now": now, "today": today}
                items = partial(items_of, name=name, whose=whose, actor=person, today=today)
                plain = read_page(items, **given)
                assert read_page(items, **given, whole=(name, whose)) == plain
                seen += len(plain.rows)
    assert seen > 100


def test_pages_hold_every_row_once_and_in_order(region, now):
    multiply(region, now, 137)
    items = listed(region.secretary, now)
    rows = [row for number in (1, 2, 3) for row in read(items, region.secretary, now, number).rows]
    assert [row.id for row in rows] == list(items.order_by(*ORDER).values_list("id", flat=True))
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    late = [(row.due_on, row.priority) for row in rows]
    assert len(late) == 137
    assert read(items, region.secretary, now, 99).number == 3
    assert read(items, region.secretary, now, 0).number == 1


def test_a_row_knows_its_page_and_the_one_after_it(region, now):
    multiply(region, now, 120)
    items = listed(region.secretary, now)
    order = list(items.order_by(*ORDER).values_list("id", flat=True))
    for at in (0, 1, 49, 50, 118):
        assert page_of(items, item_id=order[at]) == at // 50 + 1
        assert neighbour(items, item_id=order[at]) == order[at + 1]
    assert neighbour(items, item_id=order[-1]) == order[-2]
    assert neighbour(items, item_id=new_id(now=now)) is page_of(items, item_id=new_id(now=now)) is None
    assert neighbour(items.filter(id=order[5]), item_id=order[5]) is None


def test_every_patient_on_the_page_is_logged_in_one_statement(busy, now):
    before = AccessLog.objects.count()
    found = read(listed(busy.secretary, now), busy.secretary, now)
    wanted = {(row.patient_id, row.referral_id) for row in found.rows}
    logged = AccessLog.objects.order_by("-id")[: AccessLog.objects.count() - before]
    assert {(row.patient_id, row.referral_id) for row in logged} == wanted
    assert {row.action for row in logged} == {"read_list"}
    assert {row.person_id for row in logged} == {busy.secretary.person_id}


def test_every_list_can_be_read_by_those_who_have_it(busy, now):
    for actor in (busy.secretary, busy.eye_secretary, busy.pool_secretary, busy.manager):
        for one in OUR_LISTS:
            if not has_list(actor, name=one.name, whose=Whose.OURS):
                continue
            for row in read(listed(actor, now, one.name), actor, now).rows:
                assert row.reason
                assert row.name
                assert row.unit_id in actor.unit_ids


def test_a_row_says_why_whose_and_who_is_away(region, now):
    walks.sent(region, now=now - timedelta(days=20))
    make_absent(person_id=region.referrer.person_id, from_on=local_date(now), to_on=None, now=now)
    (row,) = read(listed(region.secretary, now), region.secretary, now).rows
    assert row.reason == "Bekräftelse saknas sedan 20 dagar"
    assert row.due_on == local_date(now) - timedelta(days=6)
    assert (row.person, row.person_away) == (region.referrer.person_name, True)
    assert (row.number, row.name) == ("191212121212", "Tolvan Tolvansson")
    assert row.other_unit == "Ögonkliniken"
    assert row.priority == "Hög"


def test_lent_work_says_whose_it_is(busy, now):
    rows = read(listed(busy.nurse, now, whose=Whose.MINE), busy.nurse, now).rows
    assert {row.lent_from for row in rows} == {busy.referrer.person_name}


def test_a_protected_patient_is_marked(busy, now):
    rows = read(listed(busy.secretary, now), busy.secretary, now).rows
    marks = {row.patient_id: row.protected for row in rows}
    assert marks[busy.protected_patient.id] == "registration"
    assert marks[busy.patient.id] == ""
    assert not any(busy.protected_patient.street in str(row) for row in rows)


def test_a_paper_is_named_by_its_sender(busy, now):
    (row,) = read(listed(busy.secretary, now, "unlinked"), busy.secretary, now).rows
    assert (row.name, row.number, row.patient_id) == ("Universitetssjukhuset", "", None)
    assert row.document_id is not None


def test_chosen_rows_are_those_of_the_list_alone(busy, now):
    items = listed(busy.secretary, now)
    theirs = WorkItem.objects.filter(unit_id=busy.eye_clinic.id).values_list("id", flat=True)
    ids = [items.first().id, *theirs, new_id(now=now)]
    rows = read_rows(items, ids=ids, actor=busy.secretary, now=now, today=local_date(now), action="read_list")
    assert [row.id for row in rows] == ids[:1]


def test_new_rows_are_counted_since_the_list_was_read(region, now):
    items = listed(region.secretary, now)
    empty = read(items, region.secretary, now).newest
    assert count_new(items, newest=empty) == 0
    walks.sent(region, now=now)
    first = read(items, region.secretary, now).newest
    assert count_new(items, newest=empty) == 1
    assert count_new(items, newest=first) == 0
    walks.sent(region, now=now + timedelta(minutes=1))
    walks.sent(region, now=now + timedelta(minutes=2))
    assert count_new(items, newest=first) == 2


def test_work_that_is_handed_over_counts_as_new_though_its_row_is_old(region, now):
    referral = walks.sent(region, now=now)
    items = listed(region.nurse, now, whose=Whose.MINE)
    newest = read(items, region.nurse, now).newest
    WorkItem.objects.filter(referral=referral, node="watch").update(person_id=region.nurse.person_id)
    assert count_new(items, newest=newest) == 1


@pytest.mark.parametrize("forged", ["", ".", "x.y", "1.x", "9999999999.", "²."])
def test_a_forged_mark_counts_nothing(region, now, forged):
    walks.sent(region, now=now)
    assert count_new(listed(region.secretary, now), newest=forged) == 0


def both_units(region):
    """Somebody whose lists are those of two units."""
    return replace(region.secretary, unit_ids=frozenset({region.health_centre.id, region.eye_clinic.id}))


def test_each_part_of_a_filter_shows_what_it_says(busy, now):
    today = local_date(now)
    items = listed(both_units(busy), now)
    everything = list(items.select_related("other_unit"))
    shown = {
        "person": (
            Filters(person_id=busy.referrer.person_id),
            lambda i: i.person_id == busy.referrer.person_id,
        ),
        "nobody": (Filters(nobodys=True), lambda i: i.person_id is None),
        "unit": (Filters(unit_id=busy.eye_clinic.id), lambda i: i.unit_id == busy.eye_clinic.id),
        "other": (
            Filters(other_unit_id=busy.outside_unit.id),
            lambda i: i.other_unit_id == busy.outside_unit.id,
        ),
        "priority": (Filters(priority=2), lambda i: i.priority_rank == 2),
        "reason": (Filters(reason="answer_awaited"), lambda i: i.reason == "answer_awaited"),
        "overdue": (Filters(overdue=True), lambda i: i.due_on < today),
        "outside": (Filters(outside=True), lambda i: i.other_unit and not i.other_unit.local),
    }
    for name, (filters, says) in shown.items():
        found = set(filters.apply(items, today=today).values_list("id", flat=True))
        assert found == {item.id for item in everything if says(item)}, name


def test_a_list_can_be_filtered_by_what_stands_in_it(busy, now):
    items = listed(both_units(busy), now)
    choices = choices_of(items)
    assert {key for key, _name in choices.units} == set(items.values_list("unit_id", flat=True))
    assert {key for key, _name in choices.persons} == set(
        items.filter(person__isnull=False).values_list("person_id", flat=True)
    )
    assert {why for why, _name in choices.reasons} == set(items.values_list("reason", flat=True))
    assert dict(choices.priorities)[2] == "Hög"
    names = [name for _key, name in choices.other_units]
    assert len(names) > 2
