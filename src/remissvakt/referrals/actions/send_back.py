"""The author sends a typed dictation back, with what is wrong: it lies in Att skriva ut again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.dictation.models import Dictation
from remissvakt.organisations.actors import Actor

from ..rules import Action
from .edit_text import same_draft
from .texts import wanted_line
from .type_dictation import dictated_text


def send_back_dictation(
    *, dictation_id: UUID, draft_version: int, note: str, actor: Actor, now: datetime
) -> Dictation:
    """Not yet signed, it is to be typed again; what was typed stays in the text. The due date is the same."""
    with dictated_text(
        action=Action.SEND_BACK_DICTATION, dictation_id=dictation_id, actor=actor, now=now
    ) as it:
        loop, row = it.doing.loop, it.row
        same_draft(row, draft_version)
        why = wanted_line(note, field="note", max_length=500)
        loop.set(
            it.dictation,
            transcribed_at=None,
            transcribed_by_id=None,
            taken_at=None,
            taken_by_id=None,
            read_through_at=None,
            read_through_by_id=None,
            sent_back_at=now,
            sent_back_note=why,
        )
        loop.set(
            row,
            completed_at=None,
            completed_by_id=None,
            draft_version=draft_version + 1,
            edited_at=now,
            edited_by_id=actor.person_id,
        )
        if it.doing.reply is None and it.doing.letter is None:
            loop.bump(it.doing.referral)
        loop.event("sent_back_to_typing", side="own", note=why)
    return it.dictation
