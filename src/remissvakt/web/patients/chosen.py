"""Whom does a form concern, that is opened with `?patient=`?

A patient may be chosen whom one's units have a referral for, or whose number one has typed in full in this
session. An identifier alone opens nothing: somebody else's patient is the same as none.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest

from remissvakt.audit.access import log_read
from remissvakt.core.ids import parse_id
from remissvakt.patients.models import Patient
from remissvakt.patients.visibility import has_referral_at
from remissvakt.web.frame import actor_of

_KEY = "looked_up_patients"
_MOST = 50


def remember(request: HttpRequest, patient_id: UUID) -> None:
    """Keep that the patient's number was typed in full here; only identifiers are kept, until logout."""
    known = [text for text in request.session.get(_KEY, []) if text != str(patient_id)]
    request.session[_KEY] = [*known, str(patient_id)][-_MOST:]


def chosen_patient(request: HttpRequest, *, action: str) -> Patient:
    """Return the patient of `?patient=`, and log the read. Raises Http404."""
    actor = actor_of(request)
    patient_id = parse_id(request.GET.get("patient"))
    if patient_id is None:
        raise Http404
    may = Q(has_referral_at(actor.unit_ids))
    if str(patient_id) in request.session.get(_KEY, []):
        may |= Q(id=patient_id)
    with transaction.atomic():
        patient = Patient.objects.filter(may, id=patient_id).first()
        if patient is None:
            raise Http404
        log_read(actor=actor, patient_id=patient.id, action=action, now=request.now)  # type: ignore[attr-defined]
    return patient
