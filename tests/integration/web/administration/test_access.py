"""The access log is reviewed without a patient being shown, and whoever looks leaves an event (HSLF-FS 2016:40)."""

import csv
import io
from datetime import timedelta

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.audit.models import AccessLog, AdminEvent
from remissvakt.core.ids import new_id
from remissvakt.web.administration.access_words import ACTIONS
from remissvakt.web.administration.patient_reference import patient_reference

PATH = "/administration/atkomst/"


@pytest.fixture
def browser(as_, region):
    return as_(region.administrator)


@pytest.fixture
def referral(as_, region, now):
    """Read once each by Sara at the health centre and Åsa at the eye clinic."""
    made = walks.sent(region, now=now)
    for who in (region.secretary, region.eye_secretary):
        assert as_(who).get(f"/remiss/{made.id}/").status_code == 200
    return made


def last_event():
    return AdminEvent.objects.order_by("-sequence").first()


def test_reads_show_who_and_a_reference_alone(browser, referral, region):
    text = words_of(browser.get(PATH))
    assert "Sara Sjö" in text
    assert "Åsa Åberg" in text
    assert patient_reference(region.patient.id) in text
    assert referral.code in text
    assert "Tolvan" not in text


def test_looking_is_an_event(browser, referral, region):
    browser.get(f"{PATH}?person={region.secretary.person_id}")
    event = last_event()
    assert (event.kind, event.person_id) == ("access_log_read", region.administrator.person_id)
    assert event.subject_id == region.secretary.person_id
    assert event.data["shown"] == AccessLog.objects.filter(person_id=region.secretary.person_id).count()


@pytest.mark.parametrize(
    ("field", "value", "seen", "unseen"),
    [
        ("person", "secretary", "Sara Sjö", "Åsa Åberg"),
        ("enhet", "eye_clinic", "Åsa Åberg", "Sara Sjö"),
    ],
)
def test_by_person_and_by_unit(browser, referral, region, field, value, seen, unseen):
    one = getattr(region, value)
    body = browser.get(f"{PATH}?{field}={getattr(one, 'person_id', None) or one.id}").content.decode()
    table = body[body.index("<tbody>") :]
    assert seen in table
    assert unseen not in table


def test_period(browser, referral):
    assert "Ingen har läst något då." in words_of(browser.get(f"{PATH}?till=igår"))
    wrong = browser.get(f"{PATH}?fran=idag&till=igår")
    assert wrong.status_code == 422
    assert "Sista dagen ligger före den första." in words_of(wrong)
    assert browser.get(f"{PATH}?fran=31/2").status_code == 422


@pytest.mark.parametrize("typed", ["191212121212", "19121212-1212", " 19121212 1212 "])
def test_by_number_without_the_number_in_the_address(browser, referral, region, typed):
    response = browser.post(f"{PATH}patient/", {"number": typed})
    assert response.status_code == 302
    assert "1212" not in response["Location"].replace(str(region.patient.id), "")
    page = browser.get(response["Location"])
    assert patient_reference(region.patient.id) in words_of(page)
    assert "121212" not in page.content.decode()
    assert last_event().subject_id == region.patient.id


