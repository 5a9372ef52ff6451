"""Confirm by dictating (B.2): a confirmation that is spoken, typed, given its wait, signed and sent.

A confirmation that is written at once is `confirm`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.dictation.models import RecordingKind
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Reply
from ..rules import Action
from ..states import ReplyKind
from .answer import begun_reply
from .assess import put_assessment
from .dictated import put_dictation


def decide_confirmation(
    *,
    case_id: UUID,
    version: int,
    reply_id: UUID,
    actor: Actor,
    now: datetime,
    dictation_place: str = "",
    recording_id: UUID | None = None,
) -> Reply:
    """Decide to confirm, and dictate it: the same clock as for an answer. The watch moves first when it is sent."""
    with change(
        action=Action.DECIDE_CONFIRMATION, case_id=case_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.case is not None
        put_assessment(doing)
        reply = begun_reply(doing, reply_id=reply_id, kind=ReplyKind.CONFIRMED, text="")
        reply.dictation = put_dictation(
            doing,
            kind=RecordingKind.CONFIRMATION,
            unit_id=doing.case.unit_id,
            author_id=actor.person_id,
            place=dictation_place,
            recording_id=recording_id,
        )
        doing.loop.add(reply)
        doing.loop.bump(doing.case)
        doing.loop.event("confirmation_decided", side="own", reply=reply_id)
    return reply
