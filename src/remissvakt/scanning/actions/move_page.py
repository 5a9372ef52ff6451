"""A page belongs to another document of the tray, or stands elsewhere in its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.core.refusal import NotFound, Stale
from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.rules.who import require_care_role

from ..arranging import both_unlinked, lay_empty_aside, page_seen, pages_of, put_pages, tell


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
    require_care_role(actor.role)
    page = page_seen(page_id=page_id, actor=actor)
    from_id = page.document_id
    assert from_id is not None
    with transaction.atomic(durable=True):
        held = both_unlinked((from_id, from_version), (to_document_id, to_version), actor=actor)
        source, target = held[from_id], held[to_document_id]
        if source.unit_id != target.unit_id:
            raise NotFound
        page.refresh_from_db()
        if page.document_id != source.id:
            raise Stale()
        left = [one for one in pages_of(source) if one.id != page.id]
        pages = left if source is target else pages_of(target)
        pages.insert(max(0, position - 1), page)
        put_pages(target, pages)
        if source is not target:
            put_pages(source, left)
            if not left:
                lay_empty_aside(source, actor=actor, now=now)
        tell(
            "page_moved",
            target,
            actor=actor,
            now=now,
            scan=page.scan_id,
            page=page.number,
            was=source.id,
            position=page.position,
        )
    return target
