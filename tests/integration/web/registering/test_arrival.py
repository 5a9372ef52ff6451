"""/ankomst/: B.1, a referral on paper or by phone, and the patient's own request."""

from datetime import date

import pytest

from factories.browser import hidden_values, words_of
from remissvakt.documents.models import Document
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import Case, Referral, WorkItem

pytestmark = pytest.mark.django_db
URL = "/ankomst/"


@pytest.fixture
def start(as_, region):
    """Choose the patient by number; return the client, the address of the form and what it holds from the start."""

    def choose(actor, more=""):
        client = as_(actor)
        chosen = client.post(f"{URL}?x=1{more}", {"q": "19121212-1212"})
        page = client.get(chosen["Location"])
        assert page.status_code == 200
        typed = {"arrived_on": "igår", "question": "Knöl?", "from_unit": str(region.outside_unit.id)}
        return client, chosen["Location"], {**hidden_values(page), **typed, "do": "register"}

    return choose


def test_paper_referral_from_outside(start, region):
    client, url, data = start(region.secretary)
    data |= {"referrer_name": "Dr Yttre", "decided_on": "3/11", "assessor": str(region.referrer.person_id)}
    done = client.post(url, data)
    assert done.status_code == 302
    case, referral = Case.objects.get(), Referral.objects.get()
    assert done["Location"] == f"/remiss/{referral.id}/"
    assert (case.arrived_on, case.unit_id, case.state) == (
        date(2026, 11, 16),
        region.health_centre.id,
        "received",
    )
    assert case.assessor_id == region.referrer.person_id
    assert referral.decided_at.date() == date(2026, 11, 2)  # midnight in Stockholm is 23:00 UTC
    assert (referral.referrer_unit_id, referral.referrer_name) == (region.outside_unit.id, "Dr Yttre")


def test_without_assessor_it_is_work_for_nobody_yet(start, region):
    client, url, data = start(region.secretary)
    client.post(url, data)
    assert WorkItem.objects.filter(node="inbox", person=None, wants_person=True).count() == 1


def test_own_request_has_no_sender(start, region):
    client, url, data = start(region.secretary, "&slag=egen")
    page = client.get(url)
    assert "Avsändare" not in words_of(page)
    del data["from_unit"]
    assert client.post(url, data).status_code == 302
    referral = Referral.objects.get()
    assert (referral.source, referral.referrer_unit_id) == ("own_request", None)


def test_new_external_unit_in_the_same_flow(start, region):
    client, url, data = start(region.secretary)
    del data["from_unit"]
    data |= {"new_name": "Vårdcentralen Nära", "new_city": "Näs", "new_channels": ["paper"]}
    assert client.post(url, data).status_code == 302
    unit = Unit.objects.get(name="Vårdcentralen Nära")
    assert (unit.local, unit.city, unit.channels) == (False, "Näs", ["paper"])
    assert Referral.objects.get().referrer_unit_id == unit.id


def test_new_unit_is_kept_chosen_when_the_rest_is_wrong(start, region):
    client, url, data = start(region.secretary)
    del data["from_unit"]
    data |= {"new_name": "Vårdcentralen Nära", "assessor": str(region.referrer.person_id)}
    answer = client.post(url, data | {"arrived_on": "imorgon"})
    assert answer.status_code == 422
    assert "Datumet har inte varit än" in words_of(answer)
    unit = Unit.objects.get(name="Vårdcentralen Nära")
    assert f'value="{unit.id}" checked' in answer.content.decode()
    assert Referral.objects.count() == 0


def test_new_unit_and_double_click(start, region):
    client, url, data = start(region.secretary)
    del data["from_unit"]
    data |= {"new_name": "Vårdcentralen Nära"}
    first, again = client.post(url, data), client.post(url, data)
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    answer = client.post(url, data | {"nyckel": ""})
    assert answer.status_code == 422
    assert "Redan registrerat" in words_of(answer)
    assert Unit.objects.filter(name="Vårdcentralen Nära").count() == 1
    assert Referral.objects.count() == 1


