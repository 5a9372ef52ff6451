"""The addresses of logging in and out, and one page more, which shows who the gate has let in."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from remissvakt.web import health


def who(request: HttpRequest) -> JsonResponse:
    actor = request.actor
    return JsonResponse(
        {
            "name": actor.person_name,
            "unit": actor.unit_name,
            "role": actor.role,
            "units": len(actor.unit_ids),
            "stands_in": sorted(node for _person, node in actor.stands_in),
            "now": request.now.isoformat(),
        }
    )


urlpatterns = [
    path("vem", who, name="who"),
    path("healthz", health.alive, name="healthz"),
    path("", include("remissvakt.web.login.urls")),
]
