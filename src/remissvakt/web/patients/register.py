"""/patient/ny/: register a patient on the way to a referral or an arrival."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.refusal import Refusal, Text
from remissvakt.patients.actions.register_patient import register_patient
from remissvakt.web.acting import back_path, run, status_of, tell
from remissvakt.web.frame import CARE, actor_of, page, today_of

from .chosen import remember
from .forms import DETAILS, PatientForm
from .roles import only

GOING_TO = {"remiss": "new_referral", "ankomst": "register_arrival"}
KEPT = ("enhet", "papper", "slag", "tillbaka")


@require_http_methods(["GET", "POST"])
@only(CARE)
def new_patient(request: HttpRequest) -> HttpResponse:
    """Register, and go on with the form that the patient was wanted for."""
    if request.method == "GET":
        return registration_page(request, PatientForm())
    form = PatientForm(request.POST)
    done = run(
        request,
        form,
        lambda: register_patient(
            number=form.cleaned_data["number"],
            **{name: form.cleaned_data[name] for name in DETAILS},
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if done is None:
        return registration_page(request, form)
    patient, warnings, created = done
    remember(request, patient.id)
    tell(
        request,
        _("Patienten är registrerad.") if created else _("Patienten fanns redan. Inget är ändrat."),
        level="done" if created else "warning",
    )
    for warning in warnings:
        tell(request, warning, level="warning")
    return HttpResponseRedirect(onward(request, patient.id))


def onward(request: HttpRequest, patient_id: UUID) -> str:
    """Return the address of the form that the patient was wanted for, with what it had in its address."""
    going_to = GOING_TO.get(request.GET.get("till", ""), "new_referral")
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return f"{reverse(going_to)}?{urlencode({**kept, 'patient': str(patient_id)})}"


def registration_page(request: HttpRequest, form: PatientForm, *, typed: str = "") -> HttpResponse:
    """Draw the form; an unusual number is warned of before it is saved."""
    return page(
        request,
        "patients/new.html",
        {
            "form": form,
            "action": registration_address(request),
            "warnings": number_warnings(typed or str(form["number"].value() or ""), request),
            "back_url": back_path(request),
        },
        status=status_of(form),
    )


def registration_address(request: HttpRequest, *, till: str = "") -> str:
    """Return the address that the form posts to: where to go on stands in it, the number never does."""
    kept = {name: request.GET[name] for name in (*KEPT, "till") if request.GET.get(name)}
    if till:
        kept["till"] = till
    return f"{reverse('new_patient')}?{urlencode(kept)}" if kept else reverse("new_patient")


def number_warnings(typed: str, request: HttpRequest) -> tuple[Text, ...]:
    """Return what is unusual about a number that can be kept; nothing for one that cannot."""
    try:
        return read_patient_number(typed, today=today_of(request)).warnings
    except Refusal:
        return ()
