"""Addresses of letters: copies to look at, deliveries to print, letters that were begun, and print runs."""

from __future__ import annotations

from django.urls import path

from . import copies, delivery, editor, runs

_REFERRAL = "remiss/<uuid:referral_id>/"
_DELIVERY = f"{_REFERRAL}forsandelse/<uuid:delivery_id>/"
_RUN = "utskrifter/<uuid:run_id>/"

urlpatterns = [
    path(f"{_REFERRAL}utskrift/", copies.referral_letter, name="referral_letter"),
    path(f"{_REFERRAL}svar/<uuid:reply_id>/utskrift/", copies.reply_letter, name="reply_letter"),
    path(_DELIVERY, delivery.delivery_letter, name="delivery_letter"),
    path(f"{_DELIVERY}skriv-ut/", delivery.print_one, name="print_delivery"),
    path(f"{_DELIVERY}pdf/", delivery.printed_pdf, name="printed_pdf"),
    path(f"{_REFERRAL}brev/<uuid:letter_id>/", editor.edit_letter, name="edit_letter"),
    path("utskrifter/", runs.runs, name="print_runs"),
    path(_RUN, runs.run, name="print_run"),
    path(f"{_RUN}fortsatt/", runs.go_on_with, name="print_run_go_on"),
    path(f"{_RUN}postade/", runs.posted, name="print_run_posted"),
    path(f"{_RUN}pdf/", runs.pdf, name="print_run_pdf"),
]
