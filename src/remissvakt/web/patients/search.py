"""/sok/: find a patient by number or name, or a referral by its code. The question is posted: never in an address."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from remissvakt.audit.access import log_reads
from remissvakt.core.codes import parse_code
from remissvakt.core.ids import parse_id
from remissvakt.patients.models import Patient
from remissvakt.patients.search import find_patients
from remissvakt.patients.visibility import known_to
from remissvakt.web.frame import CARE, actor_of, page

from .forms import FindForm
from .referral_rows import rows_of, visible_referrals
from .results import grouped
from .roles import only

LIMIT = 20
_FOUND = "found_patients"


@require_http_methods(["GET", "POST"])
@only(CARE)
def search(request: HttpRequest) -> HttpResponse:
    """POST finds and leads on; GET is the empty form, or with `?senaste=1` what was last found.

    What does not exist and what one may not see are both "nothing found".
    """
    actor = actor_of(request)
    if request.method == "GET":
        found = _found(request) if "senaste" in request.GET else []
        return _results(request, FindForm(), found)
    form = FindForm(request.POST)
    if not form.is_valid():
        return page(
            request, "patients/search.html", {"form": form, "patients": [], "asked": False}, status=422
        )
    text = form.cleaned_data["q"]
    code = parse_code(text)
    referral = visible_referrals(actor).filter(code=code).first() if code else None
    if referral is not None:
        return HttpResponseRedirect(reverse("referral", kwargs={"referral_id": referral.id}))
    patients = find_patients(text=text, actor=actor, limit=LIMIT + 1)
    if not patients:
        return page(request, "patients/search.html", {"form": form, "patients": [], "asked": True})
    if len(patients) == 1:
        return HttpResponseRedirect(reverse("patient", kwargs={"patient_id": patients[0].id}))
    # Identifiers alone are kept, so that one can come back from a patient to the others that were found.
    request.session[_FOUND] = [str(patient.id) for patient in patients]
    return HttpResponseRedirect(f"{reverse('search')}?senaste=1")


def _found(request: HttpRequest) -> list[UUID]:
    return [one for text in request.session.get(_FOUND, []) if (one := parse_id(text)) is not None]


def _results(request: HttpRequest, form: FindForm, found: list[UUID]) -> HttpResponse:
    actor = actor_of(request)
    with transaction.atomic():
        patients = list(
            Patient.objects.filter(known_to(actor), id__in=found[:LIMIT]).order_by("sort_name", "id")
        )
        if patients:
            log_reads(
                actor=actor,
                patients=[patient.id for patient in patients],
                action="search",
                now=request.now,  # type: ignore[attr-defined]
            )
        referrals = rows_of(visible_referrals(actor).filter(patient__in=patients), actor=actor)
    context = {
        "form": form,
        "patients": grouped(patients, referrals),
        "more": len(found) > LIMIT,
        "asked": bool(found),
    }
    return page(request, "patients/search.html", context)
