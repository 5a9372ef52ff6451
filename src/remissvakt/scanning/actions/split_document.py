"""Two papers lie in one document: it is split at a page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor


def split_document(
    *, new_document_id: UUID, page_id: UUID, document_version: int, actor: Actor, now: datetime, reason: str = ""
) -> Document:
    """Let the page and all after it be a new document in Okopplade, and return that.

    `new_document_id` is drawn when the form is shown. Pages of a linked document may be taken out too, with a
    `reason`: the referral's timeline tells of it, and those who could have acted on them are told.
    Raises NotFound, Stale, Refusal "split_at_first_page", "scan_being_read", "text_missing" (field "reason").
    """
    raise NotImplementedError
