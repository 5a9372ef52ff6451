"""Typing done and text complete: the steps between a decision and a signature (A.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from remissvakt.dictation.hold import require_free
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Referral
from ..rules import Action
from ..states import ReferralState
from .dictated import put_typed
from .edit_text import apply_text


def transcribe(
    *,
    referral_id: UUID,
    version: int,
    draft_version: int,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    read_through: bool = False,
) -> Referral:
    """The dictation is typed; the text goes on to be completed."""
    with change(
        action=Action.TRANSCRIBE, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        apply_text(doing, draft_version=draft_version, fields=fields)
        dictation = doing.loop.version.dictation
        assert dictation is not None  # the rule: dictated
        require_free(dictation, person_id=actor.person_id, now=now)
        put_typed(doing, dictation, read_through=read_through)
        doing.loop.bump(doing.referral)
    return doing.referral


def complete(
    *,
    referral_id: UUID,
    version: int,
    draft_version: int,
    actor: Actor,
    now: datetime,
    fields: Mapping[str, Any] | None = None,
    to_unit_id: UUID | None = None,
    priority_rank: int | None = None,
    priority_label: str = "",
) -> Referral:
    """The text is whole; it goes to the referrer to be signed. What was typed last is saved with it."""
    with change(
        action=Action.EDIT_TEXT, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        apply_text(
            doing,
            draft_version=draft_version,
            fields=fields or {},
            to_unit_id=to_unit_id,
            priority_rank=priority_rank,
            priority_label=priority_label,
        )
        doing.require(Action.COMPLETE)
        doing.loop.set(doing.loop.version, completed_at=now, completed_by_id=actor.person_id)
        doing.loop.bump(doing.referral)
        doing.loop.event("completed", side="own")
    return doing.referral


def reopen_text(*, referral_id: UUID, version: int, actor: Actor, now: datetime) -> Referral:
    """Open a complete or signed text again before it is sent; a signature on it no longer holds."""
    with change(
        action=Action.REOPEN_TEXT, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        loop = doing.loop
        loop.set(
            loop.version,
            completed_at=None,
            completed_by_id=None,
            signed_at=None,
            signed_by_id=None,
            draft_version=loop.version.draft_version + 1,
            edited_at=now,
            edited_by_id=actor.person_id,
        )
        if doing.referral.state == ReferralState.SIGNED:
            loop.set(doing.referral, state=ReferralState.DRAFT.value, signed_at=None, signed_by_id=None)
        loop.bump(doing.referral)
        loop.event("reopened_text", side="own")
    return doing.referral
