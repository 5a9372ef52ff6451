"""Who can take work today, and what is said of somebody who cannot (C.1–C.3)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from factories import make_absent, make_person
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.availability import require_available, who_can_take
from remissvakt.organisations.models import Assignment, Person, PoolService, Unit
from remissvakt.organisations.people import people_at


@pytest.fixture
def today(now):
    return local_date(now)


def asked(region, today, person, **more):
    return who_can_take(person_id=person.person_id, unit_id=region.eye_clinic.id, today=today, **more)


def test_somebody_present_can_and_it_costs_one_statement(region, today, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert asked(region, today, region.assessor) is None


def test_an_absent_person_is_refused_until_when_and_with_others_who_can(region, today, now):
    until = today + timedelta(days=7)
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=until, now=now)
    refusal = asked(region, today, region.assessor, roles=["doctor"])
    assert refusal.code == "person_absent"
    assert refusal.message == (
        "Olle Öberg är frånvarande till och med tis 24 nov 2026. Du kan i stället välja Ylva Yng."
    )


def test_an_absence_without_end_is_told_as_such(region, today, now):
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=None, now=now)
    assert asked(region, today, region.assessor).message.startswith("Olle Öberg är frånvarande tills vidare.")


@pytest.mark.parametrize(("first", "last"), [(1, 5), (-5, -1)])
def test_an_absence_that_is_over_or_still_to_come_does_not_matter(region, today, now, first, last):
    make_absent(
        person_id=region.assessor.person_id,
        from_on=today + timedelta(days=first),
        to_on=today + timedelta(days=last),
        now=now,
    )
    assert asked(region, today, region.assessor) is None


def test_who_has_borrowed_the_work_is_asked_for_only_when_somebody_is_absent(region, today, now):
    def never():
        raise AssertionError("asked although nobody is absent")

    assert asked(region, today, region.assessor, lent_to=never) is None
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=None, now=now)
    refusal = asked(region, today, region.assessor, lent_to=lambda: ["Ylva Yng"])
    assert "Ylva Yng har hand om arbetet så länge." in refusal.message


def test_an_inactive_person_is_refused(region, today):
    Person.objects.filter(id=region.assessor.person_id).update(active=False)
    assert asked(region, today, region.assessor).code == "person_inactive"


@pytest.mark.parametrize("name", ["skin_doctor", "referrer", "administrator"])
def test_somebody_of_another_unit_is_refused(region, today, name):
    assert asked(region, today, getattr(region, name)).code == "person_without_assignment"


def test_a_role_that_is_not_enough_is_refused(region, today):
    refusal = asked(region, today, region.eye_secretary, roles=["doctor", "clinician"])
    assert refusal.code == "person_without_assignment"


def test_an_assignment_counts_on_its_last_day_and_not_after(region, today):
    rows = Assignment.objects.filter(id=region.assessor.assignment_id)
    rows.update(to_on=today)
    assert asked(region, today, region.assessor) is None
    assert asked(region, today + timedelta(days=1), region.assessor).code == "person_without_assignment"


def test_the_pool_that_serves_the_unit_can_take_its_work_and_no_other(region, today):
    assert asked(region, today, region.pool_secretary) is None
    elsewhere = who_can_take(
        person_id=region.pool_secretary.person_id, unit_id=region.skin_clinic.id, today=today
    )
    assert elsewhere.code == "person_without_assignment"
    PoolService.objects.filter(unit=region.eye_clinic).update(to_on=today - timedelta(days=1))
    assert asked(region, today, region.pool_secretary).code == "person_without_assignment"


def test_a_person_who_does_not_exist_is_told_like_one_without_assignment(region, today):
    refusal = who_can_take(person_id=uuid4(), unit_id=region.eye_clinic.id, today=today)
    assert refusal.code == "person_without_assignment"


def test_at_most_three_are_proposed_in_swedish_order(region, today, now):
    for given in ("Örjan", "Åke", "Äla", "Adam"):
        make_person(given_name=given, family_name="Ek", unit=region.skin_clinic, role="clinician", now=now)
    refusal = who_can_take(
        person_id=region.assessor.person_id, unit_id=region.skin_clinic.id, today=today, roles=["clinician"]
    )
    assert refusal.message.endswith("Du kan i stället välja Adam Ek, Åke Ek, Äla Ek.")


def test_nobody_left_is_said_too(region, today, now):
    make_absent(person_id=region.skin_doctor.person_id, from_on=today, to_on=None, now=now)
    refusal = who_can_take(
        person_id=region.skin_doctor.person_id, unit_id=region.skin_clinic.id, today=today, roles=["doctor"]
    )
    assert refusal.message.endswith("Ingen annan vid enheten kan ta det just nu.")


def test_the_refusal_is_raised_for_the_field(region, today):
    with pytest.raises(Refusal) as refused:
        require_available(
            person_id=region.referrer.person_id, unit_id=region.eye_clinic.id, today=today, field="assessor"
        )
    assert refused.value.field == "assessor"


def test_a_closed_unit_has_nobody(region, today):
    Unit.objects.filter(id=region.eye_clinic.id).update(active=False)
    assert asked(region, today, region.assessor).code == "person_without_assignment"
    assert people_at(unit_id=region.eye_clinic.id, today=today) == []


def test_people_of_a_unit_stand_in_swedish_order_with_roles_and_absence(
    region, today, now, django_assert_num_queries
):
    until = today + timedelta(days=2)
    make_absent(person_id=region.assessor.person_id, from_on=today, to_on=until, now=now)
    make_absent(person_id=region.optician.person_id, from_on=today, to_on=None, now=now)
    with django_assert_num_queries(1):
        people = people_at(unit_id=region.eye_clinic.id, today=today)
    assert [person.name for person in people] == [
        "Owe Oskarsson",
        "Ulla Udd",
        "Ylva Yng",
        "Åsa Åberg",
        "Olle Öberg",
    ]
    away = {person.name: person.absent_until for person in people if person.absent}
    assert away == {"Olle Öberg": until, "Owe Oskarsson": None}


def test_a_person_with_two_roles_is_one_person(region, today, now):
    Assignment.objects.create(
        id=uuid4(),
        person_id=region.assessor.person_id,
        unit=region.eye_clinic,
        role="manager",
        purpose="Ledning",
        from_on=today,
    )
    (olle,) = [
        person for person in people_at(unit_id=region.eye_clinic.id, today=today) if "Olle" in person.name
    ]
    assert olle.roles == ("doctor", "manager")


def test_only_the_asked_roles_and_the_pools_if_wanted(region, today):
    def names(**more):
        return [
            person.name
            for person in people_at(unit_id=region.eye_clinic.id, today=today, roles=["secretary"], **more)
        ]

    assert names() == ["Åsa Åberg"]
    assert names(with_pools=True) == ["Paula Prim", "Åsa Åberg"]
