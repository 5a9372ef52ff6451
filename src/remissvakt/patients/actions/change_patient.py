"""Change what is kept of a patient."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.audit.models import AdminEvent
from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.refusal import NotFound, Refusal, Stale, Text
from remissvakt.organisations.actors import Actor

from ..fields import PatientDetails
from ..models import Patient
from ..permissions import require_care
from ..visibility import known_to

_NUMBER_TAKEN = _("En annan patient har redan det numret. Två registreringar kan inte slås ihop här.")


@transaction.atomic(durable=True)
def change_patient(
    *,
    patient_id: UUID,
    version: int,
    details: PatientDetails,
    number: str | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Patient, tuple[Text, ...]]:
    """Change a patient whom the actor's units may see; return it with warnings.

    `version` is the one that the form showed. `number` is given when a reserve number has been replaced.
    The event names the columns that changed, not what they held. Raises NotFound; Stale; Refusal
    "not_allowed", "patient_number_…", "number_taken", "missing".
    """
    require_care(actor)
    patient = Patient.objects.select_for_update(of=("self",)).filter(known_to(actor), id=patient_id).first()
    if patient is None:
        raise NotFound
    if patient.version != version:
        raise _stale(patient)
    values = dict(details.columns())
    warnings: tuple[Text, ...] = ()
    if number is not None:
        try:
            read = read_patient_number(number, today=local_date(now))
        except Refusal as refusal:
            raise refusal.for_field("number") from None
        values |= {"number": read.value, "number_kind": read.kind.value}
        warnings = read.warnings
    changed = {name: value for name, value in values.items() if getattr(patient, name) != value}
    if not changed:
        return patient, warnings
    for name, value in changed.items():
        setattr(patient, name, value)
    patient.version += 1
    try:
        with transaction.atomic():
            patient.save(update_fields=[*changed, "version"])
    except IntegrityError as error:
        raise Refusal("number_taken", _NUMBER_TAKEN, field="number") from error
    record_admin(
        kind="patient_changed",
        subject_kind="patient",
        subject_id=patient.id,
        data={"changed": sorted(name for name in changed if not name.startswith(("sort_", "search_")))},
        actor=actor,
        now=now,
    )
    return patient, warnings


def _stale(patient: Patient) -> Stale:
    last = AdminEvent.objects.filter(subject_id=patient.id).order_by("-sequence").first()
    if last is None:
        return Stale()
    return Stale(who=last.person_name, what=_("patientens uppgifter ändrades"), when=last.at)
