"""Addresses of one's own page and of what it changes."""

from __future__ import annotations

from django.urls import path

from remissvakt.web import preferences

from . import own

urlpatterns = [
    path("konto/", own.account, name="account"),
    path("konto/utseende/", preferences.save_preferences, name="preferences"),
]
