"""How a view does one thing, says it, and goes on: refusals at their fields, and never to another site."""

import pytest
from django import forms
from django.http import Http404
from django.test import RequestFactory

from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.web.acting import (
    RefusalPages,
    back_path,
    redirect_next,
    run,
    status_of,
    take_messages,
    tell,
    with_back,
)

LIST = "/arbete/mitt/att-bevaka/?forsenade=1&rad=01931b6e-7a00-7000-8000-000000000001"


class Form(forms.Form):
    reason = forms.CharField()


@pytest.fixture
def request_():
    request = RequestFactory().get("/")
    request.session = {}
    return request


def bound(**data):
    return Form({"reason": "Semester"} | data)


def refuse(refusal):
    def act():
        raise refusal

    return act


def test_an_act_that_works_gives_what_it_gave(request_):
    form = bound()
    assert run(request_, form, lambda: form.cleaned_data["reason"]) == "Semester"
    assert status_of(form) == 200


def test_an_invalid_form_is_not_acted_on(request_):
    form = bound(reason="")
    assert run(request_, form, refuse(AssertionError("acted"))) is None
    assert status_of(form) == 422


def test_a_refusal_stands_at_its_field(request_):
    form = bound()
    assert run(request_, form, refuse(Refusal("too_late", "För sent.", field="reason"))) is None
    assert form.errors["reason"] == ["För sent."]
    assert status_of(form) == 422


def test_several_refusals_stand_each_in_its_place(request_):
    form = bound()
    told = Refusals(
        [Refusal("a", "Ett.", field="reason"), Refusal("b", "Två.", field="unknown"), Refusal("c", "Tre.")]
    )
    run(request_, form, refuse(told))
    assert form.errors["reason"] == ["Ett."]
    assert form.non_field_errors() == ["Två.", "Tre."]


def test_what_somebody_changed_first_keeps_what_was_typed(request_):
    form = bound()
    run(request_, form, refuse(Stale()))
    assert status_of(form) == 409
    assert form["reason"].value() == "Semester"
    assert len(form.non_field_errors()) == 1


def test_what_is_not_found_is_a_404(request_):
    with pytest.raises(Http404):
        run(request_, bound(), refuse(NotFound()))


def test_without_a_form_a_refusal_becomes_a_page():
    request = RequestFactory().post("/")
    request.session, request.resolver_match = {}, None
    with pytest.raises(Refusal) as told:
        run(request, None, refuse(Refusal("closed", "Remissen är avslutad.")))
    answer = RefusalPages(lambda _request: None).process_exception(request, told.value)
    assert answer.status_code == 409
    assert "Remissen är avslutad." in answer.content.decode()
    assert RefusalPages(lambda _request: None).process_exception(request, ValueError()) is None
    assert RefusalPages(lambda _request: None).process_exception(request, NotFound()).status_code == 404


@pytest.mark.parametrize("path", [LIST, "/", "/remiss/x/"])
def test_one_goes_back_to_ones_list(path):
    assert back_path(RequestFactory().get("/", {"tillbaka": path})) == path
    assert back_path(RequestFactory().post("/", {"tillbaka": path})) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "javascript:alert(1)",
        "arbete/",
        "/" + "a" * 1000,
    ],
)
def test_one_never_goes_to_another_site(path):
    request = RequestFactory().post("/", {"tillbaka": path})
    assert back_path(request) == ""
    assert redirect_next(request, otherwise="/remiss/1/")["Location"] == "/remiss/1/"


def test_the_way_back_travels_in_addresses():
    request = RequestFactory().get("/", {"tillbaka": LIST})
    for address in ("/remiss/1/", "/remiss/1/?svar=2"):
        path, _mark, query = with_back(address, request).partition("?")
        again = RequestFactory().get(path, QUERY_STRING=query)
        assert back_path(again) == LIST
    assert with_back("/remiss/1/", RequestFactory().get("/")) == "/remiss/1/"


def test_what_was_done_is_said_once_and_on_a_whole_page(request_):
    tell(request_, "Klart.", url="/angra/", url_label="Ångra", post=True)
    part = RequestFactory().get("/", headers={"HX-Request": "true"})
    part.session = request_.session
    assert take_messages(part) == ()
    (message,) = take_messages(request_)
    assert (message.text, message.level, message.url, message.post) == ("Klart.", "done", "/angra/", True)
    assert take_messages(request_) == ()


def test_after_an_act_one_is_told_and_led_on():
    request = RequestFactory().post("/", {"tillbaka": LIST})
    request.session = {}
    answer = redirect_next(request, otherwise="/", text="Skickad.", undo_url="/angra/")
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    (message,) = take_messages(request)
    assert (message.text, message.url, message.post) == ("Skickad.", "/angra/", True)
