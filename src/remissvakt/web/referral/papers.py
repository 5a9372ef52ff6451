"""The papers of a referral on its pages: what each is, how many pages are scanned, and where it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document
from remissvakt.referrals.queries import OpenReferral
from remissvakt.scanning.visible import visible_documents
from remissvakt.web.scanning import words
from remissvakt.web.scanning.viewer import Viewer, viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """One paper; `sheets` is 0 for one that is only registered by hand."""

    id: UUID
    url: str
    kind: Text
    says: str
    arrived_on: date
    sheets: str
    reply_id: UUID | None


def papers_of(opened: OpenReferral) -> list[PaperCard]:
    """Return the papers of the referral that the reader may see, oldest first; one statement if it has any."""
    if not opened.loop.documents:
        return []
    sheets = Count("pages", filter=Q(pages__separator=False))
    rows = visible_documents(opened.actor).filter(referral=opened.referral)
    return [_card(row) for row in rows.annotate(sheets=sheets).order_by("id")]


def viewers_of(papers: list[PaperCard], *, reply_id: UUID | None) -> list[Viewer]:
    """Return the scanned papers that one reply came on, to be read beside it."""
    ids = [
        paper.id for paper in papers if reply_id is not None and paper.reply_id == reply_id and paper.sheets
    ]
    rows = Document.objects.select_related("scan").filter(id__in=ids).order_by("id")
    return [viewer_of(row) for row in rows]


def _card(row: Document) -> PaperCard:
    sheets: int = row.sheets  # type: ignore[attr-defined]
    return PaperCard(
        id=row.id,
        url=reverse("paper", kwargs={"document_id": row.id}),
        kind=words.KINDS.get(row.kind, row.kind),
        says=", ".join(text for text in (row.description, row.sender) if text),
        arrived_on=row.arrived_on,
        sheets=words.pages(sheets) if sheets else "",
        reply_id=row.reply_id,
    )
