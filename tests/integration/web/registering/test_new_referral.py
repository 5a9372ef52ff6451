"""/remiss/ny/: A.1, from the patient to a decided, dictated or sent referral."""

import pytest

from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.organisations.models import PriorityLevel
from remissvakt.referrals.models import Referral, ReferralVersion, WorkItem

pytestmark = pytest.mark.django_db
URL = "/remiss/ny/"


@pytest.fixture
def start(as_, region):
    """Choose the patient by number; return the client, the address of the form and what it holds from the start."""

    def choose(actor, number="19121212-1212"):
        client = as_(actor)
        chosen = client.post(URL, {"q": number})
        assert chosen.status_code == 302
        page = client.get(chosen["Location"])
        assert page.status_code == 200
        return client, chosen["Location"], {**hidden_values(page), "referrer": str(actor.person_id)}

    return choose


def level(unit, rank):
    return str(PriorityLevel.objects.get(unit=unit, rank=rank).id)


def test_patient_first(as_, region):
    page = as_(region.referrer).get(URL)
    assert page.status_code == 200
    assert "Vem gäller det?" in words_of(page)


def test_number_never_stands_in_an_address(as_, region):
    chosen = as_(region.referrer).post(URL, {"q": "191212121212"})
    assert chosen["Location"] == f"{URL}?patient={region.patient.id}"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("19121212-1213", "kontrollsiffran"),
        ("191212321212", "Numret"),
        ("19991332-1212", "Numret"),
        ("1912", "Numret känns inte igen"),
        ("", "Skriv vad du söker"),
        ("9" * 5000, "Numret känns inte igen"),
    ],
)
def test_wrong_numbers_are_said_beside_the_field(as_, region, typed, says):
    answer = as_(region.referrer).post(URL, {"q": typed})
    assert answer.status_code == 422
    assert says in words_of(answer)


def test_unknown_number_leads_to_registering_and_back(as_, region):
    client = as_(region.referrer)
    form = client.post(URL, {"q": "199006022397"})
    assert "Ny patient" in words_of(form)
    assert 'value="19900602-2397"' in form.content.decode()
    done = client.post(
        "/patient/ny/?till=remiss",
        {"number": "19900602-2397", "given_name": "Ny", "family_name": "Nysson"},
    )
    assert done.status_code == 302
    assert done["Location"].startswith(f"{URL}?patient=")
    assert "Nysson" in words_of(client.get(done["Location"]))


def test_name_finds_only_patients_with_a_referral_here(as_, region, now):
    from factories import walks

    client = as_(region.referrer)
    assert "Ingen patient här heter så" in words_of(client.post(URL, {"q": "Tolvansson"}))
    walks.STATES["sent"](region, now=now)
    answer = client.post(URL, {"q": "tolvan"})
    assert "Tolvansson" in words_of(answer)
    assert f"?patient={region.patient.id}" in answer.content.decode()


def test_identifier_alone_opens_nothing(as_, region):
    client = as_(region.referrer)
    assert client.get(f"{URL}?patient={region.patient.id}").status_code == 404
    assert client.get(f"{URL}?patient=x").status_code == 404
    assert AccessLog.objects.count() == 0


def test_choosing_a_patient_is_logged(start, region):
    start(region.referrer)
    row = AccessLog.objects.get()
    assert (row.patient_id, row.person_id, row.action) == (
        region.patient.id,
        region.referrer.person_id,
        "new_referral",
    )


def test_sign_and_send_in_one_act(start, region, now):
    client, url, data = start(region.referrer)
    data |= {"to_unit": str(region.eye_clinic.id), "priority": level(region.eye_clinic, 2)}
    done = client.post(url, data | {"question": "Glaukom?", "do": "send"})
    assert done.status_code == 302
    referral = Referral.objects.get()
    assert done["Location"] == f"/remiss/{referral.id}/"
    assert (referral.state, referral.priority_label, referral.to_unit_id) == (
        "sent",
        "Hög",
        region.eye_clinic.id,
    )
    assert referral.watch_on is not None


