"""A page belongs to another document of the tray, or stands elsewhere in its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor


def move_page(
    *,
    page_id: UUID,
    from_version: int,
    to_document_id: UUID,
    to_version: int,
    position: int,
    actor: Actor,
    now: datetime,
) -> Document:
    """Put a page as number `position` (from 1) of a document of the same unit; both unlinked.

    `from_version` and `to_version` are those of the documents as they were seen (the same one twice for a move
    within a document). A document that is left without pages is set aside, with that as the reason.
    Raises NotFound, Stale, Refusal "paper_linked_already", "scan_being_read".
    """
    raise NotImplementedError
