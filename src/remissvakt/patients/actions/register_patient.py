"""Register a patient, or find the one who is there already."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import PatientNumber, read_patient_number
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal, Text
from remissvakt.organisations.actors import Actor

from ..fields import PatientDetails
from ..models import Patient
from ..permissions import require_care

_OTHER_NAME = _(
    "Patienten var redan registrerad, med ett annat namn. Jämför med underlaget; uppgifterna är inte ändrade."
)
_MORE_PROTECTED = _(
    "Underlaget säger skyddade personuppgifter, men det gör inte registreringen. Ändra patientens uppgifter genast."
)


@transaction.atomic(durable=True)
def register_patient(
    *,
    number: str,
    given_name: str,
    family_name: str,
    street: str = "",
    postal_code: str = "",
    city: str = "",
    phone: str = "",
    interpreter_language: str = "",
    confidential: bool = False,
    protected_registration: bool = False,
    actor: Actor,
    now: datetime,
) -> tuple[Patient, tuple[Text, ...], bool]:
    """Return the patient with this number, warnings for the one who typed, and whether a row was created.

    A patient who is there already is returned unchanged: what one referral says must not overwrite what
    others rely on. Two registrations at once give one row. Raises Refusal "not_allowed",
    "patient_number_…" (field "number"), "missing", "text_too_long".
    """
    require_care(actor)
    try:
        read = read_patient_number(number, today=local_date(now))
    except Refusal as refusal:
        raise refusal.for_field("number") from None
    columns = PatientDetails(
        given_name=given_name,
        family_name=family_name,
        street=street,
        postal_code=postal_code,
        city=city,
        phone=phone,
        interpreter_language=interpreter_language,
        confidential=confidential,
        protected_registration=protected_registration,
    ).columns()
    wanted = Patient(id=new_id(now=now), number_kind=read.kind.value, number=read.value, **columns)
    known = Patient.objects.filter(number=read.value).first() or _insert_unless_there(wanted)
    if known is not None:
        return known, (*read.warnings, *_differences(known, wanted)), False
    record_admin(
        kind="patient_registered",
        subject_kind="patient",
        subject_id=wanted.id,
        data=_data(read),
        actor=actor,
        now=now,
    )
    return wanted, read.warnings, True


def _insert_unless_there(wanted: Patient) -> Patient | None:
    """Insert the row; if somebody else has just inserted one with its number, return that one instead."""
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        return Patient.objects.get(number=wanted.number)
    return None


def _differences(known: Patient, wanted: Patient) -> tuple[Text, ...]:
    warnings: list[Text] = []
    if (known.search_family, known.search_given) != (wanted.search_family, wanted.search_given):
        warnings.append(_OTHER_NAME)
    if wanted.protected and not known.protected:
        warnings.append(_MORE_PROTECTED)
    return tuple(warnings)


def _data(read: PatientNumber) -> dict[str, str]:
    # The kind of number, never the number.
    return {"number_kind": read.kind.value}
