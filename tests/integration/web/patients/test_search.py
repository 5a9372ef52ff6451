"""/sok/: number, name or code, posted; what one may not see looks like what does not exist."""

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.audit.models import AccessLog

pytestmark = pytest.mark.django_db
URL = "/sok/"


@pytest.fixture
def sent(region, now):
    return walks.STATES["sent"](region, now=now)


def test_empty_form(as_, region):
    page = as_(region.secretary).get(URL)
    assert page.status_code == 200
    assert "Inget hittades" not in words_of(page)
    assert AccessLog.objects.count() == 0


@pytest.mark.parametrize(
    "typed", ["191212121212", "19121212-1212", " 121212-1212 ", "121212+1212", "1912 1212 1212"]
)
def test_number_in_any_form_opens_the_patient(as_, region, sent, typed):
    found = as_(region.secretary).post(URL, {"q": typed})
    assert found["Location"] == f"/patient/{region.patient.id}/"


@pytest.mark.parametrize("typed", ["tolvan", "TOLVANSSON", "tolvansson t", "Tolvansson, Tolvan"])
def test_beginning_of_a_name(as_, region, sent, typed):
    assert as_(region.secretary).post(URL, {"q": typed})["Location"] == f"/patient/{region.patient.id}/"


def test_code_opens_the_referral(as_, region, sent):
    client = as_(region.secretary)
    for typed in (sent.code, sent.code.lower(), sent.code.replace("-", "")):
        assert client.post(URL, {"q": typed})["Location"] == f"/remiss/{sent.id}/"


@pytest.mark.parametrize(
    "typed", ["191212121212", "Tolvansson", "199006022397", "Ingenson", "%", "'; --", "🤕", "x" * 5000]
)
def test_nothing_found_looks_the_same(as_, region, sent, typed):
    answer = as_(region.skin_secretary).post(URL, {"q": typed})
    assert answer.status_code == 200
    assert "Inget hittades" in words_of(answer)
    assert AccessLog.objects.count() == 0


def test_code_of_others_looks_like_no_code(as_, region, sent):
    client = as_(region.skin_secretary)
    hidden = words_of(client.post(URL, {"q": sent.code}))
    missing = words_of(client.post(URL, {"q": "0000-0000"}))
    assert hidden == missing


def test_several_patients_each_with_their_referrals(as_, region, sent, now):
    from remissvakt.core.ids import new_id
    from remissvakt.patients.models import Patient
    from remissvakt.referrals.actions.send import refer

    other = region.other_patient
    Patient.objects.filter(id=other.id).update(search_family=region.patient.search_family)
    refer(
        referral_id=new_id(now=now),
        unit_id=region.health_centre.id,
        patient_id=other.id,
        to_unit_id=region.eye_clinic.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Prick?"},
        actor=region.referrer,
        now=now,
    )
    client = as_(region.secretary)
    found = client.post(URL, {"q": "tolvansson"})
    assert found["Location"] == "/sok/?senaste=1"
    page = client.get(found["Location"])
    words = words_of(page)
    assert "2 patienter" in words
    assert "Glaukom?" in words
    assert "Prick?" in words
    rows = AccessLog.objects.filter(action="search")
    assert {row.patient_id for row in rows} == {region.patient.id, other.id}
    # Another unit that opens the same address sees nothing of it.
    assert "Tolvansson" not in words_of(as_(region.skin_secretary).get(found["Location"]))


def test_empty_question(as_, region):
    answer = as_(region.secretary).post(URL, {"q": "  "})
    assert answer.status_code == 422
    assert "Skriv vad du söker" in words_of(answer)


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_other_roles(as_, region, who):
    assert as_(getattr(region, who)).get(URL).status_code == 403
    assert as_(getattr(region, who)).post(URL, {"q": "191212121212"}).status_code == 403
