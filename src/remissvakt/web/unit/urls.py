"""Addresses of the unit's pages. All are about the unit of one's assignment: no unit stands in them."""

from __future__ import annotations

from django.urls import path

from . import (
    absences,
    contact,
    delegations,
    forwarding,
    letters,
    limits,
    overview,
    people,
    person,
    phrases,
    priorities,
    report,
    texts,
)

urlpatterns = [
    path("enhet/", overview.overview, name="unit_settings"),
    path("enhet/uppgifter/", contact.contact, name="unit_contact"),
    path("enhet/granser/", limits.limits, name="unit_limits"),
    path("enhet/prioriteter/", priorities.priorities, name="unit_priorities"),
    path("enhet/texter/", texts.texts, name="unit_texts"),
    path("enhet/texter/ny/", texts.new_text, name="unit_text_new"),
    path("enhet/texter/<uuid:template_id>/", texts.text, name="unit_text"),
    path("enhet/texter/<uuid:template_id>/ta-bort/", texts.retire, name="unit_text_retire"),
    path("enhet/brev/", letters.letters, name="unit_letters"),
    path("enhet/brev/exempel/", letters.preview, name="unit_letters_preview"),
    path("enhet/brev/bild/", letters.picture, name="unit_letters_picture"),
    path("enhet/fraser/", phrases.phrases, name="unit_phrases"),
    path("enhet/fraser/ny/", phrases.new_phrase, name="unit_phrase_new"),
    path("enhet/fraser/<uuid:phrase_id>/", phrases.phrase, name="unit_phrase"),
    path("enhet/fraser/<uuid:phrase_id>/ta-bort/", phrases.retire, name="unit_phrase_retire"),
    path("enhet/vidareremittering/", forwarding.forwarding, name="unit_forwarding"),
    path("enhet/vidareremittering/<uuid:target_id>/avsluta/", forwarding.end, name="unit_forwarding_end"),
    path("enhet/personer/", people.people, name="unit_people"),
    path("enhet/personer/uppdrag/", people.assign_person, name="unit_assign"),
    path("enhet/personer/<uuid:person_id>/", person.person, name="unit_person"),
    path("enhet/uppdrag/<uuid:assignment_id>/avsluta/", person.end, name="unit_assignment_end"),
    path("enhet/franvaro/", absences.absences, name="unit_absences"),
    path("enhet/franvaro/ny/", absences.new_absence, name="unit_absence_new"),
    path("enhet/franvaro/<uuid:absence_id>/", absences.absence, name="unit_absence"),
    path("enhet/rapport/", report.report, name="unit_report"),
    path("enhet/utdelat/", delegations.delegations, name="unit_delegations"),
    path("enhet/utdelat/ny/", delegations.new_delegation, name="unit_delegate"),
    path("enhet/utdelat/<uuid:delegation_id>/avsluta/", delegations.end, name="unit_delegation_end"),
]
