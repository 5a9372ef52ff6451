"""How does somebody without access to patients speak of one? By a reference that tells nothing about who it is."""

from __future__ import annotations

from uuid import UUID


def patient_reference(patient_id: UUID) -> str:
    """Return eight signs of the random part of the patient's id: "P-3F9A-11C0"."""
    tail = patient_id.hex[-8:].upper()
    return f"P-{tail[:4]}-{tail[4:]}"
