"""One paper became two documents: they are joined."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.record import record_paper
from remissvakt.referrals.rules.who import require_care_role

from ..arranging import both_unlinked, lay_empty_aside, pages_of, put_pages, tell


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

    Raises NotFound, Stale, Refusal "merge_with_itself", "merge_two_codes", "merge_without_pages",
    "paper_linked_already", "scan_being_read".
    """
    require_care_role(actor.role)
    if document_id == other_id:
        raise Refusal("merge_with_itself", _("Välj ett annat papper att foga ihop med."))
    with transaction.atomic(durable=True):
        held = both_unlinked((document_id, document_version), (other_id, other_version), actor=actor)
        document, other = held[document_id], held[other_id]
        if document.unit_id != other.unit_id:
            raise NotFound
        pages = pages_of(other)
        if not pages:
            raise Refusal("merge_without_pages", _("Papperet har inga sidor att foga till."))
        if document.code_id is not None and other.code_id not in (None, document.code_id):
            raise Refusal("merge_two_codes", _("Papperen har olika koder och hör inte ihop."))
        # A code stays with what it stands on: it says whose the whole is.
        document.code_id = document.code_id or other.code_id
        document.save(update_fields=["code"])
        put_pages(document, [*pages_of(document), *pages])
        put_pages(other, [])
        lay_empty_aside(other, actor=actor, now=now)
        record_paper(document)
        tell("papers_merged", document, actor=actor, now=now, other=other.id, pages=len(pages))
    return document
