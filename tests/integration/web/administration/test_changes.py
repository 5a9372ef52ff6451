"""What the administrator changes: each way that works, and each that is refused with the reason beside its field."""

from datetime import date, timedelta

import pytest
from django.test import Client

from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AdminEvent
from remissvakt.organisations.models import (
    Account,
    Assignment,
    CareProvider,
    ForwardingTarget,
    Person,
    PoolService,
    Unit,
)

A = "/administration/"


@pytest.fixture
def browser(as_, region):
    return as_(region.administrator)


def send(browser, path, data):
    """Open the page, and post its hidden fields with the data."""
    return browser.post(path, {**hidden_values(browser.get(path)), **data})


def twice(browser, path, data):
    """Post the same form two times, as a double click does; return both answers."""
    sent = {**hidden_values(browser.get(path)), **data}
    return browser.post(path, sent), browser.post(path, sent)


# Care providers and units


def test_provider_is_added_once_and_changed(browser):
    first, second = twice(
        browser, f"{A}vardgivare/ny/", {"name": "Sjukhuset AB", "hsa_id": "se2321000016-1abc"}
    )
    assert (first.status_code, second.status_code) == (302, 302)
    row = CareProvider.objects.get(name="Sjukhuset AB")
    assert row.hsa_id == "SE2321000016-1ABC"
    assert send(browser, f"{A}vardgivare/{row.id}/", {"name": "Sjukhus AB", "hsa_id": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.hsa_id) == ("Sjukhus AB", "")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "Namn: Fyll i fältet."),
        ({"name": "Nordöga AB"}, "Det finns redan en vårdgivare med det namnet."),
        ({"name": "Ny", "hsa_id": "fel"}, "HSA-id: HSA-id skrivs som"),
        ({"name": "x" * 201}, "Texten är för lång"),
    ],
)
def test_provider_refused(browser, data, said):
    response = send(browser, f"{A}vardgivare/ny/", data)
    assert response.status_code == 422
    assert said in words_of(response)


def test_late_provider_names_who_was_first(browser, as_, region):
    path = f"{A}vardgivare/{region.company.id}/"
    seen = hidden_values(browser.get(path))
    assert send(as_(region.administrator), path, {"name": "Nordöga Ett", "hsa_id": ""}).status_code == 302
    response = browser.post(path, {**seen, "name": "Nordöga Två", "hsa_id": ""})
    assert response.status_code == 409
    assert "Adam Adelsson hann före: Vårdgivare ändrad" in words_of(response)
    assert "Nordöga Två" in response.content.decode()


UNIT = {"what": "care", "name": "Vårdcentralen Linden", "channels": ["local", "paper"], "city": "Ekby"}


def test_unit_is_added_once(browser, region):
    first, second = twice(browser, f"{A}enheter/ny/", {**UNIT, "provider": region.region.id})
    row = Unit.objects.get(name="Vårdcentralen Linden")
    assert first["Location"] == second["Location"] == f"{A}enheter/{row.id}/"
    assert (row.local, row.kind, row.routine.send_workdays, row.priorities.count()) == (True, "care", 3, 4)


def test_unit_outside_with_its_provider_in_one_form(browser):
    data = {**UNIT, "what": "external", "name": "Kliniken", "provider": "ny", "provider_name": "Helt ny AB"}
    assert send(browser, f"{A}enheter/ny/", data).status_code == 302
    row = Unit.objects.get(name="Kliniken")
    assert (row.local, row.provider.name, row.channels) == (False, "Helt ny AB", ["paper"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"provider": ""}, "Vårdgivare: Välj i listan."),
        ({"provider": "ny"}, "Skriv den nya vårdgivarens namn."),
        ({"provider_name": "Helt ny AB"}, "Välj ”En ny vårdgivare” i listan, eller töm fältet."),
        ({"name": "Ögonkliniken"}, "Vårdgivaren har redan en enhet med det namnet."),
        ({"what": ""}, "Vad är det?: Välj i listan."),
        ({"channels": []}, "Välj på vilka sätt enheten kan ta emot remisser."),
        ({"channels": ["fax"]}, "Välj bland sätten i listan."),
        ({"provider": "00000000-0000-7000-8000-000000000000"}, "Vårdgivare: Välj i listan."),
        ({"new_id": ""}, "required"),
    ],
)
def test_unit_refused(browser, region, data, said):
    response = send(browser, f"{A}enheter/ny/", {**UNIT, "provider": region.region.id, **data})
    assert response.status_code == 422
    assert said in words_of(response) or said == "required"
    assert not Unit.objects.filter(name="Vårdcentralen Linden").exists()


def test_unusual_hsa_id_is_kept_with_a_warning(browser, region):
    data = {"name": "Hudkliniken", "channels": ["local"], "hsa_id": "NORRSUND-77"}
    response = browser.post(
        f"{A}enheter/{region.skin_clinic.id}/andra/",
        {**hidden_values(browser.get(f"{A}enheter/{region.skin_clinic.id}/andra/")), **data},
        follow=True,
    )
    assert "Ovanligt HSA-id" in words_of(response)
    assert Unit.objects.get(id=region.skin_clinic.id).hsa_id == "NORRSUND-77"


