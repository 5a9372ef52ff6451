"""How is a patient shown at the top of a page? Address and phone of a protected one are not in it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.core.identifiers import birth_date
from remissvakt.core.refusal import Text
from remissvakt.patients.display import Address, shown_address
from remissvakt.patients.models import Patient
from remissvakt.web import presenting


def protection_of(patient: Patient) -> presenting.Protection:
    """Return which mark to draw."""
    return presenting.protection(
        confidential=patient.confidential, protected_registration=patient.protected_registration
    )


def age_on(patient: Patient, *, today: date) -> int | None:
    """Return the age in whole years that the number states, or None."""
    born = birth_date(patient.number)
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def banner_of(patient: Patient, *, today: date, linked: bool = False) -> presenting.Patient:
    """Return what `patient_banner` draws; `linked` where the patient's own page may be opened."""
    notes: list[Text] = []
    if patient.interpreter_language:
        notes.append(_("Tolk: %(language)s") % {"language": patient.interpreter_language})
    return presenting.Patient(
        number=patient.number,
        name=patient.name,
        url=reverse("patient", kwargs={"patient_id": patient.id}) if linked else "",
        age=age_on(patient, today=today),
        protected=protection_of(patient),
        notes=tuple(notes),
        contact=contact_lines(shown_address(patient)),
    )


def contact_lines(address: Address) -> tuple[str, ...]:
    """Return address and phone as short lines, without those that are empty."""
    place = " ".join(part for part in (address.postal_code, address.city) if part)
    post = ", ".join(part for part in (address.street, place) if part)
    return tuple(part for part in (post, address.phone) if part)
