"""What exactly was signed: a hash of the text goes with the signature into the timeline.

A signed text never changes; the chain of events is what shows it if one has.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from .models import Letter, ReferralVersion, Reply
from .models.version import TEXT_FIELDS


def text_hash(row: ReferralVersion | Reply | Letter) -> str:
    """SHA-256 of everything that the signer vouched for."""
    if isinstance(row, Reply):
        content: list[object] = [row.kind, row.text]
    elif isinstance(row, Letter):
        at = row.appointment_at.astimezone(UTC).isoformat() if row.appointment_at else ""
        content = [row.kind, row.text, row.language, at, row.appointment_place, row.appointment_with]
    else:
        content = [*(getattr(row, name) for name in TEXT_FIELDS), row.care_responsibility_remains]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
