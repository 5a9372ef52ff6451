"""/konto/: one's own page."""

from datetime import date

import pytest

from factories import make_absent
from factories.browser import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["secretary", "manager", "administrator", "pool_secretary"])
def test_everybody_has_one(as_, region, who):
    actor = getattr(region, who)
    words = words_of(as_(actor).get("/konto/"))
    for part in (actor.person_name, actor.unit_name, "Byt lösenord", "Mina uppdrag", "Ingen frånvaro"):
        assert part in words


def test_absences_are_shown(as_, region, now):
    person = region.referrer.person_id
    make_absent(person_id=person, from_on=date(2026, 11, 16), to_on=date(2026, 11, 20), now=now)
    make_absent(person_id=person, from_on=date(2026, 10, 1), to_on=date(2026, 10, 2), now=now)
    words = words_of(as_(region.referrer).get("/konto/"))
    assert "mån 16 nov 2026 – fre 20 nov 2026" in words
    assert "okt 2026" not in words


def test_theme_language_and_letters(as_, region):
    client = as_(region.secretary)
    for name, value in (("theme", "dark"), ("letters", "0"), ("language", "en")):
        done = client.post("/konto/utseende/", {name: value, "next": "/konto/"})
        assert done["Location"] == "/konto/"
    page = client.get("/konto/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-letters="off"' in page
    assert '<html lang="en"' in page


@pytest.mark.parametrize("forged", [{"theme": "x"}, {"letters": "2"}, {"language": "../"}, {}])
def test_forged_choices_change_nothing(as_, region, forged):
    done = as_(region.secretary).post("/konto/utseende/", {**forged, "next": "https://evil.example/"})
    assert done["Location"] == "/"
    assert not {"rv_theme", "rv_letters", "remissvakt-language"} & set(done.cookies)


def test_password_is_changed_from_here(as_, region):
    from django.contrib.auth.hashers import make_password

    from remissvakt.organisations.models import Account

    client = as_(region.secretary)
    account = Account.objects.get(person_id=region.secretary.person_id)
    old, new = "tre små grisar i rad", "fyra små grisar i rad"
    account.password = make_password(old)
    account.save(update_fields=["password"])
    client = as_(region.secretary)
    page = client.get("/konto/").content.decode()
    assert 'action="/losenord"' in page
    data = {"old_password": "fel", "password": new, "again": new, "next": "/konto/"}
    assert "stämmer inte" in words_of(client.post("/losenord", data))
    done = client.post("/losenord", data | {"old_password": old})
    assert done["Location"] == "/konto/"
    assert "Lösenordet är ändrat" in words_of(client.get("/konto/"))
