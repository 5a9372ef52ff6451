"""B.5: at most ten units to forward to, requested by the manager, activated by an administrator."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import make_region, make_unit
from racing import race
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actions.activate_forwarding_target import activate_forwarding_target
from remissvakt.organisations.actions.decline_forwarding_target import decline_forwarding_target
from remissvakt.organisations.actions.end_forwarding_target import end_forwarding_target
from remissvakt.organisations.actions.request_forwarding_target import request_forwarding_target
from remissvakt.organisations.models import ForwardingTarget, Unit


def refused(code, act, **arguments):
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code


def request(region, now, unit):
    return request_forwarding_target(
        unit_id=region.health_centre.id,
        to_unit_id=unit.id,
        motivation="Vi vidareremitterar ofta dit.",
        actor=region.manager,
        now=now,
    )


def more_units(region, now, number):
    return [
        make_unit(provider=region.region, name=f"Enhet {at}", now=now + timedelta(seconds=at))
        for at in range(number)
    ]


def active(region):
    rows = ForwardingTarget.objects.filter(unit=region.health_centre, state="active")
    return sorted(rows.values_list("slot", flat=True))


def test_a_request_is_activated_ended_and_its_slot_used_again(region, now):
    admin = {"actor": region.administrator, "now": now}
    first, second = (request(region, now, unit) for unit in (region.eye_clinic, region.skin_clinic))
    for target in (first, second):
        activate_forwarding_target(target_id=target.id, **admin)
    assert active(region) == [1, 2]
    end_forwarding_target(target_id=first.id, actor=region.manager, now=now)
    first.refresh_from_db()
    assert (first.state, first.slot, first.decided_by_id) == ("ended", None, region.manager.person_id)
    again = request(region, now, region.eye_clinic)
    activate_forwarding_target(target_id=again.id, **admin)
    assert active(region) == [1, 2]


def test_a_request_is_declined_once(region, now):
    admin = {"actor": region.administrator, "now": now}
    target = request(region, now, region.eye_clinic)
    decline_forwarding_target(target_id=target.id, **admin)
    refused("forwarding_decided", activate_forwarding_target, target_id=target.id, **admin)
    refused("forwarding_decided", decline_forwarding_target, target_id=target.id, **admin)
    refused("forwarding_decided", end_forwarding_target, target_id=target.id, **admin)


def test_who_may_what(region, now):
    target = request(region, now, region.eye_clinic)
    for actor in (region.administrator, region.eye_manager, region.secretary):
        refused(
            "not_allowed",
            request_forwarding_target,
            unit_id=region.health_centre.id,
            to_unit_id=region.skin_clinic.id,
            motivation="",
            actor=actor,
            now=now,
        )
    for act in (activate_forwarding_target, decline_forwarding_target):
        refused("not_allowed", act, target_id=target.id, actor=region.manager, now=now)
    refused("not_allowed", end_forwarding_target, target_id=target.id, actor=region.eye_manager, now=now)


def test_requests_that_cannot_be(region, now):
    request(region, now, region.eye_clinic)
    for code, unit in [
        ("forwarding_exists", region.eye_clinic),
        ("forwarding_self", region.health_centre),
        ("not_found", region.pool),
    ]:
        with pytest.raises(Refusal) as caught:
            request(region, now, unit)
        assert caught.value.code == code


def test_a_closed_unit_is_not_activated(region, now):
    target = request(region, now, region.eye_clinic)
    Unit.objects.filter(id=region.eye_clinic.id).update(active=False)
    refused(
        "forwarding_unit_closed",
        activate_forwarding_target,
        target_id=target.id,
        actor=region.administrator,
        now=now,
    )
    with pytest.raises(NotFound):
        activate_forwarding_target(target_id=region.pool.id, actor=region.administrator, now=now)


def test_the_eleventh_is_refused(region, now):
    admin = {"actor": region.administrator, "now": now}
    targets = [request(region, now, unit) for unit in more_units(region, now, 11)]
    for target in targets[:10]:
        activate_forwarding_target(target_id=target.id, **admin)
    refused("forwarding_full", activate_forwarding_target, target_id=targets[10].id, **admin)
    assert active(region) == list(range(1, 11))


@pytest.mark.parametrize("slot", [None, 0, 3, 11])
def test_the_database_itself_holds_ten(region, now, slot):
    units = more_units(region, now, 11)
    row = {"unit": region.health_centre, "requested_at": now, "requested_by_id": region.manager.person_id}
    for at, unit in enumerate(units[:10], start=1):
        ForwardingTarget.objects.create(id=new_id(now=now), to_unit=unit, state="active", slot=at, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ForwardingTarget.objects.create(
            id=new_id(now=now), to_unit=units[10], state="active", slot=slot, **row
        )
    assert active(region) == list(range(1, 11))


@pytest.mark.django_db(transaction=True)
def test_two_administrators_and_one_place(now):
    region = make_region(now=now)
    admin = {"actor": region.administrator, "now": now}
    targets = [request(region, now, unit) for unit in more_units(region, now, 13)]
    for target in targets[:9]:
        activate_forwarding_target(target_id=target.id, **admin)
    ends = race(
        [
            lambda target=target: activate_forwarding_target(target_id=target.id, **admin)
            for target in targets[9:]
        ]
    )
    assert [end.slot for end in ends if isinstance(end, ForwardingTarget)] == [10]
    assert [end.code for end in ends if isinstance(end, Refusal)] == ["forwarding_full"] * 3
    assert active(region) == list(range(1, 11))


@pytest.mark.django_db(transaction=True)
def test_one_request_activated_by_two(now):
    region = make_region(now=now)
    target = request(region, now, region.eye_clinic)
    ends = race(
        [
            lambda: activate_forwarding_target(target_id=target.id, actor=region.administrator, now=now)
            for _ in range(3)
        ]
    )
    assert sorted(end.code for end in ends if isinstance(end, Refusal)) == ["forwarding_decided"] * 2
    assert active(region) == [1]


@pytest.mark.django_db(transaction=True)
def test_the_same_unit_requested_by_two_at_once(now):
    region = make_region(now=now)
    ends = race([lambda: request(region, now, region.eye_clinic) for _ in range(3)])
    assert sorted(end.code for end in ends if isinstance(end, Refusal)) == ["forwarding_exists"] * 2
