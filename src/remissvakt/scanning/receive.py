"""A file comes to a unit's tray: kept first, then visible as work the same moment (A.3, A.6, B.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from remissvakt.documents.models import Scan
from remissvakt.organisations.actors import Actor

MAX_BYTES = 100 * 1024 * 1024


def receive(
    *,
    scan_id: UUID,
    unit_id: UUID,
    content: BinaryIO | Iterable[bytes],
    size: int | None,
    name: str,
    source: str,
    arrived_on: date,
    actor: Actor | None,
    now: datetime,
) -> Scan:
    """Keep the file, and put it in the unit's Okopplade as one document until it has been read and split.

    `scan_id` is drawn when the form is shown (the same file sent twice with the same id returns the first scan);
    `source` is a ScanSource; `actor` is None for the folder and the mail. Raises NotFound, or Refusal
    "scan_empty", "scan_too_large", "scan_unknown_type" and "same_file_before" (params who, when, scan: its id).
    """
    raise NotImplementedError