def test_unit_is_closed_when_nothing_is_open_and_opened_again(browser, region, now):
    from factories import walks

    path = f"{A}enheter/{region.skin_clinic.id}/stang/"
    assert browser.post(path).status_code == 302
    assert not Unit.objects.get(id=region.skin_clinic.id).active
    assert browser.post(path, {"do": "open"}).status_code == 302
    assert Unit.objects.get(id=region.skin_clinic.id).active
    walks.sent(region, now=now)
    response = browser.post(f"{A}enheter/{region.eye_clinic.id}/stang/")
    assert response.status_code == 409
    assert "öppna uppgifter" in words_of(response)
    assert Unit.objects.get(id=region.eye_clinic.id).active


def test_pool_serves_a_unit_and_stops(browser, region):
    path = f"{A}enheter/{region.pool.id}/arbetar-at/"
    nodes = ["complete", "transcribe"]
    first, second = twice(browser, path, {"unit": region.skin_clinic.id, "from_on": "idag", "nodes": nodes})
    assert (first.status_code, second.status_code) == (302, 302)
    row = PoolService.objects.get(pool=region.pool, unit=region.skin_clinic)
    assert row.nodes == ["transcribe", "complete"]
    shown = words_of(browser.get(f"{A}enheter/{region.pool.id}/"))
    assert "Hudkliniken : Att skriva ut, Att färdigställa" in shown
    response = send(browser, path, {"unit": region.skin_clinic.id, "from_on": "idag", "nodes": []})
    assert response.status_code == 422
    assert "Välj minst en lista" in words_of(response)
    response = send(browser, path, {"unit": region.skin_clinic.id, "from_on": "imorgon", "nodes": nodes})
    assert response.status_code == 422
    assert "Poolen arbetar redan åt Hudkliniken" in words_of(response)
    end = f"{A}arbetar-at/{row.id}/avsluta/"
    assert browser.post(end).status_code == 302
    assert browser.post(end).status_code == 409


def test_care_unit_serves_nobody(browser, region):
    assert browser.get(f"{A}enheter/{region.skin_clinic.id}/arbetar-at/").status_code == 404


# People, logins, assignments


def employee(region, **changed):
    return {
        "given_name": "Åsa",
        "family_name": "Öst-Berg",
        "unit": region.health_centre.id,
        "role": "secretary",
        "from_on": "idag",
        **changed,
    }


def test_employee_gets_all_to_begin_and_must_change_the_password(browser, region):
    first, second = twice(browser, f"{A}personer/ny/", employee(region))
    account = Account.objects.get(person__family_name="Öst-Berg")
    assert account.username == "asa.ost.berg"
    assert account.must_change_password
    password = next(word for word in words_of(first).split() if account.check_password(word))
    assert password not in words_of(second)
    assert "lösenordet har visats" in words_of(second)
    assert Assignment.objects.get(person=account.person).purpose == "Vård och behandling"
    assert password not in str(list(AdminEvent.objects.values_list("data", flat=True)))
    newcomer = Client(headers={"Sec-Fetch-Mode": "navigate"})
    newcomer.post("/logga-in", {"username": account.username, "password": password})
    assert newcomer.get("/enhet/")["Location"].startswith("/losenord")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"given_name": ""}, "Förnamn: Fyll i fältet."),
        ({"role": "king"}, "Roll: Välj i listan."),
        ({"unit": ""}, "Enhet: Välj i listan."),
        ({"from_on": "31 februari"}, "Arbetar från och med:"),
        ({"to_on": "1 jan 2020"}, "Sista dagen ligger före den första."),
        ({"username": "19121212-1212"}, "Användarnamnet ska ha"),
        ({"username": "x"}, "Användarnamnet ska ha"),
        ({"hsa_id": "fel"}, "HSA-id skrivs som"),
    ],
)
def test_employee_refused_leaves_nothing_half_done(browser, region, data, said):
    response = send(browser, f"{A}personer/ny/", employee(region, **data))
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Person.objects.filter(family_name="Öst-Berg").exists()
    assert not AdminEvent.objects.filter(kind="person_created").exists()


def test_same_name_gets_another_user_name(browser, region):
    send(browser, f"{A}personer/ny/", employee(region))
    send(browser, f"{A}personer/ny/", employee(region))
    names = Account.objects.filter(person__family_name="Öst-Berg").values_list("username", flat=True)
    assert sorted(names) == ["asa.ost.berg", "asa.ost.berg2"]
    taken = send(browser, f"{A}personer/ny/", employee(region, username="asa.ost.berg"))
    assert "Användarnamnet är upptaget." in words_of(taken)


