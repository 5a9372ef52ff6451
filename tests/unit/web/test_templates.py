"""Every macro and every page of the shell: drawn, translated, and without anything that the content policy forbids."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from jinja2 import UndefinedError

from remissvakt import web
from remissvakt.web.presenting import Patient, protection
from remissvakt.web.style_guide import sample_shell, style_guide_context

STATIC = Path(web.__file__).parent / "static"
TODAY = date(2026, 11, 23)


class LoginForm(forms.Form):
    username = forms.CharField(label="Användarnamn")
    password = forms.CharField(label="Lösenord", widget=forms.PasswordInput)


PAGES: dict[str, dict[str, object]] = {
    "style_guide.html": style_guide_context(today=TODAY),
    "help.html": {"shell": sample_shell()},
    "login.html": {
        "form": LoginForm({}),
        "personas": [{"key": "a", "name": "Anna Andersson", "role": "läkare", "unit": "Eken"}],
    },
    "choose_assignment.html": {
        "assignments": [{"key": "a", "unit": "Eken", "role": "läkare", "purpose": "Vård och behandling"}],
        "logout_url": "/logout/",
    },
}


class Page(HTMLParser):
    """Collects ids, references to ids, and what a strict content policy refuses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.forbidden: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (
                name == "style"
                or name.startswith(("on", "hx-on"))
                or (name == "href" and "javascript:" in (value or ""))
            ):
                self.forbidden.append(f"<{tag} {name}>")
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "aria-labelledby", "aria-describedby", "popovertarget", "data-dialog"):
                self.references += (value or "").split()
        if tag == "style":
            self.forbidden.append("<style>")
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.forbidden.append("inline script")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return render_to_string(request.param, PAGES[request.param], RequestFactory().get("/"))


def test_nothing_on_a_page_needs_an_exception_from_the_policy(page: str) -> None:
    assert Page(page).forbidden == []


def test_ids_are_unique_and_every_reference_has_its_target(page: str) -> None:
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert set(parsed.references) <= set(parsed.ids)


def test_every_style_sheet_and_script_exists(page: str) -> None:
    paths = re.findall(r'(?:href|src)="/static/(?:[0-9a-f]{12}/)?(remissvakt/[^"]+)"', page)
    assert len(paths) > 5
    assert [path for path in paths if not (STATIC / path).is_file()] == []


def test_scripts_import_only_what_exists() -> None:
    scripts = STATIC / "remissvakt" / "js"
    for script in scripts.glob("*.js"):
        for name in re.findall(r'^import .*?"\./([^"]+)"', script.read_text(), re.MULTILINE):
            assert (scripts / name).is_file(), f"{script.name} imports {name}"


def test_a_writing_form_carries_its_token(page: str) -> None:
    forms_that_write = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert forms_that_write
    # The style guide has one form of fields alone, which is never sent.
    missing = [form for form in forms_that_write if "csrfmiddlewaretoken" not in form]
    assert [form for form in missing if "id_question" not in form] == []


def test_what_was_typed_is_escaped() -> None:
    context = style_guide_context(today=TODAY)
    context["patient"] = type(context["patient"])(number="191212121212", name="<b>Tolvan</b>")
    html = render_to_string("style_guide.html", context, RequestFactory().get("/"))
    assert "<b>Tolvan" not in html
    assert "&lt;b&gt;Tolvan" in html


@pytest.mark.parametrize(
    ("confidential", "protected_registration", "marks"),
    [
        (True, False, {"Sekretessmarkering"}),
        (False, True, {"Skyddad folkbokföring"}),
        (True, True, {"Sekretessmarkering", "Skyddad folkbokföring"}),
    ],
)
def test_a_protected_person_is_marked_and_keeps_the_address_hidden(
    confidential: bool, protected_registration: bool, marks: set[str]
) -> None:
    patient = Patient(
        number="200001252386",
        name="Alma Testsson",
        protected=protection(confidential=confidential, protected_registration=protected_registration),
        contact=("Hemliga gatan 1",),
    )
    banner = engines["jinja2"].from_string(
        '{% from "macros/referral.html" import patient_banner %}{{ patient_banner(patient) }}'
    )
    html = banner.render({"patient": patient})
    assert "Hemliga gatan" not in html
    assert {mark for mark in ("Sekretessmarkering", "Skyddad folkbokföring") if mark in html} == marks


def test_an_ordinary_person_has_no_mark() -> None:
    assert protection(confidential=False, protected_registration=False) == ""


def test_a_name_that_the_view_forgot_is_an_error() -> None:
    context = style_guide_context(today=TODAY)
    del context["rows"]
    with pytest.raises(UndefinedError):
        render_to_string("style_guide.html", context)


def test_the_chosen_theme_stands_on_the_root_element() -> None:
    for theme in ("auto", "light", "dark"):
        html = render_to_string("help.html", {"shell": sample_shell(theme=theme)}, RequestFactory().get("/"))
        assert f'data-theme="{theme}"' in html