def test_decision_of_an_earlier_day_keeps_its_time(start, region):
    client, url, data = start(region.referrer)
    data |= {"to_unit": str(region.eye_clinic.id), "decided_on": "igår", "decided_time": "16.30"}
    client.post(url, data | {"question": "Glaukom?", "do": "send"})
    assert Referral.objects.get().decided_at.isoformat() == "2026-11-16T15:30:00+00:00"


def test_unit_by_its_whole_name(start, region):
    client, url, data = start(region.referrer)
    client.post(url, data | {"to_unit_text": "ögonkliniken", "do": "write"})
    assert Referral.objects.get().to_unit_id == region.eye_clinic.id


@pytest.mark.parametrize("typed", ["ö", "ögon", "sjukhuset i staden", "%", "0"])
def test_unit_that_is_not_named_in_full_must_be_chosen(start, region, typed):
    client, url, data = start(region.referrer)
    answer = client.post(url, data | {"to_unit_text": typed, "question": "Q?", "do": "send"})
    assert answer.status_code == 422
    assert "Välj en av enheterna i listan" in words_of(answer)
    assert Referral.objects.count() == 0


def test_write_leads_to_the_editor(start, region):
    client, url, data = start(region.referrer)
    done = client.post(url, data | {"question": "Prick?", "do": "write"})
    referral = Referral.objects.get()
    assert done["Location"] == f"/remiss/{referral.id}/text/"
    assert referral.state == "draft"
    assert ReferralVersion.objects.get().question == "Prick?"


def test_secretary_registers_a_dictation(start, region):
    client, url, data = start(region.secretary)
    data |= {"referrer": str(region.referrer.person_id), "dictation_place": "Diktat 4", "do": "dictate"}
    done = client.post(url, data)
    referral = Referral.objects.get()
    assert done["Location"] == f"/remiss/{referral.id}/"
    assert WorkItem.objects.get(node="transcribe").referral_id == referral.id
    assert referral.referrer_id == region.referrer.person_id


def test_dictation_must_be_found(start, region):
    client, url, data = start(region.secretary)
    answer = client.post(url, data | {"referrer": str(region.referrer.person_id), "do": "dictate"})
    assert answer.status_code == 422
    assert "Skriv var diktatet ligger" in words_of(answer)


def test_secretary_cannot_send(start, region):
    client, url, data = start(region.secretary)
    data |= {"to_unit": str(region.eye_clinic.id), "question": "Q?", "do": "send"}
    answer = client.post(url, data | {"referrer": str(region.referrer.person_id)})
    assert answer.status_code == 422
    assert "Bara den som själv har beslutat kan signera" in words_of(answer)
    assert Referral.objects.count() == 0


def test_absent_referrer_is_refused_with_a_proposal(start, region, now):
    from datetime import date

    from factories import make_absent

    make_absent(
        person_id=region.referrer.person_id, from_on=date(2026, 11, 16), to_on=date(2026, 11, 27), now=now
    )
    client, url, data = start(region.secretary)
    assert "Borta just nu" in client.get(url).content.decode()
    answer = client.post(url, data | {"referrer": str(region.referrer.person_id), "do": "write"})
    assert answer.status_code == 422
    assert "är frånvarande till och med fre 27 nov 2026" in words_of(answer)
    assert "Arvid Ask" in words_of(answer)
    assert Referral.objects.count() == 0


