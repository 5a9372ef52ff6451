"""Persons, their assignments and absences."""

from datetime import timedelta
from uuid import uuid4

import pytest

from remissvakt.audit.admin_events import verify_admin_chain
from remissvakt.audit.models import AdminEvent
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actions.assign import assign
from remissvakt.organisations.actions.change_person import change_person
from remissvakt.organisations.actions.create_account import create_account
from remissvakt.organisations.actions.create_person import create_person
from remissvakt.organisations.actions.deactivate_person import deactivate_person, reactivate_person
from remissvakt.organisations.actions.end_absence import cancel_absence, end_absence
from remissvakt.organisations.actions.end_assignment import end_assignment
from remissvakt.organisations.actions.register_absence import register_absence
from remissvakt.organisations.actors import actor_for
from remissvakt.organisations.models import Absence, Assignment, Person


def refused(code, act, **arguments):
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code
    return caught.value


@pytest.fixture
def today(now):
    return local_date(now)


@pytest.fixture
def admin(region, now):
    return {"actor": region.administrator, "now": now}


def may_act(actor, today):
    try:
        actor_for(assignment_id=actor.assignment_id, person_id=actor.person_id, today=today)
    except NotFound:
        return False
    return True


def test_a_person_is_registered_and_changed(region, admin):
    person, warnings = create_person(
        given_name="Örjan", family_name=" Ås ", title="ST-läkare", hsa_id="SE2321000016-AB", **admin
    )
    assert (person.name, person.title, warnings) == ("Örjan Ås", "ST-läkare", ())
    assert list(Person.objects.order_by("sort_name"))[-2].name == "Örjan Ås"
    change_person(person_id=person.id, given_name="Örjan", family_name="Ek", title="", hsa_id="", **admin)
    person.refresh_from_db()
    assert (person.name, person.hsa_id) == ("Örjan Ek", "")
    event = AdminEvent.objects.get(kind="person_changed")
    assert event.data["before"]["family_name"] == "Ås"
    assert verify_admin_chain() == []


def test_two_persons_may_share_a_name_but_not_an_hsa_id(region, admin):
    create_person(given_name="Anna", family_name="Ek", **admin)
    person, _w = create_person(given_name="Anna", family_name="Ek", hsa_id="SE2321000016-AB", **admin)
    refused(
        "hsa_id_taken", create_person, given_name="Bo", family_name="Ek", hsa_id="SE2321000016-ab", **admin
    )
    other, _w = create_person(given_name="Bo", family_name="Ek", **admin)
    refused(
        "hsa_id_taken",
        change_person,
        person_id=other.id,
        given_name="Bo",
        family_name="Ek",
        title="",
        hsa_id=person.hsa_id,
        **admin,
    )


@pytest.mark.parametrize("name", ["referrer", "secretary", "manager"])
def test_only_an_administrator_handles_persons(region, now, name):
    by = {"actor": getattr(region, name), "now": now}
    refused("not_allowed", create_person, given_name="A", family_name="B", **by)
    refused("not_allowed", deactivate_person, person_id=region.nurse.person_id, **by)
    refused(
        "not_allowed",
        create_account,
        person_id=region.nurse.person_id,
        username="nina",
        password="tolv små grisar",
        **by,
    )


def test_a_deactivated_person_is_out_and_comes_back(region, admin, today):
    deactivate_person(person_id=region.assessor.person_id, **admin)
    assert not may_act(region.assessor, today)
    reactivate_person(person_id=region.assessor.person_id, **admin)
    assert may_act(region.assessor, today)
    with pytest.raises(NotFound):
        deactivate_person(person_id=uuid4(), **admin)


@pytest.fixture
def admin_account(region, admin):
    return create_account(
        person_id=region.administrator.person_id, username="adam", password="tolv små grisar", **admin
    )


def test_the_last_administrator_stays(region, admin, admin_account, today):
    refused("last_administrator", deactivate_person, person_id=region.administrator.person_id, **admin)
    refused(
        "last_administrator",
        end_assignment,
        assignment_id=region.administrator.assignment_id,
        last_on=None,
        **admin,
    )
    assert may_act(region.administrator, today)


def test_with_another_administrator_the_first_may_go(region, admin, admin_account, today):
    assign(
        person_id=region.nurse.person_id,
        unit_id=region.health_centre.id,
        role="administrator",
        from_on=today,
        **admin,
    )
    # An assignment without a login administers nothing.
    refused("last_administrator", deactivate_person, person_id=region.administrator.person_id, **admin)
    create_account(person_id=region.nurse.person_id, username="nina", password="sju gamla getter", **admin)
    deactivate_person(person_id=region.administrator.person_id, **admin)
    assert not may_act(region.administrator, today)


def test_a_manager_assigns_care_roles_at_the_own_unit(region, now, today):
    given = {"person_id": region.skin_doctor.person_id, "from_on": today, "now": now}
    row = assign(unit_id=region.eye_clinic.id, role="doctor", actor=region.eye_manager, **given)
    assert (row.purpose, row.to_on) == ("Vård och behandling", None)
    assert actor_for(assignment_id=row.id, person_id=row.person_id, today=today).unit_name == "Ögonkliniken"
    for role in ("manager", "administrator"):
        refused(
            "not_allowed", assign, unit_id=region.eye_clinic.id, role=role, actor=region.eye_manager, **given
        )
    refused(
        "not_allowed", assign, unit_id=region.skin_clinic.id, role="doctor", actor=region.eye_manager, **given
    )
    refused(
        "role_unknown", assign, unit_id=region.eye_clinic.id, role="owner", actor=region.eye_manager, **given
    )


