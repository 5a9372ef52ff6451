"""A filter gets a name, is one click away, and goes when its owner says so."""

import pytest

from remissvakt.worklists.models import Favourite

WATCH = "/arbete/mitt/att-bevaka/"


def test_save_use_and_remove(region, as_):
    browser = as_(region.secretary)
    answer = browser.post(f"{WATCH}favorit/?forsenade=1", {"name": "Sena"})
    assert answer["Location"] == f"{WATCH}?forsenade=1"
    html = browser.get(answer["Location"]).content.decode()
    assert "Favoriten Sena är sparad." in html
    assert f'href="{WATCH}?forsenade=1" aria-current="true">Sena</a>' in html
    kept = Favourite.objects.get()
    answer = browser.post(f"/arbete/favorit/{kept.id}/bort/", {"tillbaka": f"{WATCH}?forsenade=1"})
    assert answer["Location"] == f"{WATCH}?forsenade=1"
    assert not Favourite.objects.exists()


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("", "Alla", "Välj ett filter först"),
        ("?prio=1", "", "Ge favoriten ett namn"),
        ("?prio=x", "X", "filter"),
    ],
)
def test_what_cannot_be_kept_is_told(region, as_, query, name, told):
    browser = as_(region.secretary)
    answer = browser.post(f"{WATCH}favorit/{query}", {"name": name})
    assert told in browser.get(answer["Location"]).content.decode()
    assert not Favourite.objects.exists()


def test_somebody_elses_is_not_there(region, as_):
    as_(region.secretary).post(f"{WATCH}favorit/?prio=1", {"name": "Ettor"})
    kept = Favourite.objects.get()
    assert as_(region.nurse).post(f"/arbete/favorit/{kept.id}/bort/").status_code == 404
    assert "Ettor" not in as_(region.nurse).get(f"{WATCH}?prio=1").content.decode()
    assert Favourite.objects.exists()


def test_a_name_is_shown_as_it_was_written(region, as_):
    browser = as_(region.secretary)
    browser.post(f"{WATCH}favorit/?prio=1", {"name": "<b>Ettor</b>"})
    html = browser.get(f"{WATCH}?prio=1").content.decode()
    assert "&lt;b&gt;Ettor" in html
    assert "<b>Ettor" not in html
