"""Where a protected patient lives is shown only to somebody who asks for it, and that is logged."""

import pytest

from factories import walks
from remissvakt.audit.models import AccessLog
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.patients.display import shown_address
from remissvakt.patients.models import Patient
from remissvakt.patients.reveal import reveal_address


@pytest.fixture
def protected(region, now):
    walks.sent(region, now=now)
    Patient.objects.filter(id=region.patient.id).update(confidential=True)
    return Patient.objects.get(id=region.patient.id)


def test_an_ordinary_address_is_shown(region):
    address = shown_address(region.patient)
    assert (address.street, address.phone, address.hidden) == ("Storgatan 1", "070-174 06 05", False)


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_a_protected_one_is_hidden_whole(region, marking):
    setattr(region.patient, marking, True)
    address = shown_address(region.patient)
    assert (address.street, address.postal_code, address.city, address.phone) == ("", "", "", "")
    assert address.hidden


def test_asked_for_it_comes_and_leaves_a_row(region, now, protected):
    address = reveal_address(patient_id=protected.id, actor=region.eye_secretary, now=now)
    assert (address.street, address.city, address.hidden) == ("Storgatan 1", "Ekby", False)
    row = AccessLog.objects.get(action="reveal_protected")
    assert (row.patient_id, row.person_id) == (protected.id, region.eye_secretary.person_id)


def test_others_learn_nothing(region, now, protected):
    with pytest.raises(NotFound):
        reveal_address(patient_id=protected.id, actor=region.skin_secretary, now=now)
    with pytest.raises(Refusal) as caught:
        reveal_address(patient_id=protected.id, actor=region.administrator, now=now)
    assert caught.value.code == "not_allowed"
    assert not AccessLog.objects.filter(action="reveal_protected").exists()
