"""Addresses of logging in and out."""

from __future__ import annotations

from django.urls import path

from . import assignment, demo, enter, leave, password

urlpatterns = [
    path("logga-in", enter.login, name="login"),
    path("logga-ut", leave.logout, name="logout"),
    path("kvar", leave.keepalive, name="keepalive"),
    path("uppdrag", assignment.choose_assignment, name="choose_assignment"),
    path("losenord", password.change_password, name="change_password"),
    path("demo/logga-in/<str:key>", demo.demo_login, name="demo_login"),
]
