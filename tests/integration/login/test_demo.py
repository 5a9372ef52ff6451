"""One click logs in as a persona, in the demo and nowhere else."""

import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

pytestmark = pytest.mark.usefixtures("site", "clock")


@dataclass(frozen=True)
class Persona:
    username: str
    title: str
    description: str


@pytest.fixture
def personas(monkeypatch, region, account):
    """Two personas of whom one has a login; the person beside them is none."""
    module = ModuleType("remissvakt.demo.personas")
    module.PERSONAS = (
        Persona("olle", "Bedömare", "Bedömer remisser."),
        Persona("borta", "Borta", "Finns inte i den här regionen."),
    )
    monkeypatch.setitem(sys.modules, "remissvakt.demo.personas", module)
    account(region.assessor, username="olle")
    account(region.nurse, username="nina")


def test_the_personas_are_on_the_login_page(personas, client, settings):
    settings.REMISSVAKT_DEMO = True
    page = client.get("/logga-in").text
    assert "Olle Öberg" in page
    assert "Ögonkliniken" in page
    assert "Nina" not in page


def test_one_click_logs_in(personas, client, settings):
    settings.REMISSVAKT_DEMO = True
    assert client.post("/demo/logga-in/olle").status_code == 302
    assert client.get("/vem").json()["name"] == "Olle Öberg"


def test_so_does_the_button_on_the_page(personas, client, settings):
    settings.REMISSVAKT_DEMO = True
    assert client.post("/logga-in", {"persona": "olle", "next": "/vem"})["Location"] == "/vem"
    assert client.get("/vem").json()["name"] == "Olle Öberg"


@pytest.mark.parametrize("username", ["nina", "borta", "ingen"])
def test_nobody_else_comes_in_without_a_password(personas, client, settings, username):
    settings.REMISSVAKT_DEMO = True
    assert client.post(f"/demo/logga-in/{username}").status_code == 404
    assert client.get("/vem").status_code == 302


def test_it_is_no_link(personas, client, settings):
    settings.REMISSVAKT_DEMO = True
    assert client.get("/demo/logga-in/olle").status_code == 405


def test_outside_the_demo_there_is_no_such_door(personas, client):
    assert client.post("/demo/logga-in/olle").status_code == 404
    assert client.post("/logga-in", {"persona": "olle"}).status_code == 404
    assert "Olle" not in client.get("/logga-in").text
