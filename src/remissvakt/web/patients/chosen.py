"""Whom does a form concern, that is opened with `?patient=`?

A patient may be chosen whom one's units have a referral for, or whose number one has typed in full in this
session. An identifier alone opens nothing: somebody else's patient is the same as none.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest

from remissvakt.audit.access import log_read, log_with_answer
from remissvakt.core.ids import parse_id
from remissvakt.database.together import Together
from remissvakt.patients.models import Patient
from remissvakt.patients.visibility import known_to, known_to_units
from remissvakt.web.frame import actor_of

_KEY = "looked_up_patients"
_MOST = 50


def remember(request: HttpRequest, patient_id: UUID) -> None:
    """Keep that the patient's number was typed in full here; only identifiers are kept, until logout."""
    known = [text for text in request.session.get(_KEY, []) if text != str(patient_id)]
    request.session[_KEY] = [*known, str(patient_id)][-_MOST:]


def chosen_patient(request: HttpRequest, *, action: str) -> Patient:
    """Return the patient of `?patient=`, and log the read. Raises Http404."""
    with transaction.atomic():
        patient = _patient(request)
        log_read(actor=actor_of(request), patient_id=patient.id, action=action, now=request.now)  # type: ignore[attr-defined]
    return patient


def patient_to_act_on(request: HttpRequest, *, action: str) -> Patient:
    """The same within `act_once`: the read is logged with what is done."""
    patient = _patient(request)
    log_with_answer(actor=actor_of(request), patient_id=patient.id, action=action, now=request.now)  # type: ignore[attr-defined]
    return patient


def _patient(request: HttpRequest) -> Patient:
    actor = actor_of(request)
    patient_id = parse_id(request.GET.get("patient"))
    if patient_id is None:
        raise Http404
    if str(patient_id) in request.session.get(_KEY, []):
        found = _BY_ID(patient_id=patient_id)["patient"]
    elif actor.in_pool:
        found = list(Patient.objects.filter(known_to(actor), id=patient_id))
    else:
        (unit_id,) = actor.unit_ids
        found = _KNOWN(patient_id=patient_id, unit_id=unit_id)["patient"]
    if not found:
        raise Http404
    return found[0]


_BY_ID = Together(lambda *, patient_id: {"patient": Patient.objects.filter(id=patient_id)})
_KNOWN = Together(
    lambda *, patient_id, unit_id: {
        "patient": Patient.objects.filter(known_to_units([unit_id]), id=patient_id)
    }
)
