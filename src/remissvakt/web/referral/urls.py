"""The addresses of a referral, its acts and its editors."""

from __future__ import annotations

from django.urls import path

from . import act_view, answer_editor, text_editor, views

urlpatterns = [
    path("tolka/datum/", views.read_date, name="read_date"),
    path("remiss/<uuid:referral_id>/", views.referral, name="referral"),
    path("remiss/<uuid:referral_id>/gor/<slug:action>/", act_view.act, name="act"),
    path("remiss/<uuid:referral_id>/text/", text_editor.edit_text, name="edit_text"),
    path(
        "remiss/<uuid:referral_id>/svar/<uuid:reply_id>/text/", answer_editor.edit_answer, name="edit_answer"
    ),
]
