"""Whom is it about? The first step of a new referral and of an arrival.

A number typed in full finds anybody who is registered, or leads to registering; a name finds only those for
whom one's own units have a referral. What was typed never stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.access import log_reads
from remissvakt.core.identifiers import format_patient_number, read_patient_number
from remissvakt.core.refusal import Refusal, Text
from remissvakt.patients.models import Patient
from remissvakt.patients.search import find_patients, patient_by_number
from remissvakt.web.acting import back_path, status_of
from remissvakt.web.frame import actor_of, page, today_of
from remissvakt.web.patients.banner import protection_of
from remissvakt.web.patients.chosen import remember
from remissvakt.web.patients.forms import FindForm, PatientForm
from remissvakt.web.patients.register import number_warnings, registration_address

LIMIT = 20
_DIGITS = re.compile(r"[0-9]")


def choose_patient(
    request: HttpRequest, *, title: Text, till: str, beside: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Ask for the patient, and come back to the same address with `patient` in it.

    `beside` is what the page shows along with the question: the paper on which the number stands, as `viewer`.
    """
    form = FindForm(request.POST or None)
    shown = {"title": title, **(beside or {"viewer": None})}
    if request.method != "POST" or not form.is_valid():
        return _draw(request, form, shown)
    text: str = form.cleaned_data["q"]
    if not _DIGITS.search(text):
        return _by_name(request, form, text, shown)
    try:
        read = read_patient_number(text, today=today_of(request))
    except Refusal as refusal:
        form.add_error("q", refusal.message)
        return _draw(request, form, shown)
    known = patient_by_number(number=text, today=today_of(request))
    if known is not None:
        remember(request, known.id)
        return HttpResponseRedirect(address_with(request, known))
    context = {
        "form": PatientForm(initial={"number": format_patient_number(read.value)}),
        "action": registration_address(request, till=till),
        "warnings": number_warnings(text, request),
        "back_url": back_path(request),
    }
    return page(request, "patients/new.html", context)


def address_with(request: HttpRequest, patient: Patient) -> str:
    """Return the present address with this patient in it."""
    return f"{request.path}?{urlencode({**request.GET.dict(), 'patient': str(patient.id)})}"


def _by_name(request: HttpRequest, form: FindForm, text: str, shown: Mapping[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    with transaction.atomic():
        found = find_patients(text=text, actor=actor, limit=LIMIT)
        if found:
            log_reads(
                actor=actor,
                patients=[patient.id for patient in found],
                action="choose_patient",
                now=request.now,  # type: ignore[attr-defined]
            )
    if not found:
        form.add_error(
            "q", _("Ingen patient här heter så. Skriv hela personnumret, så går det att registrera en ny.")
        )
    return _draw(request, form, shown, found=found)


def _draw(
    request: HttpRequest, form: FindForm, shown: Mapping[str, Any], *, found: list[Patient] | None = None
) -> HttpResponse:
    choices = [
        {
            "number": patient.number,
            "name": patient.name,
            "protected": protection_of(patient),
            "url": address_with(request, patient),
        }
        for patient in found or []
    ]
    context = {**shown, "form": form, "choices": choices, "back_url": back_path(request)}
    return page(request, "registering/choose_patient.html", context, status=status_of(form))