def test_unknown_and_unread_patients_answer_alike(browser, region):
    answers = [
        browser.post(f"{PATH}patient/", {"number": number}) for number in ("194408139089", "199006022397")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert all("Ingen läsning finns för det numret." in words_of(one) for one in answers)
    wrong = browser.post(f"{PATH}patient/", {"number": "191212121213"})
    assert wrong.status_code == 422
    assert browser.post(f"{PATH}patient/", {"number": ""}).status_code == 422


def test_sample_is_drawn(browser, referral):
    text = words_of(browser.get(f"{PATH}?stickprov=1"))
    assert "Stickprov" in text
    assert last_event().data["how"] == "sample"


def test_pages(browser, region, now):
    AccessLog.objects.bulk_create(
        AccessLog(
            id=new_id(now=now),
            at=now - timedelta(minutes=n),
            person_id=region.secretary.person_id,
            person_name="Sara Sjö",
            assignment_id=region.secretary.assignment_id,
            unit_id=region.health_centre.id,
            unit_name="Vårdcentralen Eken",
            provider_id=region.region.id,
            role="secretary",
            purpose="Vård och behandling",
            action="read_referral",
            patient_id=region.patient.id,
        )
        for n in range(120)
    )
    assert "Sida 2 av 3" in words_of(browser.get(f"{PATH}?sida=2"))
    assert "Sida 3 av 3" in words_of(browser.get(f"{PATH}?sida=4"))
    for odd in ("0", "-1", "x", "99999999"):
        assert browser.get(f"{PATH}?sida={odd}").status_code == 200


def test_file_has_the_reads_and_no_formula(browser, referral, region):
    AccessLog.objects.bulk_create([_copy(AccessLog.objects.first(), person_name="=HYPERLINK(1)")])
    response = browser.get(f"{PATH}fil/")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Tid", "Vem", "Roll", "Enhet", "Ändamål", "Vad", "Patient", "Remisskod"]
    assert len(rows) == AccessLog.objects.count() + 1
    assert {row[1] for row in rows[1:]} == {"Sara Sjö", "Åsa Åberg", "'=HYPERLINK(1)"}
    assert "Tolvan" not in response.content.decode()
    assert last_event().data["how"] == "file"


def _copy(row, **changed):
    values = {field.name: getattr(row, field.name) for field in AccessLog._meta.fields}
    return AccessLog(**{**values, "id": new_id(now=row.at), **changed})


def test_review_is_noted(browser, referral, region):
    response = browser.post(
        f"{PATH}granskad/?person={region.secretary.person_id}", {"remark": "Inget att anmärka."}
    )
    assert response.status_code == 302
    event = last_event()
    assert (event.kind, event.data["remark"]) == ("access_log_reviewed", "Inget att anmärka.")
    assert event.data["person_id"] == str(region.secretary.person_id)


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("", "Fyll i fältet."),
        ("Gäller 19121212-1212", "Skriv inga personnummer"),
        ("x" * 1001, "Texten är för lång"),
    ],
)
def test_review_refused(browser, remark, said):
    response = browser.post(f"{PATH}granskad/", {"remark": remark})
    assert response.status_code == 422
    assert said in words_of(response)
    assert not AdminEvent.objects.filter(kind="access_log_reviewed").exists()


def test_every_kind_of_read_has_words():
    """Kinds are given as words where patients' data is read; each of them stands in the table of words."""
    import re
    from pathlib import Path

    import remissvakt

    found = set()
    for path in Path(remissvakt.__file__).parent.rglob("*.py"):
        text = path.read_text()
        if "log_read" in text or "read_page(" in text:
            found |= set(re.findall(r'action="([a-z_]{3,})"', text))
    assert {"search", "read_patient"} <= found
    assert found <= set(ACTIONS)


# History


def test_history_tells_what_changed_and_that_the_chain_holds(browser, region):
    unit = region.skin_clinic
    from factories.browser import hidden_values

    path = f"/administration/enheter/{unit.id}/andra/"
    data = {"name": "Hudmottagningen", "channels": ["local"], "city": "Ekby"}
    browser.post(path, {**hidden_values(browser.get(path)), **data})
    text = words_of(browser.get("/administration/historik/"))
    assert "Kedjan är hel: alla 1 händelser" in text
    assert "namn: Hudkliniken → Hudmottagningen" in text
    assert "ort: tomt → Ekby" in text


def test_broken_chain_is_an_alarm(browser, region):
    from unguarded import unguarded

    browser.get(PATH)
    with unguarded("audit_adminevent"):
        AdminEvent.objects.update(person_name="Någon annan")
    text = words_of(browser.get("/administration/historik/"))
    assert "Kedjan är bruten" in text
    assert "har ändrats" in text


@pytest.mark.parametrize(
    "query",
    ["fran=31/2", "av=x", "handelse=nonsense", "enhet=00000000-0000-7000-8000-000000000000", "sida=x"],
)
def test_filters_that_cannot_be_read_do_not_break_the_page(browser, region, query):
    assert browser.get(f"/administration/historik/?{query}").status_code == 200
