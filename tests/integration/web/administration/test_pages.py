"""The administrator gets every page; nobody else any of them; none of them shows a patient."""

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.core.ids import new_id

PAGES = [
    "/administration/",
    "/administration/vardgivare/",
    "/administration/vardgivare/ny/",
    "/administration/enheter/",
    "/administration/enheter/?visa=utanfor&sok=universitet",
    "/administration/enheter/ny/",
    "/administration/personer/",
    "/administration/personer/?visa=alla&sok=åberg&sida=9",
    "/administration/personer/ny/",
    "/administration/vidareremittering/",
    "/administration/historik/",
    "/administration/historik/?fran=igår&till=idag&handelse=unit_created&kontrollera=1",
    "/administration/atkomst/",
    "/administration/atkomst/?stickprov=1",
]
UNIT = ["", "andra/", "stang/"]
PERSON = ["", "andra/", "stang/", "uppdrag/", "inloggning/"]
OTHERS = ["manager", "secretary", "referrer", "nurse", "pool_secretary"]


@pytest.mark.parametrize("path", PAGES)
def test_administrator_opens(as_, region, path):
    assert as_(region.administrator).get(path).status_code == 200


@pytest.mark.parametrize("tail", UNIT)
@pytest.mark.parametrize("name", ["health_centre", "outside_unit", "pool"])
def test_units_pages(as_, region, name, tail):
    unit = getattr(region, name)
    response = as_(region.administrator).get(f"/administration/enheter/{unit.id}/{tail}")
    assert response.status_code == 200
    assert unit.name in words_of(response)


@pytest.mark.parametrize("tail", PERSON)
def test_persons_pages(as_, region, tail):
    response = as_(region.administrator).get(f"/administration/personer/{region.referrer.person_id}/{tail}")
    assert response.status_code == 200
    assert "Anna Almgren" in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", OTHERS)
def test_others_are_told_whose_it_is(as_, region, who, path):
    browser = as_(getattr(region, who))
    for response in (browser.get(path), browser.post(path)):
        assert response.status_code == 403
        assert "bara en administratör" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/administration/vardgivare/{}/",
        *(f"/administration/enheter/{{}}/{tail}" for tail in [*UNIT, "arbetar-at/"]),
        *(f"/administration/personer/{{}}/{tail}" for tail in [*PERSON, "losenord/"]),
        "/administration/uppdrag/{}/avsluta/",
        "/administration/arbetar-at/{}/avsluta/",
        "/administration/vidareremittering/{}/aktivera/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_exist_is_404(as_, region, path, method, now):
    browser = as_(region.administrator)
    # A page that only shows answers 405 to a POST, whether what it would show is there or not.
    expected = (404,) if method == "get" else (404, 405)
    assert getattr(browser, method)(path.format(new_id(now=now))).status_code in expected


def test_no_page_shows_a_patient(as_, region, now):
    walks.confirmed(region, now=now)
    as_(region.secretary).get("/arbete/vart/att-bevaka/")
    browser = as_(region.administrator)
    for path in [*PAGES, f"/administration/enheter/{region.health_centre.id}/"]:
        text = browser.get(path).content.decode()
        assert "Tolvan" not in text
        assert "1212121212" not in text


@pytest.mark.parametrize("path", ["/administration/", "/administration/personer/"])
def test_statements_do_not_grow_with_the_region(as_, region, path, django_assert_max_num_queries):
    browser = as_(region.administrator)
    browser.get(path)
    with django_assert_max_num_queries(16):
        browser.get(path)


@pytest.mark.parametrize(
    "path", ["", "personer/", "enheter/", "vardgivare/", "historik/", "atkomst/", "atkomst/fil/"]
)
def test_pages_that_only_show_take_no_posts(as_, region, path):
    assert as_(region.administrator).post(f"/administration/{path}").status_code == 405


@pytest.mark.parametrize("path", ["personer/", "enheter/"])
@pytest.mark.parametrize("asked", ["%00", "%F0%9F%98%80", "%E2%80%AE", "%25_", "x" * 5000, "''--"])
def test_odd_searches_find_nothing_and_break_nothing(as_, region, path, asked):
    assert as_(region.administrator).get(f"/administration/{path}?sok={asked}").status_code == 200


# What is left to arrange


def test_empty_installation_says_what_to_do_first(client, db, now):
    from django.test import Client

    from remissvakt.organisations.actions.first_administrator import first_administrator

    first_administrator(
        provider_name="Region Exempel",
        unit_name="Vårdcentralen Linden",
        given_name="Adam",
        family_name="Adelsson",
        username="adam",
        password="ett-langt-losenord",
        now=now,
    )
    browser = Client(headers={"Sec-Fetch-Mode": "navigate"})
    browser.post("/logga-in", {"username": "adam", "password": "ett-langt-losenord"})
    text = words_of(browser.get("/administration/"))
    for said in (
        "Kom igång",
        "saknar enhetschef",
        "saknar läkarsekreterare",
        "saknar läkare",
        "saknar postadress",
    ):
        assert said in text
    assert "Det finns ingen enhet att remittera till än." in text


def test_what_is_missing_is_listed_and_an_office_needs_nothing(as_, region, now):
    from factories import make_person, make_unit

    office = make_unit(provider=region.region, name="Regionkontoret", now=now)
    make_person(given_name="Ada", family_name="Min", unit=office, role="administrator", now=now)
    make_unit(provider=region.region, name="Nya kliniken", now=now)
    text = words_of(as_(region.administrator).get("/administration/"))
    assert "Nya kliniken saknar enhetschef" in text
    assert "Hudkliniken saknar enhetschef" in text
    assert "Hudkliniken saknar läkarsekreterare" not in text
    assert "Regionkontoret saknar" not in text
    assert "Ada Min har uppdrag men ingen inloggning" in text
