"""/intyg/<id>/: what Webcert has reported of a certificate, and the mark that it has been handled there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.access import log_read
from remissvakt.audit.once import Answer
from remissvakt.referrals.actions.certificates import handle_certificate
from remissvakt.referrals.models import CertificateQuestion
from remissvakt.referrals.states import Node
from remissvakt.web.acting import back_path, message, run, status_of
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.roles import only

from .paper_forms import VersionForm

# Ämne, from the code system of CertificateStatusUpdateForCare 3.2.
SUBJECTS: dict[str, Any] = {
    "KOMPLT": _("Komplettering"),
    "PAMINN": _("Påminnelse"),
    "AVSTMN": _("Avstämningsmöte"),
    "KONTKT": _("Kontakt"),
    "OVRIGT": _("Övrigt"),
}
# Händelsekod: what happened last.
EVENTS: dict[str, Any] = {
    "SKAPAT": _("intyget skapades"),
    "ANDRAT": _("intyget ändrades"),
    "SIGNAT": _("intyget signerades"),
    "SKICKA": _("intyget skickades"),
    "RADERA": _("intygsutkastet raderades"),
    "MAKULE": _("intyget makulerades"),
    "NYFRFM": _("en ny fråga kom"),
    "NYFRFV": _("en ny fråga skickades"),
    "NYSVFM": _("ett nytt svar kom"),
    "HANFRFM": _("en fråga som kommit är hanterad"),
    "HANFRFV": _("en fråga som skickats är hanterad"),
}


@require_http_methods(["GET", "POST"])
@answers_once
@only(CARE)
def certificate(request: HttpRequest, certificate_question_id: UUID) -> HttpResponse:
    """Show the totals of the latest report; POST marks them as handled."""
    form: forms.Form | None = None
    if request.method == "POST":
        form = VersionForm(request.POST)
        done = run(
            request,
            form,
            lambda: act_once(request, lambda: _handle(request, certificate_question_id, form)),
        )
        if done is not None:
            return done
    actor = actor_of(request)
    with transaction.atomic():
        row = (
            CertificateQuestion.objects.select_related("patient", "unit", "issuer", "handled_by")
            .filter(id=certificate_question_id, unit_id__in=actor.units_for(Node.CERTIFICATE))
            .first()
        )
        if row is None:
            raise Http404
        log_read(actor=actor, patient_id=row.patient_id, action="read_certificate", now=request.now)  # type: ignore[attr-defined]
    context = {
        "certificate": row,
        "patient": banner_of(row.patient, today=today_of(request)),
        "subject": SUBJECTS.get(row.subject, row.subject),
        "event": EVENTS.get(row.event_code, row.event_code),
        "form": form,
        "back_url": back_path(request),
    }
    return page(request, "registering/certificate.html", context, status=status_of(form) if form else 200)


def _handle(request: HttpRequest, certificate_question_id: UUID, form: forms.Form | None) -> Answer:
    assert form is not None
    handle_certificate(
        certificate_question_id=certificate_question_id,
        version=form.cleaned_data["version"],
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )
    told = _("Intyget är markerat som hanterat. Nästa nyhet från Webcert öppnar det igen.")
    return Answer(to=back_path(request) or reverse("my_list", kwargs={"slug": "webcert"}), told=message(told))
