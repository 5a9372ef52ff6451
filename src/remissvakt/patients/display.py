"""What may be shown of a patient where? Address and phone of a protected one never come by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Patient


@dataclass(frozen=True, slots=True)
class Address:
    """Where a patient is reached. All empty with `hidden` on: protected, and not asked for by name."""

    street: str
    postal_code: str
    city: str
    phone: str
    hidden: bool = False


def shown_address(patient: Patient, *, revealed: bool = False) -> Address:
    """Return the address, hidden for a protected patient unless `revealed`.

    `revealed` is only ever true for what `patients.reveal.reveal_address` gave, which logs it; lists,
    letters and exports leave it out.
    """
    if patient.protected and not revealed:
        return Address("", "", "", "", hidden=True)
    return Address(patient.street, patient.postal_code, patient.city, patient.phone)
