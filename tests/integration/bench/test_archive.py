"""The archive that is made to be measured: what the actions can reach, and nothing else."""

import pytest
from django.db import connection

from factories import make_region
from remissvakt.assurance.checks import run_checks
from remissvakt.bench.archive import DONE, DONE_OPEN, ORDINARY, Size, build
from remissvakt.bench.histories import CLOSED, OPEN
from remissvakt.bench.patients import MOST, patient, reserve_number
from remissvakt.core.codes import code_of, parse_code
from remissvakt.core.identifiers import NumberKind, read_patient_number
from remissvakt.core.refusal import Refusal
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.referrals.models import Case, Event, Referral, WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = Size(referrals=1200, units=8, closed_days=1, open_days=1)


def test_an_archive_holds_what_was_ordered_and_every_invariant(now):
    told = []
    region = build(size=SMALL, now=now, tell=told.append)
    modelled = len(CLOSED) + len(OPEN)
    assert Referral.objects.count() == SMALL.referrals + modelled
    assert run_checks(now=now) == []
    connection.check_constraints()
    open_ones = WorkItem.objects.values("referral").distinct().count()
    assert open_ones == SMALL.referrals // 20 + len(OPEN)
    sent_by = {
        name: Referral.objects.filter(referrer_unit=region.places[number].unit)
        for name, number in (("done", DONE), ("ordinary", ORDINARY))
    }
    assert sent_by["done"].exclude(state="closed").count() == min(DONE_OPEN, SMALL.referrals // 20 // 20)
    assert sent_by["done"].filter(state="closed").count() == SMALL.referrals // 20
    assert sent_by["ordinary"].exclude(state="closed").count() == SMALL.referrals // 20 // 3
    assert not Case.objects.filter(unit__in=[region.places[DONE].unit, region.places[ORDINARY].unit]).exists()
    # Spread over all the others, and unevenly.
    sizes = [Referral.objects.filter(referrer_unit=place.unit).count() for place in region.places[2:]]
    assert min(sizes) > 0
    assert max(sizes) > 1.3 * min(sizes)
    assert Event.objects.count() > 4 * SMALL.referrals
    assert told


def test_a_database_in_use_is_left_alone(now):
    make_region(now=now)
    before = Referral.objects.count()
    with pytest.raises(Refusal, match="inte tom"):
        build(size=SMALL, now=now)
    assert Referral.objects.count() == before


def test_patients_have_numbers_of_nobody_and_keys_that_are_right():
    numbers = [0, 1, 999, 1000, 27_999, 28_000, 335_999, 336_000, MOST - 1]
    found = [read_patient_number(reserve_number(number)) for number in numbers]
    assert {one.kind for one in found} == {NumberKind.RESERVE_INERA}
    assert len({one.value for one in found}) == len(numbers)
    for number in range(300):
        one = patient(number)
        assert one.sort_name == swedish_key(f"{one.family_name} {one.given_name}")
        assert (one.search_family, one.search_given) == (
            search_key(one.family_name),
            search_key(one.given_name),
        )


def test_codes_in_order_are_codes():
    assert [code_of(number) for number in (0, 1)] == [parse_code("0000-0000"), parse_code(code_of(1))]
    assert len({code_of(number * 997) for number in range(1000)}) == 1000
