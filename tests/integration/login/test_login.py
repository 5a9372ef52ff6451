"""Logging in and out: who comes in, what the others are told, and what the session is."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from remissvakt.organisations.actions.set_password import set_password
from remissvakt.organisations.models import Account, Assignment, Person

pytestmark = pytest.mark.usefixtures("site", "clock")
SESSION = "remissvakt-session"


def test_the_page_has_a_form(db, client):
    response = client.get("/logga-in")
    assert response.status_code == 200
    assert "Användarnamn" in response.text
    assert 'type="password"' in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_the_right_password_lets_in(region, account, log_in, client):
    account(region.nurse)
    response = log_in()
    assert (response.status_code, response["Location"]) == (302, "/")
    who = client.get("/vem").json()
    assert (who["name"], who["unit"], who["role"]) == ("Nina Nyberg", "Vårdcentralen Eken", "clinician")


def test_case_and_blanks_in_the_name_do_not_matter(region, account, log_in):
    account(region.nurse)
    assert log_in(username="  NINA ").status_code == 302


def test_the_real_hash_is_argon2(region, account, settings, log_in):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    made = account(region.nurse)
    assert Account.objects.get(id=made.id).password.startswith("argon2$argon2id$")
    assert log_in().status_code == 302
    assert log_in(password="fel").status_code == 422


def test_whatever_is_wrong_the_answer_is_the_same(region, account, log_in):
    account(region.nurse)
    inactive = account(region.referrer, username="anna")
    Person.objects.filter(id=inactive.person_id).update(active=False)
    closed = account(region.secretary, username="sara")
    Account.objects.filter(id=closed.id).update(is_active=False)
    answers = set()
    for username, password in [
        ("nina", "fel lösenord här"),
        ("ingen", "tolv små grisar i rad"),
        ("anna", "tolv små grisar i rad"),
        ("sara", "tolv små grisar i rad"),
    ]:
        response = log_in(username=username, password=password)
        assert response.status_code == 422
        assert password not in response.text
        answers.add(re.sub(r"[A-Za-z0-9]{64}", "TOKEN", response.text.replace(f'"{username}"', "")))
    assert len(answers) == 1
    assert "Användarnamnet eller lösenordet stämmer inte." in answers.pop()


@pytest.mark.parametrize(
    ("username", "password"),
    [("", ""), ("nina", ""), ("x" * 101, "x"), ("nina", "x" * 201), ("😀" * 50, "x"), ("nina\x00", "x")],
)
def test_what_no_form_takes(region, account, log_in, username, password):
    account(region.nurse)
    response = log_in(username=username, password=password)
    assert response.status_code == 422
    assert SESSION not in response.cookies


def test_the_key_changes_at_login_and_at_logout_the_session_is_gone(region, account, log_in, client):
    account(region.nurse)
    log_in()
    first = client.cookies[SESSION].value
    log_in()
    second = client.cookies[SESSION].value
    assert first != second
    assert not Session.objects.filter(session_key=first).exists()
    response = client.post("/logga-ut")
    assert (response["Location"], response["Clear-Site-Data"]) == ("/logga-in", '"storage"')
    assert not Session.objects.exists()
    stolen = Client()
    stolen.cookies[SESSION] = second
    assert stolen.get("/vem").status_code == 302


def test_logging_out_is_no_link(region, account, log_in, client):
    account(region.nurse)
    log_in()
    assert client.get("/logga-ut").status_code == 405
    assert client.get("/vem").status_code == 200


def test_the_cookie_is_for_this_site_alone_and_not_for_scripts(region, account, log_in):
    account(region.nurse)
    cookie = log_in().cookies[SESSION]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_a_form_from_elsewhere_is_refused(region, account):
    account(region.nurse)
    strict = Client(enforce_csrf_checks=True)
    assert (
        strict.post("/logga-in", {"username": "nina", "password": "tolv små grisar i rad"}).status_code == 403
    )


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/vem?a=1", "/vem?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "x" * 5000, "/"),
    ],
)
def test_one_goes_on_to_where_one_was_bound_but_never_elsewhere(region, account, log_in, wanted, goes):
    account(region.nurse)
    assert log_in(next=wanted)["Location"] == goes


def test_who_is_in_does_not_see_the_form_again(region, account, log_in, client):
    account(region.nurse)
    log_in()
    assert client.get("/logga-in")["Location"] == "/"


def test_another_person_at_the_same_browser_gets_nothing_of_the_first(region, account, log_in, client):
    account(region.nurse)
    account(region.skin_doctor, username="hedda")
    log_in()
    log_in(username="hedda")
    assert client.get("/vem").json()["unit"] == "Hudkliniken"


def test_a_password_set_by_an_administrator_ends_the_sessions_and_must_be_changed(
    region, account, log_in, client, now
):
    made = account(region.nurse)
    log_in()
    set_password(account_id=made.id, password="sju gamla getter", actor=region.administrator, now=now)
    assert client.get("/vem")["Location"].startswith("/logga-in")
    log_in(password="sju gamla getter")
    assert client.get("/vem")["Location"] == "/losenord?next=%2Fvem"
    given = {"old_password": "sju gamla getter", "next": "/vem"}
    assert client.get("/losenord").status_code == 200
    wrong = client.post("/losenord", {**given, "password": "fem nya kalvar", "again": "fem andra kalvar"})
    assert wrong.status_code == 422
    assert "De två nya lösenorden är olika." in wrong.text
    weak = client.post("/losenord", {**given, "password": "kort", "again": "kort"})
    assert weak.status_code == 422
    done = client.post("/losenord", {**given, "password": "fem nya kalvar", "again": "fem nya kalvar"})
    assert done["Location"] == "/vem"
    assert client.get("/vem").status_code == 200


def test_a_success_forgets_the_failures(region, account, log_in):
    account(region.nurse)
    for _ in range(4):
        log_in(password="fel")
    assert log_in().status_code == 302
    for _ in range(4):
        assert log_in(password="fel").status_code == 422


def test_ended_assignments_are_told_of(region, account, log_in, client, now):
    account(region.nurse)
    Assignment.objects.filter(id=region.nurse.assignment_id).update(to_on=now.date().replace(year=2025))
    log_in()
    assert client.get("/vem")["Location"] == "/uppdrag?next=%2Fvem"
    assert "Du har inget uppdrag som gäller idag." in client.get("/uppdrag").text
