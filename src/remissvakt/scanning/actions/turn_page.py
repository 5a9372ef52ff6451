"""A page lies on its side: a person turns it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.core.refusal import Stale
from remissvakt.documents.models import ScanPage
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.take_paper import locked_paper
from remissvakt.referrals.actions.texts import one_of
from remissvakt.referrals.rules.who import require_care_role

from ..arranging import page_seen, tell


def turn_page(
    *, page_id: UUID, document_version: int, quarter_turns: int, actor: Actor, now: datetime
) -> ScanPage:
    """Turn a page clockwise by 1, 2 or 3 quarters from how it is shown now; linked papers too.

    Raises NotFound, Stale, Refusal "choice_unknown", "scan_being_read".
    """
    require_care_role(actor.role)
    one_of(str(quarter_turns), (1, 2, 3), field="quarter_turns")
    page = page_seen(page_id=page_id, actor=actor)
    assert page.document_id is not None
    with transaction.atomic(durable=True):
        document = locked_paper(document_id=page.document_id, version=document_version, actor=actor)
        page.refresh_from_db()
        if page.document_id != document.id:
            raise Stale()
        page.quarter_turns = (page.quarter_turns + quarter_turns) % 4
        page.save(update_fields=["quarter_turns"])
        document.version += 1
        document.save(update_fields=["version"])
        tell("page_turned", document, actor=actor, now=now, page=page.number, turns=page.quarter_turns)
    return page