def test_same_form_twice_makes_one_referral_and_shows_it(start, region):
    client, url, data = start(region.referrer)
    data |= {"to_unit": str(region.eye_clinic.id), "question": "Glaukom?", "do": "send"}
    first = client.post(url, data)
    again = client.post(url, data)
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    answer = client.post(url, data | {"question": "Något annat"})
    referral = Referral.objects.get()
    assert answer.status_code == 409
    assert "med annat innehåll" in words_of(answer)
    assert client.post(url, data | {"question": "Något annat", "nyckel": ""}).status_code == 422
    assert "Redan registrerat" in words_of(answer)
    assert f"/remiss/{referral.id}/" in answer.content.decode()
    assert "Något annat" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"decided_on": "31/2"}, "finns inte"),
        ({"decided_on": "i framtiden"}, "Datumet"),
        ({"decided_on": "imorgon"}, "framtiden"),
        ({"decided_on": "1/1 2020"}, "mer än ett år"),
        ({"decided_time": "25:99"}, "Skriv klockslaget som 10:15."),
        ({"referral_id": "x"}, "Formuläret är trasigt"),
        ({"referrer": "x"}, "Personen arbetar inte"),
        ({"to_unit": "0197f000-0000-7000-8000-000000000000"}, "Välj en av enheterna"),
        ({"priority": "0197f000-0000-7000-8000-000000000000"}, "Mottagaren har en egen skala"),
        ({"question": ""}, "Frågeställningen saknas"),
        ({"question": "a" * 1_000_000}, "Texten är för lång"),
        ({"question": "\u202e\u2066"}, "Frågeställningen saknas"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(start, region, change, says):
    client, url, data = start(region.referrer)
    data |= {"to_unit": str(region.eye_clinic.id), "question": "Glaukom?", "do": "send"}
    answer = client.post(url, data | change)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Referral.objects.count() == 0


def test_emoji_and_directions_of_writing(start, region):
    client, url, data = start(region.referrer)
    data |= {"to_unit": str(region.eye_clinic.id), "do": "send"}
    assert client.post(url, data | {"question": "Ont 🤕 \u202eabc\u0000"}).status_code == 422
    assert client.post(url, data | {"question": "Ont 🤕 \u202eabc"}).status_code == 302
    assert ReferralVersion.objects.get().question == "Ont 🤕 abc"


def test_search_for_units_keeps_what_was_typed(start, region):
    client, url, data = start(region.referrer)
    page = client.post(url, data | {"to_unit_text": "hud", "question": "Halv mening", "do": "look"})
    assert page.status_code == 200
    assert "Hudkliniken" in words_of(page)
    assert "Ögonkliniken" not in words_of(page)
    assert "Halv mening" in page.content.decode()
    assert Referral.objects.count() == 0


def test_search_while_typing_reads_no_patient(start, region):
    client, url, data = start(region.referrer)
    read = AccessLog.objects.count()
    part = client.post(url, data | {"to_unit_text": "ögon", "do": "look"}, headers={"HX-Request": "true"})
    assert "Ögonkliniken" in words_of(part)
    assert "Hög" in words_of(part)
    assert "Tolvansson" not in words_of(part)
    assert AccessLog.objects.count() == read


def test_open_referrals_of_the_patient_are_shown(start, region, now):
    from factories import walks

    referral = walks.STATES["sent"](region, now=now)
    client, url, _data = start(region.referrer)
    page = client.get(url)
    assert "Patienten har redan öppna remisser härifrån" in words_of(page)
    assert referral.code in words_of(page)


def test_pool_says_for_which_unit_first(as_, region):
    client = as_(region.pool_secretary)
    page = client.get(URL)
    assert "För vilken gäller det?" in words_of(page)
    assert f"?enhet={region.health_centre.id}" in page.content.decode()
    assert client.get(f"{URL}?enhet={region.health_centre.id}").status_code == 200
    assert client.get(f"{URL}?enhet={region.skin_clinic.id}").status_code == 404


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_other_roles_are_told_to_change_assignment(as_, region, who):
    answer = as_(getattr(region, who)).get(URL)
    assert answer.status_code == 403
    assert "Byt uppdrag" in words_of(answer)


def test_protected_patient_is_marked_and_not_located(start, region):
    client, url, _data = start(region.referrer, number="200001252386")
    page = client.get(url)
    assert "Skyddad folkbokföring" in words_of(page)
    assert "Storgatan" not in words_of(page)


def test_more_than_the_limit_is_refused_whole(start, region):
    client, url, data = start(region.referrer)
    answer = client.post(url, data | {"question": "a" * 3_000_000, "do": "write"})
    assert answer.status_code == 413
    assert Referral.objects.count() == 0


def test_number_of_statements_does_not_grow(start, region, now):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from factories import walks

    client, url, _data = start(region.referrer)
    walks.STATES["sent"](region, now=now)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for _again in range(4):
        walks.STATES["sent"](region, now=now)
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before)
