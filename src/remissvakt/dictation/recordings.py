"""A recording that is begun together with the decision about a text: it never exists without one (A.1, B.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from .models import Recording, RecordingKind


def new_recording(
    *,
    recording_id: UUID,
    unit_id: UUID,
    patient_id: UUID,
    kind: RecordingKind,
    author_id: UUID,
    now: datetime,
) -> Recording:
    """Return the row, not yet written: the action that begins the text adds it before its dictation."""
    return Recording(
        id=recording_id,
        unit_id=unit_id,
        patient_id=patient_id,
        author_id=author_id,
        kind=kind.value,
        begun_at=now,
        changed_at=now,
    )
