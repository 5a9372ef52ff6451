"""A page lies on its side: a person turns it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.documents.models import ScanPage
from remissvakt.organisations.actors import Actor


def turn_page(
    *, page_id: UUID, document_version: int, quarter_turns: int, actor: Actor, now: datetime
) -> ScanPage:
    """Turn a page clockwise by 1, 2 or 3 quarters from how it is shown now; linked papers too."""
    raise NotImplementedError
