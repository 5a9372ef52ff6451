"""Patients are found by number and name, Å Ä Ö right, among those whom one may see."""

import pytest

from factories import PUBLISHED_NUMBERS, make_patient, walks
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.patients.models import Patient
from remissvakt.patients.search import find_patients, patient_by_number
from remissvakt.referrals.models import Participant

NAMES = [
    ("Bo", "Åker"),
    ("Bo", "Aker"),
    ("Anna Karin", "von Essen"),
    ("Åsa", "Berg"),
    ("Asa", "Bergman"),
    ("Berg", "Ärlig"),
    ("René", "Öst"),
    ("Ove", "Zorn"),
]


@pytest.fixture
def patients(region, now):
    """Eight patients of the health centre and the eye clinic, by name."""
    free = [number for number in PUBLISHED_NUMBERS if not Patient.objects.filter(number=number).exists()]
    referral = walks.sent(region, now=now)
    units = list(Participant.objects.filter(referral=referral).values_list("unit_id", flat=True))
    made = {}
    for (given, family), number in zip(NAMES, free, strict=False):
        patient = make_patient(given_name=given, family_name=family, number=number, now=now)
        walks.sent(region, now=now, patient_id=patient.id)
        made[patient.name] = patient
    assert len(made) == len(NAMES)
    assert region.health_centre.id in units
    return made


@pytest.fixture
def found(region, patients):
    def search(text, actor=region.secretary, **more):
        return [patient.name for patient in find_patients(text=text, actor=actor, **more)]

    return search


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("åker", ["Bo Åker"]),
        ("aker", ["Bo Aker"]),
        ("ÅKER bo", ["Bo Åker"]),
        ("bo åk", ["Bo Åker"]),
        ("Åker, Bo", ["Bo Åker"]),
        ("Aker,", ["Bo Aker"]),
        (", Bo", ["Bo Aker", "Bo Åker"]),
        ("Bo", ["Bo Aker", "Bo Åker"]),
        ("berg", ["Åsa Berg", "Asa Bergman", "Berg Ärlig"]),
        ("berg å", ["Åsa Berg"]),
        ("berg a", ["Asa Bergman"]),
        ("anna karin von", ["Anna Karin von Essen"]),
        ("von essen anna", ["Anna Karin von Essen"]),
        ("von essen", ["Anna Karin von Essen"]),
        ("essen", []),
        ("rene ö", ["René Öst"]),
        ("z", ["Ove Zorn"]),
        ("ö", ["René Öst"]),
        ("%", []),
        ("_", []),
        ("", []),
        ("' OR 1=1 --", []),
        ("😀", []),
        ("x" * 5000, []),
        (",", []),
    ],
)
def test_by_name(found, text, names):
    assert found(text) == names


def test_the_order_is_swedish(found):
    assert found("a") + found("å") + found("ö") == [
        "Bo Aker",
        "Asa Bergman",
        "Anna Karin von Essen",
        "Åsa Berg",
        "Bo Åker",
        "René Öst",
    ]


@pytest.mark.parametrize(
    "text", ["191212121212", "19121212-1212", "121212-1212", "1212121212", " 19121212 1212"]
)
def test_by_number(found, text):
    assert found(text) == ["Tolvan Tolvansson"]


def test_half_a_number_finds_nobody(found):
    assert found("19121212") == []


@pytest.mark.parametrize("text", ["tolvan", "191212121212"])
def test_only_among_those_whom_the_unit_may_see(region, found, text):
    assert found(text, actor=region.eye_secretary) == ["Tolvan Tolvansson"]
    assert found(text, actor=region.skin_doctor) == []


def test_a_patient_with_many_referrals_is_found_once(region, now, found):
    walks.sent(region, now=now)
    assert found("tolvan") == ["Tolvan Tolvansson"]


def test_it_is_one_statement_and_no_more_than_asked_for(found, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found("berg", limit=2) == ["Åsa Berg", "Asa Bergman"]


def test_for_registering_a_number_is_found_whoever_knows_it(region, now):
    today = local_date(now)
    assert patient_by_number(number="440813-9089", today=today) == region.other_patient
    assert patient_by_number(number="199006022397", today=today) is None
    with pytest.raises(Refusal):
        patient_by_number(number="199006022398", today=today)
