"""The chain of administration: in line, unbroken, and every break shows (T15)."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from remissvakt.audit.admin_events import record_admin, verify_admin_chain
from remissvakt.audit.models import AdminEvent, ChainHead
from unguarded import unguarded


def add(reader, now, **data):
    return record_admin(
        kind="unit_changed", subject_kind="unit", subject_id=uuid4(), data=data, actor=reader, now=now
    )


@pytest.fixture
def chain(db, now, reader):
    return [add(reader, now + timedelta(minutes=n), number=n, day=date(2026, 11, n + 1)) for n in range(5)]


def test_each_event_holds_the_hash_of_the_one_before(chain):
    rows = list(AdminEvent.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows] == ["", *[row.hash for row in rows[:-1]]]
    assert verify_admin_chain() == []


def test_an_empty_chain_holds(db):
    assert verify_admin_chain() == []


def test_an_event_without_actor_has_no_person(db, now):
    event = record_admin(
        kind="unit_created", subject_kind="unit", subject_id=uuid4(), data={}, actor=None, now=now
    )
    assert (event.person_id, event.person_name, event.unit_id) == (None, "", None)
    assert verify_admin_chain() == []


def test_swedish_letters_emoji_and_nested_data_survive_the_database(db, now, reader):
    add(reader, now, before={"name": "Åkes Ärtor 🫛"}, after={"numbers": [1, 2], "none": None}, b=1, a=2)
    assert verify_admin_chain() == []


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"number": 99}},
        {"person_name": "Någon annan"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"kind": "unit_created"},
        {"unit_id": None},
        {"previous_hash": "0" * 64},
    ],
)
def test_a_changed_event_shows(chain, change):
    with unguarded("audit_adminevent"):
        AdminEvent.objects.filter(sequence=3).update(**change)
    assert any("Händelse 3" in finding for finding in verify_admin_chain())


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_removed_event_shows(chain, sequence):
    with unguarded("audit_adminevent"):
        AdminEvent.objects.filter(sequence=sequence).delete()
    assert any(f"händelserna {sequence}–{sequence}" in finding for finding in verify_admin_chain())


def test_a_removed_tail_shows(chain):
    with unguarded("audit_adminevent"):
        AdminEvent.objects.filter(sequence=5).delete()
    assert any("slutar vid händelse 4" in finding for finding in verify_admin_chain())


def test_two_events_that_changed_places_show(chain):
    with unguarded("audit_adminevent"):
        AdminEvent.objects.filter(sequence=2).update(sequence=100)
        AdminEvent.objects.filter(sequence=3).update(sequence=2)
        AdminEvent.objects.filter(sequence=100).update(sequence=3)
    findings = verify_admin_chain()
    assert any("Händelse 2" in finding for finding in findings)
    assert any("Händelse 3" in finding for finding in findings)


def test_a_head_that_is_gone_shows_and_nothing_more_is_written(chain, reader, now):
    ChainHead.objects.all().delete()
    assert len(verify_admin_chain()) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        add(reader, now)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(now, reader):
    with pytest.raises(RuntimeError):
        add(reader, now)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_stand_in_line(now, reader):
    barrier = threading.Barrier(6)
    failures = []

    def write() -> None:
        try:
            barrier.wait()
            for _ in range(4):
                with transaction.atomic():
                    add(reader, now)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert AdminEvent.objects.count() == 24
    assert verify_admin_chain() == []
