"""/patient/<id>/: one patient, with the referrals that one's own units are part of."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from remissvakt.audit.access import log_read
from remissvakt.core.identifiers import NUMBER_NAMES, NumberKind
from remissvakt.core.refusal import NotFound
from remissvakt.patients.display import Address, shown_address
from remissvakt.patients.models import Patient
from remissvakt.patients.reveal import reveal_address
from remissvakt.patients.visibility import known_to
from remissvakt.web.frame import CARE, actor_of, page, today_of

from .banner import banner_of, protection_of
from .history import changes_of
from .referral_rows import MOST, rows_of, visible_referrals
from .roles import only


@require_http_methods(["GET", "POST"])
@only(CARE)
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Show the patient; POST shows a protected one's address and phone too, which is logged each time."""
    actor = actor_of(request)
    revealed: Address | None = None
    if request.method == "POST":
        try:
            revealed = reveal_address(patient_id=patient_id, actor=actor, now=request.now)  # type: ignore[attr-defined]
        except NotFound as refusal:
            raise Http404 from refusal
    with transaction.atomic():
        row = visible_patient(request, patient_id)
        log_read(actor=actor, patient_id=row.id, action="read_patient", now=request.now)  # type: ignore[attr-defined]
        referrals = rows_of(
            visible_referrals(actor).filter(patient=row).order_by("-id")[: MOST + 1], actor=actor
        )
        changes = changes_of(row)
    context = {
        "patient": row,
        "banner": banner_of(row, today=today_of(request)),
        "protected": protection_of(row),
        "address": revealed or shown_address(row),
        "number_kind": NUMBER_NAMES[NumberKind(row.number_kind)],
        "open_rows": [one for one in referrals[:MOST] if one.open],
        "closed_rows": [one for one in referrals[:MOST] if not one.open],
        "more": len(referrals) > MOST,
        "changes": changes,
        "may_refer": actor.role in CARE,
    }
    return page(request, "patients/one.html", context)


def visible_patient(request: HttpRequest, patient_id: UUID) -> Patient:
    """Return a patient for whom one's units have, or had, a referral. Raises Http404 for any other."""
    row = Patient.objects.filter(known_to(actor_of(request)), id=patient_id).first()
    if row is None:
        raise Http404
    return row
