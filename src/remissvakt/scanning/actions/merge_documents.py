"""One paper became two documents: they are joined."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor


def merge_documents(
    *,
    document_id: UUID,
    document_version: int,
    other_id: UUID,
    other_version: int,
    actor: Actor,
    now: datetime,
) -> Document:
    """Put the other's pages after this one's; the other is set aside, with that as the reason. Both unlinked.

    Raises NotFound, Stale, Refusal "merge_with_itself", "merge_two_codes", "paper_linked_already", "scan_being_read".
    """
    raise NotImplementedError