def test_person_is_changed_unless_somebody_was_first(browser, as_, region):
    path = f"{A}personer/{region.referrer.person_id}/andra/"
    seen = hidden_values(browser.get(path))
    names = {"given_name": "Anna", "family_name": "Ask", "title": "Läkare", "hsa_id": ""}
    assert send(browser, path, names).status_code == 302
    assert Person.objects.get(id=region.referrer.person_id).name == "Anna Ask"
    assert browser.post(path, {**seen, **names, "family_name": "Ek"}).status_code == 409
    assert Person.objects.get(id=region.referrer.person_id).name == "Anna Ask"


def test_account_and_new_password(browser, region):
    person = region.referrer.person_id
    path = f"{A}personer/{person}/inloggning/"
    weak = browser.post(path, {"username": "anna", "password": "kort"})
    assert weak.status_code == 422
    made = browser.post(path, {"username": "Anna.Almgren", "password": ""})
    account = Account.objects.get(person_id=person)
    first = next(word for word in words_of(made).split() if account.check_password(word))
    again = browser.post(path, {"username": "annan", "password": ""})
    assert again.status_code == 422
    assert "har redan en inloggning" in words_of(again)
    reset = browser.post(f"{A}personer/{person}/losenord/", {"password": ""})
    account.refresh_from_db()
    assert not account.check_password(first)
    assert any(account.check_password(word) for word in words_of(reset).split())
    assert browser.post(f"{A}personer/{person}/losenord/", {"password": "kort"}).status_code == 422


def test_deactivated_person_is_out_at_the_next_request(browser, as_, region):
    other = as_(region.secretary)
    assert other.get("/enhet/").status_code == 200
    path = f"{A}personer/{region.secretary.person_id}/stang/"
    assert "loggas ut genast" in words_of(browser.get(path))
    assert browser.post(path).status_code == 302
    assert other.get("/enhet/").status_code == 302
    assert browser.post(path, {"do": "open"}).status_code == 302
    assert as_(region.secretary).get("/enhet/").status_code == 200


def test_new_password_ends_what_is_logged_in(browser, as_, region):
    other = as_(region.secretary)
    assert other.get("/enhet/").status_code == 200
    browser.post(f"{A}personer/{region.secretary.person_id}/losenord/", {"password": ""})
    assert other.get("/enhet/")["Location"].startswith("/logga-in")


def test_last_administrator_stays(browser, region):
    Account.objects.filter(person_id=region.administrator.person_id).update(is_active=True)
    for path in (
        f"{A}personer/{region.administrator.person_id}/stang/",
        f"{A}uppdrag/{region.administrator.assignment_id}/avsluta/",
    ):
        response = browser.post(path, {"last_on": ""})
        assert response.status_code in (409, 422)
        assert "Det måste finnas en administratör." in words_of(response)


def test_assignment_is_given_and_ended(browser, region, now):
    path = f"{A}personer/{region.referrer.person_id}/uppdrag/"
    data = {"unit": region.skin_clinic.id, "role": "manager", "from_on": "idag", "to_on": "om 3 veckor"}
    first, second = twice(browser, path, data)
    assert (first.status_code, second.status_code) == (302, 302)
    row = Assignment.objects.get(unit=region.skin_clinic, person_id=region.referrer.person_id)
    assert row.to_on == now.date() + timedelta(days=21)
    overlap = send(browser, path, data)
    assert overlap.status_code == 422
    assert "har redan det uppdraget" in words_of(overlap)
    end = f"{A}uppdrag/{row.id}/avsluta/"
    assert browser.post(end, {"last_on": "1 jan 2020"}).status_code == 422
    assert browser.post(end, {"last_on": "imorgon"}).status_code == 302
    row.refresh_from_db()
    assert row.to_on == date(2026, 11, 18)


# Forwarding (B.5)


@pytest.fixture
def request_row(region, now):
    from remissvakt.organisations.actions.request_forwarding_target import request_forwarding_target

    return request_forwarding_target(
        unit_id=region.health_centre.id,
        to_unit_id=region.skin_clinic.id,
        motivation="Eksem",
        actor=region.manager,
        now=now,
    )


def test_request_is_activated_once(browser, request_row):
    page = words_of(browser.get(f"{A}vidareremittering/"))
    assert "Vårdcentralen Eken → Hudkliniken" in page
    assert "Eksem" in page
    path = f"{A}vidareremittering/{request_row.id}/aktivera/"
    assert browser.post(path).status_code == 302
    assert browser.post(path).status_code == 409
    assert browser.post(f"{A}vidareremittering/{request_row.id}/avsla/").status_code == 409
    request_row.refresh_from_db()
    assert (request_row.state, request_row.slot) == ("active", 1)
    assert browser.post(f"{A}vidareremittering/{request_row.id}/avsluta/").status_code == 302


def test_request_is_declined(browser, request_row):
    assert browser.post(f"{A}vidareremittering/{request_row.id}/avsla/").status_code == 302
    assert ForwardingTarget.objects.get(id=request_row.id).state == "declined"
    assert browser.get(f"{A}vidareremittering/{request_row.id}/radera/").status_code == 404
