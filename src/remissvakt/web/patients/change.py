"""/patient/<id>/andra/: change a patient's name, address, interpreter and markings."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.access import log_read
from remissvakt.core.identifiers import format_patient_number
from remissvakt.core.refusal import NotFound
from remissvakt.patients.actions.change_patient import change_patient
from remissvakt.patients.models import Patient
from remissvakt.patients.reveal import reveal_address
from remissvakt.web.acting import run, status_of, tell
from remissvakt.web.frame import CARE, actor_of, page, today_of

from .banner import banner_of
from .forms import ChangePatientForm, details_of
from .one import visible_patient
from .roles import only


@require_http_methods(["GET", "POST"])
@only(CARE)
def change(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """GET and `do=show` draw the form; any other POST saves it.

    A protected patient's form holds the address, so it is drawn only after one has asked for it (logged).
    """
    actor, now = actor_of(request), request.now  # type: ignore[attr-defined]
    with transaction.atomic():
        row = visible_patient(request, patient_id)
        log_read(actor=actor, patient_id=row.id, action="change_patient", now=now)
    if request.method == "GET" and row.protected:
        return _draw(request, row, None)
    if request.method == "GET":
        return _draw(request, row, _filled(row))
    if request.POST.get("do") == "show":
        try:
            reveal_address(patient_id=row.id, actor=actor, now=now)
        except NotFound as refusal:
            raise Http404 from refusal
        return _draw(request, row, _filled(row))
    form = ChangePatientForm(request.POST)
    done = run(
        request,
        form,
        lambda: change_patient(
            patient_id=row.id,
            version=form.cleaned_data["version"],
            details=form.details(),
            number=_changed_number(form, row),
            actor=actor,
            now=now,
        ),
    )
    if done is None:
        return _draw(request, row, form)
    tell(request, _("Patientens uppgifter är ändrade."))
    for warning in done[1]:
        tell(request, warning, level="warning")
    return HttpResponseRedirect(reverse("patient", kwargs={"patient_id": row.id}))


def _filled(row: Patient) -> ChangePatientForm:
    number = format_patient_number(row.number)
    return ChangePatientForm(initial={**details_of(row), "number": number, "version": row.version})


def _changed_number(form: ChangePatientForm, row: Patient) -> str | None:
    typed: str = form.cleaned_data["number"]
    return None if typed.strip() in (row.number, format_patient_number(row.number)) else typed


def _draw(request: HttpRequest, row: Patient, form: ChangePatientForm | None) -> HttpResponse:
    stale = form is not None and form.is_bound and status_of(form) == 409
    context = {
        "patient": row,
        "banner": banner_of(row, today=today_of(request)),
        "form": form,
        # After Stale one has read who changed what; what was typed may then be saved on top of it.
        "version": row.version if form is None or stale or not form.is_bound else form["version"].value(),
    }
    return page(request, "patients/change.html", context, status=200 if form is None else status_of(form))
