"""Every page's address. Paths are Swedish, as people read them; names are English."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

# One package a part of the product; each has its own urls.py.
PARTS = (
    "login",
    "account",
    "lists",
    "referral",
    "registering",
    "letters",
    "scanning",
    "dictation",
    "patients",
    "unit",
    "administration",
    "importing",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"remissvakt.web.{part}.urls")) for part in PARTS
]
