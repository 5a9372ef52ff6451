"""Addresses of patients and of the search. A personal number stands in none of them."""

from __future__ import annotations

from django.urls import path

from . import change, one, register, search

urlpatterns = [
    path("sok/", search.search, name="search"),
    path("patient/ny/", register.new_patient, name="new_patient"),
    path("patient/<uuid:patient_id>/", one.patient, name="patient"),
    path("patient/<uuid:patient_id>/andra/", change.change, name="change_patient"),
]
