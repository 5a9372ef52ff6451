"""Which page of the unit does each role get, and what may only its manager do?"""

import pytest

from remissvakt.core.ids import new_id

READ = [
    "/enhet/",
    "/enhet/personer/",
    "/enhet/franvaro/",
    "/enhet/franvaro/ny/",
    "/enhet/utdelat/",
    "/enhet/granser/",
    "/enhet/prioriteter/",
    "/enhet/texter/",
    "/enhet/vidareremittering/",
]
MANAGE = ["/enhet/uppgifter/", "/enhet/texter/ny/", "/enhet/personer/uppdrag/", "/enhet/utdelat/ny/"]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("who", ["manager", "secretary", "referrer", "nurse"])
def test_everybody_at_the_unit_reads(as_, region, who, path):
    response = as_(getattr(region, who)).get(path)
    assert response.status_code == 200
    assert "Vårdcentralen Eken" in response.content.decode()


@pytest.mark.parametrize("path", MANAGE)
def test_manager_opens_what_changes(as_, region, path):
    assert as_(region.manager).get(path).status_code == 200


@pytest.mark.parametrize("path", MANAGE)
@pytest.mark.parametrize("who", ["secretary", "referrer", "nurse"])
def test_others_are_told_that_the_manager_does_it(as_, region, who, path):
    response = as_(getattr(region, who)).get(path)
    assert response.status_code == 403
    assert "bara enhetens chef" in response.content.decode()


@pytest.mark.parametrize("path", [*READ, *MANAGE])
def test_administrator_has_other_pages(as_, region, path):
    assert as_(region.administrator).get(path).status_code == 403


@pytest.mark.parametrize("path", [*READ, *MANAGE])
def test_logged_out_goes_to_login(client, region, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/logga-in")


@pytest.mark.parametrize("path", ["/enhet/", "/enhet/personer/", "/enhet/franvaro/"])
def test_pool_has_the_pages_that_concern_it(as_, region, path):
    response = as_(region.pool_secretary).get(path)
    assert response.status_code == 200
    assert "/enhet/granser/" not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/enhet/granser/",
        "/enhet/prioriteter/",
        "/enhet/texter/",
        "/enhet/vidareremittering/",
        "/enhet/utdelat/",
    ],
)
def test_pool_has_no_routine_of_its_own(as_, region, path):
    assert as_(region.pool_secretary).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/enhet/texter/{}/",
        "/enhet/texter/{}/ta-bort/",
        "/enhet/vidareremittering/{}/avsluta/",
        "/enhet/personer/{}/",
        "/enhet/uppdrag/{}/avsluta/",
        "/enhet/franvaro/{}/",
        "/enhet/utdelat/{}/avsluta/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_exist_is_404(as_, region, path, method, now):
    browser = as_(region.manager)
    # A page that only shows answers 405 to a POST, whether what it would show is there or not.
    expected = (404,) if method == "get" else (404, 405)
    assert getattr(browser, method)(path.format(new_id(now=now))).status_code in expected


@pytest.mark.parametrize("path", ["/enhet/granser/", "/enhet/prioriteter/", "/enhet/vidareremittering/"])
def test_secretary_cannot_post_where_she_may_read(as_, region, path):
    assert as_(region.secretary).post(path, {}).status_code == 403


def test_overview_says_who_is_away_without_anybody_in_their_place(as_, region, now):
    from datetime import timedelta

    from factories import make_absent, walks

    walks.sent(region, now=now)
    make_absent(person_id=region.referrer.person_id, from_on=now.date(), to_on=None, now=now)
    make_absent(
        person_id=region.nurse.person_id, from_on=now.date(), to_on=now.date() + timedelta(days=3), now=now
    )
    text = as_(region.manager).get("/enhet/").content.decode()
    assert "Anna Almgren är borta tills vidare och har 1 öppna uppgifter" in text
    assert "Nina Nyberg är borta" not in text  # has no work


def test_overview_does_not_grow_with_the_unit(as_, region, now, django_assert_max_num_queries):
    browser = as_(region.manager)
    browser.get("/enhet/")
    with django_assert_max_num_queries(26):
        browser.get("/enhet/")


def test_person_page_leads_to_the_lists_filtered_on_the_person(as_, region, now):
    from factories import walks

    walks.sent(region, now=now)
    person = region.referrer.person_id
    text = as_(region.manager).get(f"/enhet/personer/{person}/").content.decode()
    assert "Anna har 1 öppen uppgift här" in text
    assert "Byt bevakare för 1" in text
    assert f"/arbete/vart/att-bevaka/?person={person}" in text


def test_person_of_another_unit_is_404(as_, region):
    assert as_(region.manager).get(f"/enhet/personer/{region.assessor.person_id}/").status_code == 404


def test_person_of_the_pool_that_serves_the_unit_is_found(as_, region):
    page = as_(region.manager).get(f"/enhet/personer/{region.pool_secretary.person_id}/")
    assert page.status_code == 200
    assert "Sekreterarpoolen" in page.content.decode()
