"""The headers of every answer."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from remissvakt.web.csp import POLICY, ContentSecurityPolicyMiddleware

GET = RequestFactory().get("/")


def test_pages_get_the_policy_and_stay_out_of_caches() -> None:
    response = ContentSecurityPolicyMiddleware(lambda _request: HttpResponse("x"))(GET)
    assert response["Content-Security-Policy"] == POLICY
    assert response["Cache-Control"] == "no-store"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_a_stricter_policy_of_a_view_stands() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("x", headers={"Content-Security-Policy": "sandbox"})

    assert ContentSecurityPolicyMiddleware(view)(GET)["Content-Security-Policy"] == "sandbox"


def test_answers_to_scripts_stay_out_of_caches_too() -> None:
    response = ContentSecurityPolicyMiddleware(lambda _request: JsonResponse({"new": 2}))(GET)
    assert response["Cache-Control"] == "no-store"
