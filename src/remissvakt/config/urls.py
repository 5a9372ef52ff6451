"""Every address of the installation: the health checks, and the pages in web/urls.py."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from remissvakt.web import health

handler400 = "remissvakt.web.errors.bad_request"
handler403 = "remissvakt.web.errors.forbidden"
handler404 = "remissvakt.web.errors.not_found"
handler500 = "remissvakt.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
if find_spec("remissvakt.web.urls"):
    urlpatterns.append(path("", include("remissvakt.web.urls")))
