"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import audio, habits, load, recorder, takes, taking, typing, upload

urlpatterns: list[URLPattern] = [
    path("diktat/<uuid:recording_id>/spela-in/", recorder.record, name="record"),
    path("diktat/<uuid:recording_id>/klart/", recorder.record_finish, name="record_finish"),
    path("diktat/<uuid:recording_id>/oppna/", recorder.record_reopen, name="record_reopen"),
    path("diktat/<uuid:recording_id>/fil/", upload.record_upload, name="record_upload"),
    path("diktat/<uuid:recording_id>/lage/", takes.record_state, name="record_state"),
    path("diktat/<uuid:recording_id>/inspelningar/", takes.record_take, name="record_take"),
    path(
        "diktat/<uuid:recording_id>/inspelningar/<uuid:take_id>/delar/<int:number>/",
        takes.record_part,
        name="record_part",
    ),
    path(
        "diktat/<uuid:recording_id>/inspelningar/<uuid:take_id>/stopp/", takes.record_stop, name="record_stop"
    ),
    path("diktat/<uuid:recording_id>/ljud/", audio.recording_audio, name="recording_audio"),
    path("diktat/<uuid:recording_id>/inspelningar/<uuid:take_id>/ljud/", audio.take_audio, name="take_audio"),
    path(
        "diktat/<uuid:recording_id>/inspelningar/<uuid:take_id>/original/",
        audio.take_original,
        name="take_original",
    ),
    path("diktat/tangenter/", habits.typing_habits, name="typing_habits"),
    path("diktat/lage/", load.dictation_load, name="dictation_load"),
    path("diktat/<uuid:dictation_id>/skriv/", typing.transcribe, name="transcribe"),
    path("diktat/<uuid:dictation_id>/ta/", taking.take_dictation, name="take_dictation"),
    path("diktat/<uuid:dictation_id>/oklart/", taking.mark_unclear, name="mark_unclear"),
    path(
        "diktat/<uuid:dictation_id>/oklart/<uuid:spot_id>/klart/",
        taking.settle_unclear,
        name="settle_unclear",
    ),
    path("diktat/<uuid:dictation_id>/tillbaka/", taking.send_back, name="send_back_dictation"),
]
