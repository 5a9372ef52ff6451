"""The gate: who is let in to which page, for how long, and in which assignment."""

from datetime import timedelta

import pytest
from django.test import Client

from factories import make_loan
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Account, Assignment, Person, Unit

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def inside(region, account, log_in, client, clock):
    """Nina is logged in."""
    account(region.nurse)
    log_in()
    return client


@pytest.fixture
def second_assignment(region, now):
    return Assignment.objects.create(
        id=new_id(now=now),
        person_id=region.nurse.person_id,
        unit=region.skin_clinic,
        role="clinician",
        purpose="Vård och behandling",
        from_on=local_date(now),
        to_on=local_date(now),
    )


def test_a_page_that_nobody_listed_is_closed(db, client):
    response = client.get("/vem?a=1")
    assert (response.status_code, response["Location"]) == (302, "/logga-in?next=%2Fvem%3Fa%3D1")


@pytest.mark.parametrize("path", ["/uppdrag", "/losenord", "/kvar"])
def test_pages_for_accounts_are_closed_to_others(db, client, path):
    assert client.get(path)["Location"].startswith("/logga-in")
    assert client.post(path)["Location"].startswith("/logga-in")


def test_the_health_check_touches_no_session(db, client, django_assert_num_queries):
    client.cookies["remissvakt-session"] = "x" * 32
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_a_script_is_not_redirected(db, client):
    assert client.get("/vem", headers={"X-Background": "1"}).status_code == 401
    assert client.get("/vem", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    part = client.get(
        "/vem", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/lista?sida=2"}
    )
    assert (part.status_code, part["HX-Redirect"]) == (401, "/logga-in?next=%2Flista%3Fsida%3D2")


def test_a_forged_key_is_nobody(db, client):
    client.cookies["remissvakt-session"] = "a" * 32
    assert client.get("/vem").status_code == 302


def test_statements_of_a_request(inside, django_assert_num_queries):
    inside.get("/vem")
    # Session, account, assignment with person and unit.
    with django_assert_num_queries(3):
        inside.get("/vem")


def test_somebody_in_a_pool_acts_for_the_units_it_serves(
    region, account, log_in, client, clock, django_assert_num_queries
):
    account(region.pool_secretary, username="paula")
    log_in(username="paula")
    assert client.get("/vem").json()["units"] == 2
    with django_assert_num_queries(4):
        client.get("/vem")


def test_the_time_is_read_once_at_the_door(inside, now):
    assert inside.get("/vem").json()["now"] == now.isoformat()


# --- Time ---------------------------------------------------------------------------------------------------
def test_idle_too_long(inside, clock):
    clock.shift(timedelta(minutes=29))
    assert inside.get("/vem").status_code == 200
    clock.shift(timedelta(minutes=29))
    assert inside.get("/vem").status_code == 200
    clock.shift(timedelta(minutes=30))
    response = inside.get("/vem")
    assert response["Location"] == "/logga-in?next=%2Fvem&orsak=tid"
    assert "Du loggades ut" in inside.get(response["Location"]).text
    # The session is gone, not only refused.
    clock.shift(-timedelta(minutes=30))
    assert inside.get("/vem").status_code == 302


def test_what_a_page_asks_by_itself_keeps_nobody_in(inside, clock):
    for _ in range(29):
        clock.shift(timedelta(minutes=1))
        assert inside.get("/vem", headers={"X-Background": "1"}).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert inside.get("/vem", headers={"X-Background": "1"}).status_code == 401


def test_saying_that_one_is_there_does(inside, clock):
    clock.shift(timedelta(minutes=29))
    assert inside.get("/kvar").status_code == 204
    clock.shift(timedelta(minutes=29))
    assert inside.get("/vem").status_code == 200


def test_however_busy_the_day_ends(inside, clock):
    for _ in range(10 * 60 // 20 - 1):
        clock.shift(timedelta(minutes=20))
        assert inside.get("/vem").status_code == 200
    clock.shift(timedelta(minutes=20))
    assert inside.get("/vem")["Location"].endswith("orsak=tid")


def test_both_limits_are_settings(inside, clock, settings):
    settings.REMISSVAKT_IDLE_MINUTES = 1
    clock.shift(timedelta(seconds=59))
    assert inside.get("/vem").status_code == 200
    clock.shift(timedelta(seconds=59))
    assert inside.get("/vem").status_code == 200
    settings.REMISSVAKT_IDLE_MINUTES, settings.REMISSVAKT_SESSION_HOURS = 480, 1
    clock.shift(timedelta(hours=1))
    assert inside.get("/vem").status_code == 302


# --- Out at once (S6) ---------------------------------------------------------------------------------------
def test_a_deactivated_person_is_out_at_the_next_request(region, inside):
    Person.objects.filter(id=region.nurse.person_id).update(active=False)
    assert inside.get("/vem")["Location"] == "/logga-in?next=%2Fvem"
    Person.objects.filter(id=region.nurse.person_id).update(active=True)
    assert inside.get("/vem").status_code == 302


def test_a_closed_login_is_out_at_the_next_request(inside):
    Account.objects.update(is_active=False)
    assert inside.get("/vem")["Location"].startswith("/logga-in")


@pytest.mark.parametrize("why", ["assignment", "unit"])
def test_an_ended_assignment_or_a_closed_unit_is_out_at_the_next_request(region, inside, now, why):
    if why == "assignment":
        yesterday = local_date(now) - timedelta(days=1)
        Assignment.objects.filter(id=region.nurse.assignment_id).update(to_on=yesterday)
    else:
        Unit.objects.filter(id=region.health_centre.id).update(active=False)
    assert inside.get("/vem")["Location"] == "/uppdrag?next=%2Fvem"


def test_an_assignment_ends_at_midnight_in_sweden(region, account, log_in, client, clock, now):
    account(region.nurse)
    Assignment.objects.filter(id=region.nurse.assignment_id).update(to_on=local_date(now))
    clock.move_to(now.replace(hour=22, minute=59))
    log_in()
    assert client.get("/vem").status_code == 200
    clock.move_to(now.replace(hour=23, minute=0))
    assert client.get("/vem")["Location"] == "/uppdrag?next=%2Fvem"


# --- Assignments --------------------------------------------------------------------------------------------
def test_with_two_assignments_one_chooses_and_goes_on(region, second_assignment, inside):
    assert inside.get("/vem")["Location"] == "/uppdrag?next=%2Fvem"
    page = inside.get("/uppdrag?next=/vem").text
    assert "Hudkliniken" in page
    assert "Vårdcentralen Eken" in page
    assert "till och med tis 17 nov 2026" in page
    before = inside.cookies["remissvakt-session"].value
    response = inside.post("/uppdrag", {"assignment": str(second_assignment.id), "next": "/vem"})
    assert response["Location"] == "/vem"
    assert inside.cookies["remissvakt-session"].value != before
    assert inside.get("/vem").json()["unit"] == "Hudkliniken"


def test_one_changes_assignment_at_any_time(region, second_assignment, inside):
    for assignment_id, unit in [
        (second_assignment.id, "Hudkliniken"),
        (region.nurse.assignment_id, "Vårdcentralen Eken"),
    ]:
        inside.post("/uppdrag", {"assignment": str(assignment_id)})
        assert inside.get("/vem").json()["unit"] == unit


def test_when_one_of_two_ends_the_other_is_taken(region, second_assignment, inside):
    inside.post("/uppdrag", {"assignment": str(second_assignment.id)})
    Assignment.objects.filter(id=second_assignment.id).update(
        from_on=second_assignment.from_on - timedelta(days=9),
        to_on=second_assignment.from_on - timedelta(days=1),
    )
    assert inside.get("/vem").json()["unit"] == "Vårdcentralen Eken"


@pytest.mark.parametrize("forged", ["", "x", "0" * 36, "01900000-0000-7000-8000-00000000beef"])
def test_an_assignment_that_is_no_assignment(second_assignment, inside, forged):
    assert inside.post("/uppdrag", {"assignment": forged}).status_code == 404
    assert inside.get("/vem").status_code == 302


def test_somebody_elses_assignment(region, inside):
    assert inside.post("/uppdrag", {"assignment": str(region.assessor.assignment_id)}).status_code == 404
    assert inside.get("/vem").json()["unit"] == "Vårdcentralen Eken"


def test_what_is_lent_comes_along_and_goes_back(region, inside, now, clock):
    today = local_date(now)
    make_loan(
        unit_id=region.health_centre.id,
        from_person_id=region.referrer.person_id,
        to_person_id=region.nurse.person_id,
        decided_by_id=region.manager.person_id,
        nodes=["watch", "acknowledge"],
        from_on=today,
        to_on=today,
        now=now,
    )
    assert inside.get("/vem").json()["stands_in"] == ["acknowledge", "watch"]


def test_two_browsers_are_two_sessions(region, account, second_assignment, log_in, client, clock):
    account(region.nurse)
    log_in()
    other = Client()
    other.post("/logga-in", {"username": "nina", "password": "tolv små grisar i rad"})
    client.post("/uppdrag", {"assignment": str(second_assignment.id)})
    other.post("/uppdrag", {"assignment": str(region.nurse.assignment_id)})
    assert client.get("/vem").json()["unit"] == "Hudkliniken"
    assert other.get("/vem").json()["unit"] == "Vårdcentralen Eken"
    client.post("/logga-ut")
    assert other.get("/vem").status_code == 200
