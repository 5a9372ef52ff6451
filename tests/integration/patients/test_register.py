"""A patient is registered once, whoever registers, and changed only by those who may see them."""

from datetime import timedelta

import pytest

from factories import PUBLISHED_NUMBERS, make_region, walks
from racing import race
from remissvakt.audit.models import AdminEvent
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.patients.actions.change_patient import change_patient
from remissvakt.patients.actions.register_patient import register_patient
from remissvakt.patients.fields import PatientDetails
from remissvakt.patients.models import Patient

NUMBER = "199006022397"
NAMES = {"given_name": "Åsa", "family_name": "Test Ärlig"}


@pytest.fixture
def by(region, now):
    return {"actor": region.secretary, "now": now}


def refused(code, act, **arguments):
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code
    return caught.value


def test_a_new_patient(by):
    patient, warnings, created = register_patient(
        number="900602-2397",
        **NAMES,
        street="Storgatan 1",
        postal_code="12345",
        city="Ekby",
        phone="070-1740605",
        interpreter_language="somaliska",
        protected_registration=True,
        **by,
    )
    assert (created, warnings) == (True, ())
    patient.refresh_from_db()
    assert (patient.number, patient.number_kind, patient.version) == (NUMBER, "personnummer", 1)
    assert (patient.name, patient.postal_code, patient.protected) == ("Åsa Test Ärlig", "123 45", True)
    assert patient.interpreter_language == "somaliska"


def test_the_event_holds_neither_number_nor_name_nor_address(by):
    register_patient(number=NUMBER, **NAMES, street="Storgatan 1", **by)
    event = AdminEvent.objects.get()
    assert (event.kind, event.data) == ("patient_registered", {"number_kind": "personnummer"})


def test_who_is_there_already_is_found_and_not_overwritten(by):
    first, _w, _c = register_patient(number=NUMBER, **NAMES, city="Ekby", **by)
    again, warnings, created = register_patient(number="19900602-2397", **NAMES, city="Annanstans", **by)
    assert (again.id, created, warnings) == (first.id, False, ())
    assert Patient.objects.get(id=first.id).city == "Ekby"
    assert AdminEvent.objects.count() == 1


def test_another_name_and_a_missing_protection_are_warned_of(by):
    register_patient(number=NUMBER, **NAMES, **by)
    _p, warnings, created = register_patient(
        number=NUMBER, given_name="Bo", family_name="Ek", confidential=True, **by
    )
    assert not created
    assert [str(warning)[:30] for warning in warnings] == [
        "Patienten var redan registrera",
        "Underlaget säger skyddade pers",
    ]
    assert not Patient.objects.get(number=NUMBER).protected


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("patient_number_check_digit", "199006022398"),
        ("patient_number_birth_date", "199013022397"),
        ("patient_number_format", "hejsan"),
        ("patient_number_format", ""),
        ("patient_number_format", "1" * 5000),
    ],
)
def test_numbers_that_cannot_be(by, code, number):
    refusal = refused(code, register_patient, number=number, **NAMES, **by)
    assert refusal.field == "number"
    assert not number or number not in refusal.message


def test_a_name_is_needed_and_bounded(by):
    given = {"number": NUMBER, **by}
    refused("missing", register_patient, given_name=" ", family_name="Ek", **given)
    refused("text_too_long", register_patient, given_name="Åsa", family_name="x" * 101, **given)
    refused("text_too_long", register_patient, **NAMES, street="x" * 1_000_000, **given)
    assert not Patient.objects.filter(number=NUMBER).exists()


def test_an_administrator_registers_no_patients(region, now):
    refused("not_allowed", register_patient, number=NUMBER, **NAMES, actor=region.administrator, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_give_one_patient(now):
    region = make_region(now=now)
    actors = [region.secretary, region.eye_secretary, region.referrer, region.skin_doctor]
    ends = race(
        [
            lambda actor=actor: register_patient(number=NUMBER, **NAMES, actor=actor, now=now)
            for actor in actors
        ]
    )
    assert len({patient.id for patient, _w, _c in ends}) == 1
    assert sorted(created for _p, _w, created in ends) == [False, False, False, True]
    assert Patient.objects.filter(number=NUMBER).count() == 1
    assert AdminEvent.objects.filter(kind="patient_registered").count() == 1


@pytest.fixture
def seen(region, now):
    """The region's patient, with a referral from the health centre to the eye clinic."""
    walks.sent(region, now=now)
    return Patient.objects.get(id=region.patient.id)


def details(patient, **changes):
    return PatientDetails(**{"given_name": patient.given_name, "family_name": patient.family_name, **changes})


def test_a_change_is_kept_found_and_named_in_the_event(region, now, seen):
    patient, _w = change_patient(
        patient_id=seen.id,
        version=1,
        details=details(seen, family_name="Östen", street="Nygatan 2", confidential=True),
        actor=region.eye_secretary,
        now=now,
    )
    patient.refresh_from_db()
    assert (patient.version, patient.family_name, patient.protected) == (2, "Östen", True)
    assert patient.search_family.startswith("z3")
    event = AdminEvent.objects.get(kind="patient_changed")
    assert event.data == {
        "changed": ["city", "confidential", "family_name", "phone", "postal_code", "street"]
    }


def test_a_stale_change_is_refused_and_told_who_came_first(region, now, seen):
    by = {"patient_id": seen.id, "version": 1, "actor": region.secretary, "now": now + timedelta(minutes=5)}
    change_patient(
        patient_id=seen.id,
        version=1,
        details=details(seen, phone="1"),
        actor=region.eye_secretary,
        now=now,
    )
    with pytest.raises(Stale) as caught:
        change_patient(details=details(seen, phone="2"), **by)
    assert caught.value.params["who"] == "Åsa Åberg"
    assert caught.value.params["when"] == now
    assert Patient.objects.get(id=seen.id).phone == "1"


def test_a_patient_of_others_does_not_exist(region, now, seen):
    change = {"version": 1, "details": details(seen), "now": now}
    with pytest.raises(NotFound) as of_others:
        change_patient(patient_id=seen.id, actor=region.skin_secretary, **change)
    with pytest.raises(NotFound) as of_nobody:
        change_patient(patient_id=new_id(now=now), actor=region.skin_secretary, **change)
    assert of_others.value == of_nobody.value


def test_a_reserve_number_is_replaced_but_never_by_somebody_elses(region, now, seen):
    by = {"patient_id": seen.id, "actor": region.secretary, "now": now}
    taken = region.other_patient.number
    refused("number_taken", change_patient, version=1, details=details(seen), number=taken, **by)
    free = next(number for number in PUBLISHED_NUMBERS if not Patient.objects.filter(number=number).exists())
    patient, _w = change_patient(version=1, details=details(seen), number=free, **by)
    patient.refresh_from_db()
    assert patient.number == free
    assert free not in str(list(AdminEvent.objects.values_list("data", flat=True)))


def test_an_administrator_changes_no_patients(region, now, seen):
    refused(
        "not_allowed",
        change_patient,
        patient_id=seen.id,
        version=1,
        details=details(seen),
        actor=region.administrator,
        now=now,
    )
