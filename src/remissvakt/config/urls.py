"""Every address of the installation: the health checks, and the pages in web/urls.py."""

from django.urls import include, path

from remissvakt.web import health

handler400 = "remissvakt.web.errors.bad_request"
handler403 = "remissvakt.web.errors.forbidden"
handler404 = "remissvakt.web.errors.not_found"
handler500 = "remissvakt.web.errors.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("remissvakt.web.urls")),
]