def test_assignments_that_cannot_be(region, admin, today):
    given = {"person_id": region.assessor.person_id, "role": "doctor", **admin}
    eye = {"unit_id": region.eye_clinic.id}
    refused("already_assigned", assign, **eye, from_on=today, **given)
    refused(
        "period_backwards",
        assign,
        unit_id=region.skin_clinic.id,
        from_on=today,
        to_on=today - timedelta(days=1),
        **given,
    )
    refused("missing", assign, unit_id=region.skin_clinic.id, from_on=today, purpose=" ", **given)
    with pytest.raises(NotFound):
        assign(unit_id=region.outside_unit.id, from_on=today, **given)
    with pytest.raises(NotFound):
        assign(unit_id=uuid4(), from_on=today, **given)


def test_an_assignment_ends_on_a_day(region, now, today):
    by = {"actor": region.eye_manager, "now": now}
    end_assignment(assignment_id=region.assessor.assignment_id, last_on=today, **by)
    assert may_act(region.assessor, today)
    assert not may_act(region.assessor, today + timedelta(days=1))
    refused(
        "assignment_end_past",
        end_assignment,
        assignment_id=region.assessor.assignment_id,
        last_on=today - timedelta(days=1),
        **by,
    )


def test_an_assignment_ends_at_once_also_on_its_first_day(region, admin, today):
    row = assign(
        person_id=region.nurse.person_id,
        unit_id=region.eye_clinic.id,
        role="clinician",
        from_on=today,
        **admin,
    )
    end_assignment(assignment_id=row.id, last_on=None, **admin)
    with pytest.raises(NotFound):
        actor_for(assignment_id=row.id, person_id=row.person_id, today=today)
    refused("assignment_ended", end_assignment, assignment_id=row.id, last_on=today, **admin)
    event = AdminEvent.objects.get(kind="assignment_ended")
    assert event.data["before"] == {"from_on": today.isoformat(), "to_on": None}
    assert Assignment.objects.filter(id=row.id).exists()


def test_a_manager_ends_no_other_units_assignments_and_no_managers(region, now):
    by = {"last_on": None, "now": now}
    refused(
        "not_allowed",
        end_assignment,
        assignment_id=region.skin_doctor.assignment_id,
        actor=region.eye_manager,
        **by,
    )
    refused(
        "not_allowed",
        end_assignment,
        assignment_id=region.eye_manager.assignment_id,
        actor=region.eye_manager,
        **by,
    )


@pytest.mark.parametrize("name", ["assessor", "eye_manager", "administrator"])
def test_who_may_register_an_absence(region, now, today, name):
    row = register_absence(
        person_id=region.assessor.person_id,
        from_on=today,
        to_on=today + timedelta(days=3),
        note=" semester ",
        actor=getattr(region, name),
        now=now,
    )
    assert (Absence.objects.get().id, row.note) == (row.id, "semester")


@pytest.mark.parametrize("name", ["other_assessor", "manager", "eye_secretary"])
def test_who_may_not(region, now, today, name):
    refused(
        "not_allowed",
        register_absence,
        person_id=region.assessor.person_id,
        from_on=today,
        to_on=None,
        actor=getattr(region, name),
        now=now,
    )


def test_absences_that_cannot_be(region, now, today):
    mine = {"person_id": region.assessor.person_id, "actor": region.assessor, "now": now}
    week = timedelta(days=7)
    refused("period_backwards", register_absence, from_on=today, to_on=today - week, **mine)
    refused("absence_too_far", register_absence, from_on=today.replace(year=3026), to_on=None, **mine)
    register_absence(from_on=today, to_on=today + week, **mine)
    refused("absence_overlaps", register_absence, from_on=today + week, to_on=None, **mine)
    refused("absence_overlaps", register_absence, from_on=today - week, to_on=today, **mine)
    register_absence(from_on=today + week + timedelta(days=1), to_on=None, **mine)


def test_an_absence_ends_earlier_later_or_never_came_about(region, now, today):
    mine = {"actor": region.assessor, "now": now}
    row = register_absence(person_id=region.assessor.person_id, from_on=today, to_on=None, **mine)
    end_absence(absence_id=row.id, last_on=today + timedelta(days=5), **mine)
    assert Absence.objects.get().to_on == today + timedelta(days=5)
    refused("period_backwards", end_absence, absence_id=row.id, last_on=today - timedelta(days=1), **mine)
    refused("not_allowed", end_absence, absence_id=row.id, last_on=today, actor=region.manager, now=now)
    cancel_absence(absence_id=row.id, **mine)
    assert Absence.even_cancelled.get(id=row.id).cancelled_at is not None
    assert not Absence.objects.exists()
    assert AdminEvent.objects.get(kind="absence_cancelled").data["from_on"] == today.isoformat()
    with pytest.raises(NotFound):
        cancel_absence(absence_id=row.id, **mine)