def test_doctor_cannot_add_a_unit(start, region):
    client, url, data = start(region.referrer)
    assert "Be en läkarsekreterare" in words_of(client.get(url))
    del data["from_unit"]
    answer = client.post(url, data | {"new_name": "Påhittad"})
    assert answer.status_code == 422
    assert not Unit.objects.filter(name="Påhittad").exists()


def test_absent_assessor_is_refused_with_a_proposal(start, region, now):
    from factories import make_absent

    make_absent(person_id=region.referrer.person_id, from_on=date(2026, 11, 16), to_on=None, now=now)
    client, url, data = start(region.secretary)
    answer = client.post(url, data | {"assessor": str(region.referrer.person_id)})
    assert answer.status_code == 422
    words = words_of(answer)
    assert "Anna Almgren är frånvarande tills vidare" in words
    assert "Arvid Ask" in words.partition("frånvarande tills vidare")[2][:100]
    assert Referral.objects.count() == 0


def test_assessor_of_another_unit_is_refused(start, region):
    client, url, data = start(region.secretary)
    answer = client.post(url, data | {"assessor": str(region.assessor.person_id)})
    assert "Personen kan inte bedöma" in words_of(answer)


def test_possible_duplicate_is_warned_of(start, region):
    client, url, data = start(region.secretary)
    assert "en gång till" not in words_of(client.get(url))
    client.post(url, data)
    page = client.get(url)
    assert "Är det samma remiss som har kommit en gång till?" in words_of(page)
    assert Referral.objects.get().code in words_of(page)


def test_from_a_registered_paper(start, region, now):
    from factories import walks
    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.papers import register_paper

    assert walks
    document = register_paper(
        document_id=new_id(now=now),
        unit_id=region.health_centre.id,
        arrived_on=date(2026, 11, 13),
        sender="Kustsjukhuset",
        description="Remiss",
        actor=region.secretary,
        now=now,
    )
    client, url, data = start(region.secretary, f"&papper={document.id}")
    page = client.get(url)
    assert "fre 13 nov 2026" in page.content.decode()
    assert f'value="{region.other_outside_unit.id}" checked' in page.content.decode()
    assert client.post(url, data).status_code == 302
    document = Document.objects.get()
    assert document.referral_id == Referral.objects.get().id
    assert WorkItem.objects.filter(node="unlinked").count() == 0


def test_paper_of_another_unit_does_not_exist(start, region, now, as_):
    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.papers import register_paper

    document = register_paper(
        document_id=new_id(now=now),
        unit_id=region.eye_clinic.id,
        arrived_on=date(2026, 11, 13),
        sender="Kustsjukhuset",
        description="Remiss",
        actor=region.eye_secretary,
        now=now,
    )
    client, url, _data = start(region.secretary)
    assert client.get(f"{url}&papper={document.id}").status_code == 404
    assert client.get(f"{url}&papper=x").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"arrived_on": ""}, "Skriv ett datum"),
        ({"arrived_on": "29/2 2026"}, "finns inte"),
        ({"arrived_on": "1/1 2010"}, "tio år"),
        ({"arrived_on": "imorgon"}, "Datumet har inte varit än"),
        ({"decided_on": "idag"}, "Beslutet kan inte vara fattat efter ankomsten"),
        ({"from_unit": ""}, "Välj vilken enhet remissen kommer från"),
        ({"from_unit": "x' OR 1=1"}, "Välj vilken enhet remissen kommer från"),
        ({"question": "  "}, "Frågeställningen saknas"),
        ({"question": "å" * 1_000_000}, "Texten är för lång"),
        ({"referrer_name": "n" * 300}, "Texten är för lång"),
        ({"referral_id": ""}, "Formuläret är trasigt"),
        ({"priority": "akutast"}, "Välj en prioritet"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(start, region, change, says):
    client, url, data = start(region.secretary)
    answer = client.post(url, data | change)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Referral.objects.count() == 0
