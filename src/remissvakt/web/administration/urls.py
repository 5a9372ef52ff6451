"""Addresses of the administrator's pages."""

from __future__ import annotations

from django.urls import path

from . import (
    access,
    accounts,
    assignments,
    events,
    forwarding,
    overview,
    people,
    person,
    pools,
    providers,
    report,
    unit,
    units,
)

_P = "administration/"
urlpatterns = [
    path(_P, overview.overview, name="administration"),
    path(f"{_P}vardgivare/", providers.providers, name="admin_providers"),
    path(f"{_P}vardgivare/ny/", providers.new_provider, name="admin_provider_new"),
    path(f"{_P}vardgivare/<uuid:provider_id>/", providers.provider, name="admin_provider"),
    path(f"{_P}enheter/", units.units, name="admin_units"),
    path(f"{_P}enheter/ny/", units.new_unit, name="admin_unit_new"),
    path(f"{_P}enheter/<uuid:unit_id>/", unit.unit, name="admin_unit"),
    path(f"{_P}enheter/<uuid:unit_id>/andra/", unit.change, name="admin_unit_change"),
    path(f"{_P}enheter/<uuid:unit_id>/stang/", unit.close, name="admin_unit_close"),
    path(f"{_P}enheter/<uuid:unit_id>/arbetar-at/", pools.serve, name="admin_unit_serve"),
    path(f"{_P}arbetar-at/<uuid:service_id>/avsluta/", pools.end, name="admin_service_end"),
    path(f"{_P}personer/", people.people, name="admin_people"),
    path(f"{_P}personer/ny/", people.new_person, name="admin_person_new"),
    path(f"{_P}personer/<uuid:person_id>/", person.person, name="admin_person"),
    path(f"{_P}personer/<uuid:person_id>/andra/", person.change, name="admin_person_change"),
    path(f"{_P}personer/<uuid:person_id>/stang/", person.close, name="admin_person_close"),
    path(f"{_P}personer/<uuid:person_id>/uppdrag/", assignments.new_assignment, name="admin_assign"),
    path(f"{_P}personer/<uuid:person_id>/inloggning/", accounts.new_account, name="admin_account"),
    path(f"{_P}personer/<uuid:person_id>/losenord/", accounts.new_password, name="admin_password"),
    path(f"{_P}uppdrag/<uuid:assignment_id>/avsluta/", assignments.end, name="admin_assignment_end"),
    path(f"{_P}vidareremittering/", forwarding.forwarding, name="admin_forwarding"),
    path(
        f"{_P}vidareremittering/<uuid:target_id>/<slug:act>/",
        forwarding.decide,
        name="admin_forwarding_decide",
    ),
    path(f"{_P}rapport/", report.report, name="admin_report"),
    path(f"{_P}historik/", events.events, name="admin_events"),
    path(f"{_P}atkomst/", access.access, name="admin_access"),
    path(f"{_P}atkomst/patient/", access.find, name="admin_access_find"),
    path(f"{_P}atkomst/fil/", access.file, name="admin_access_file"),
    path(f"{_P}atkomst/granskad/", access.reviewed, name="admin_access_reviewed"),
]
