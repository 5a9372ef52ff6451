"""The numbers of patients and the identities of care units: how they are read, checked and shown."""

from remissvakt.core.identifiers.hsa_id import HSA_ID_ROOT, HsaId, read_hsa_id
from remissvakt.core.identifiers.kinds import NUMBER_NAMES, NUMBER_ROOTS, NumberKind, PatientNumber
from remissvakt.core.identifiers.patient_number import birth_date, format_patient_number, read_patient_number

__all__ = [
    "HSA_ID_ROOT",
    "NUMBER_NAMES",
    "NUMBER_ROOTS",
    "HsaId",
    "NumberKind",
    "PatientNumber",
    "birth_date",
    "format_patient_number",
    "read_hsa_id",
    "read_patient_number",
]
