"""Which patients a unit knows by name: kept by the database whoever writes, also while somebody renames the patient."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from factories import PUBLISHED_NUMBERS, make_patient, make_region, walks
from racing import race
from remissvakt.assurance.checks import run_checks
from remissvakt.database.triggers import missing_triggers
from remissvakt.patients.actions.change_patient import change_patient
from remissvakt.patients.fields import PatientDetails
from remissvakt.patients.known import TRIGGERS, kept_known
from remissvakt.patients.models import KnownPatient, Patient
from remissvakt.patients.search import find_patients
from unguarded import schema_editor

FREE = [number for number in PUBLISHED_NUMBERS if number not in ("191212121212", "194408139089")]


def names(actor, text, **more):
    return [patient.name for patient in find_patients(text=text, actor=actor, **more)]


def rename(region, patient, family_name, now):
    patient.refresh_from_db()
    details = PatientDetails(given_name=patient.given_name, family_name=family_name)
    change_patient(
        patient_id=patient.id, version=patient.version, details=details, actor=region.secretary, now=now
    )


def test_a_patient_is_known_where_a_referral_has_been_and_once(region, now):
    assert names(region.skin_doctor, "tolvan") == []
    walks.forwarded(region, now=now)
    walks.forwarded(region, now=now)
    for who in (region.referrer, region.assessor, region.skin_doctor):
        assert names(who, "tolvan") == ["Tolvan Tolvansson"]
    assert KnownPatient.objects.count() == 3
    assert run_checks(now=now) == []


def test_whoever_is_renamed_is_found_by_the_new_name_alone(region, now):
    walks.sent(region, now=now)
    rename(region, region.patient, "Trettonsson", now)
    for who in (region.referrer, region.assessor):
        assert names(who, "trettonsson") == ["Tolvan Trettonsson"] and names(who, "tolvansson") == []
    assert run_checks(now=now) == []


def test_those_of_several_units_are_as_many_as_asked_for(region, now):
    """Each stands twice in what the two units know, and once in what is found."""
    for number, given in zip(FREE, ("Ada", "Bea", "Cea"), strict=False):
        patient = make_patient(given_name=given, family_name="Lik", number=number, now=now)
        walks.sent(region, now=now, patient_id=patient.id)
    both = SimpleNamespace(in_pool=False, unit_ids=frozenset({region.health_centre.id, region.eye_clinic.id}))
    assert names(both, "lik", limit=2) == ["Ada Lik", "Bea Lik"]
    assert names(both, "lik") == ["Ada Lik", "Bea Lik", "Cea Lik"]


def test_it_is_filled_from_the_referrals_that_are_there(region, now):
    """What a migration does to a database of a former release."""
    walks.forwarded(region, now=now)
    walks.sent(region, now=now, patient_id=region.other_patient.id)
    before = set(KnownPatient.objects.values_list("unit_id", "patient_id", "sort_name", "search_given"))
    assert len(before) == 5
    KnownPatient.objects.all().delete()
    assert {finding.invariant for finding in run_checks(now=now)} == {"found_by_name"}

    editor = schema_editor()
    making, filling = kept_known()
    making.reverse_code(None, editor)
    assert missing_triggers(TRIGGERS) == list(TRIGGERS)
    for operation in (making, filling, filling):
        operation.code(None, editor)
    assert missing_triggers(TRIGGERS) == []
    after = set(KnownPatient.objects.values_list("unit_id", "patient_id", "sort_name", "search_given"))
    assert after == before and run_checks(now=now) == []


@pytest.mark.django_db(transaction=True)
def test_renamed_while_another_unit_gets_the_referral(now):
    """The other unit knows the patient by the new name, though it got the referral before that was committed."""
    if connection.vendor == "sqlite":
        # One writer at a time: the two take turns in one order or the other.
        region = make_region(now=now)
        race([lambda: walks.sent(region, now=now), lambda: _renamed(region.patient)])
    else:
        region = make_region(now=now)
        changed, done = threading.Event(), threading.Event()

        def renaming():
            with transaction.atomic():
                _renamed(region.patient)
                changed.set()
                done.wait(timeout=1)  # the other waits for this, and so it ends by the clock

        def sending():
            assert changed.wait(timeout=20)
            walks.sent(region, now=now)
            done.set()

        assert [end for end in race([renaming, sending]) if isinstance(end, Exception)] == []
    assert set(KnownPatient.objects.values_list("search_family", flat=True)) == {"trettonsson"}
    assert run_checks(now=now) == []


def _renamed(patient):
    Patient.objects.filter(id=patient.id).update(
        family_name="Trettonsson", sort_name="trettonsson0tolvan", search_family="trettonsson"
    )


@pytest.mark.django_db(transaction=True)
def test_many_get_the_same_patient_at_once(now):
    region = make_region(now=now)
    ends = race([lambda: walks.forwarded(region, now=now)] * 4)
    assert [end for end in ends if isinstance(end, Exception)] == []
    assert KnownPatient.objects.count() == 3
    assert run_checks(now=now) == []
