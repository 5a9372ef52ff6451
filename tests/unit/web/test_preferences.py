"""Theme, letters and language: kept in cookies, forged values ignored, and never a way out of the site."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from remissvakt.web.preferences import Preferences, read_preferences, save_preferences


def _post(**data: str) -> HttpRequest:
    return RequestFactory().post("/preferences/", data)


def test_a_choice_is_kept_and_read_again() -> None:
    response = save_preferences(_post(theme="dark", letters="0", language="en", next="/work/?page=2"))
    assert response.status_code == 302
    assert response["Location"] == "/work/?page=2"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    assert read_preferences(request) == Preferences(theme="dark", letters_on=False)


def test_without_cookies_the_computer_decides_and_letters_are_on() -> None:
    assert read_preferences(RequestFactory().get("/")) == Preferences(theme="auto", letters_on=True)
    assert read_preferences(None) == Preferences()


def test_forged_values_are_ignored() -> None:
    response = save_preferences(_post(theme='dark" onload="x', letters="2", language="xx"))
    assert response.cookies == {}
    request = RequestFactory().get("/")
    request.COOKIES = {"rv_theme": "<script>", "rv_letters": "maybe"}
    assert read_preferences(request) == Preferences()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_one_is_never_sent_to_another_site(back: str) -> None:
    assert save_preferences(_post(theme="dark", next=back))["Location"] == "/"


def test_reading_the_address_changes_nothing() -> None:
    assert save_preferences(RequestFactory().get("/preferences/?theme=dark")).status_code == 405
