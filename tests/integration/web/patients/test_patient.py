"""/patient/: one patient, with what one's own units are part of; protected details only when asked for."""

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions.send import refer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(region, now):
    return walks.STATES["sent"](region, now=now)


@pytest.fixture
def protected(region, now):
    """The protected patient, with a referral from the health centre."""
    refer(
        referral_id=new_id(now=now),
        unit_id=region.health_centre.id,
        patient_id=region.protected_patient.id,
        to_unit_id=region.eye_clinic.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Prick?"},
        actor=region.referrer,
        now=now,
    )
    return region.protected_patient


def form_of(patient, **change):
    return {
        "number": patient.number,
        "given_name": patient.given_name,
        "family_name": patient.family_name,
        "street": patient.street,
        "postal_code": patient.postal_code,
        "city": patient.city,
        "phone": patient.phone,
        "version": patient.version,
    } | change


def test_page(as_, region, sent):
    page = as_(region.secretary).get(f"/patient/{region.patient.id}/")
    words = words_of(page)
    for part in (
        "19121212-1212",
        "113 år",
        "Storgatan 1",
        sent.code,
        "Glaukom?",
        "Bekräftelse ska ha kommit",
    ):
        assert part in words
    assert AccessLog.objects.filter(action="read_patient", patient_id=region.patient.id).count() == 1


def test_each_side_sees_its_own(as_, region, now):
    referral = walks.STATES["confirmed"](region, now=now)
    at_receiver = words_of(as_(region.eye_secretary).get(f"/patient/{region.patient.id}/"))
    assert referral.code in at_receiver
    assert "Pågår" in at_receiver


def test_only_own_units_referrals(as_, region, sent, now):
    hidden = refer(
        referral_id=new_id(now=now),
        unit_id=region.skin_clinic.id,
        patient_id=region.patient.id,
        to_unit_id=region.company_clinic.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Hemligt?"},
        actor=region.skin_doctor,
        now=now,
    )
    words = words_of(as_(region.secretary).get(f"/patient/{region.patient.id}/"))
    assert hidden.code not in words
    assert "Hemligt?" not in words


def test_without_a_referral_it_looks_like_nobody(as_, region, sent):
    client = as_(region.skin_secretary)
    for path in ("", "andra/"):
        hidden = client.get(f"/patient/{region.patient.id}/{path}")
        missing = client.get(f"/patient/{new_id_of_nobody()}/{path}")
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert client.post(f"/patient/{region.patient.id}/").status_code == 404
    assert AccessLog.objects.count() == 0


def new_id_of_nobody():
    return "0197f000-0000-7000-8000-000000000000"


def test_protected_details_come_only_when_asked_for(as_, region, protected):
    client = as_(region.secretary)
    page = client.get(f"/patient/{protected.id}/")
    assert "Skyddad folkbokföring" in words_of(page)
    assert "Storgatan" not in page.content.decode()
    assert "070-174" not in page.content.decode()
    assert not AccessLog.objects.filter(action="reveal_protected").exists()
    shown = client.post(f"/patient/{protected.id}/")
    assert "Storgatan 1" in words_of(shown)
    assert AccessLog.objects.filter(action="reveal_protected", patient_id=protected.id).count() == 1


def test_change_form_of_a_protected_patient_asks_first(as_, region, protected):
    client = as_(region.secretary)
    page = client.get(f"/patient/{protected.id}/andra/")
    assert "Storgatan" not in page.content.decode()
    shown = client.post(f"/patient/{protected.id}/andra/", {"do": "show"})
    assert "Storgatan 1" in shown.content.decode()
    assert AccessLog.objects.filter(action="reveal_protected").count() == 1


def test_change(as_, region, sent):
    client = as_(region.secretary)
    url = f"/patient/{region.patient.id}/andra/"
    data = form_of(region.patient, interpreter_language="arabiska", confidential="on")
    assert client.post(url, data | hidden_values(client.get(url))).status_code == 302
    row = Patient.objects.get(id=region.patient.id)
    assert (row.interpreter_language, row.confidential, row.street) == ("arabiska", True, "Storgatan 1")
    words = words_of(client.get(f"/patient/{row.id}/"))
    assert "Sekretessmarkering" in words
    assert "tolkbehovet, sekretessmarkeringen" in words or "sekretessmarkeringen, tolkbehovet" in words


def test_stale_change_keeps_what_was_typed_and_says_who(as_, region, sent):
    first, second = as_(region.secretary), as_(region.referrer)
    url = f"/patient/{region.patient.id}/andra/"
    first.post(url, form_of(region.patient, city="Ekö"))
    answer = second.post(url, form_of(region.patient, city="Ekvik"))
    assert answer.status_code == 409
    assert "Sara Sjö hann före" in words_of(answer)
    assert 'value="Ekvik"' in answer.content.decode()
    assert hidden_values(answer)["version"] == "2"
    assert Patient.objects.get(id=region.patient.id).city == "Ekö"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "19121212-1213"}, "kontrollsiffran"),
        ({"number": "19440813-9089"}, "En annan patient har redan det numret"),
        ({"given_name": "\u202e"}, "för- och efternamn behövs"),
        ({"family_name": ""}, "Skriv efternamnet"),
        ({"street": "s" * 1_000_000}, "Texten är för lång"),
        ({"version": "x"}, "heltal"),
    ],
)
def test_bad_change_is_said_and_nothing_is_done(as_, region, sent, change, says):
    answer = as_(region.secretary).post(
        f"/patient/{region.patient.id}/andra/", form_of(region.patient, **change)
    )
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Patient.objects.get(id=region.patient.id).version == 1


@pytest.mark.parametrize("who", ["administrator"])
def test_other_roles(as_, region, sent, who):
    assert as_(getattr(region, who)).get(f"/patient/{region.patient.id}/").status_code == 403


def test_number_of_statements_is_constant(as_, region, sent, now, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(region.secretary)
    url = f"/patient/{region.patient.id}/"
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for _again in range(3):
        walks.STATES["sent"](region, now=now)
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before)
