"""Addresses of the pages where work begins."""

from __future__ import annotations

from django.urls import path

from . import certificate, new_referral, register_arrival, register_paper

urlpatterns = [
    path("remiss/ny/", new_referral.new_referral, name="new_referral"),
    path("ankomst/", register_arrival.register_arrival, name="register_arrival"),
    path("papper/ny/", register_paper.register_paper, name="register_paper"),
    path("intyg/<uuid:certificate_question_id>/", certificate.certificate, name="certificate"),
]
