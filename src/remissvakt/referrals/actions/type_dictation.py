"""Type a dictation: take it, save what is typed, hand it on; of a referral, a reply or a letter (A.1, B.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from remissvakt.core.refusal import NotFound
from remissvakt.core.waits import Wait
from remissvakt.dictation.hold import require_free
from remissvakt.dictation.models import Dictation
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Letter, ReferralVersion, Reply
from ..rules import Action
from .answer import put_completed, write_answer
from .dictated import put_typed
from .edit_text import apply_text
from .letters import put_letter_completed, write_typed
from .machine_draft import put_machine_draft

Row = ReferralVersion | Reply | Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields: a referral's content, or `text` of a reply or a letter; and what goes with it."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    to_unit_id: UUID | None = None
    priority_rank: int | None = None
    priority_label: str = ""
    wait: Wait | None = None


@dataclass(slots=True)
class Dictating:
    """A dictation with its text, inside an action."""

    doing: Changing
    dictation: Dictation
    row: Row


@contextmanager
def dictated_text(*, action: Action, dictation_id: UUID, actor: Actor, now: datetime) -> Iterator[Dictating]:
    """Lock the referral that a dictation is about, and find its text there; NotFound for another unit's."""
    with change(action=action, actor=actor, now=now, version=None, **named(dictation_id)) as doing:
        row: Row = doing.letter or doing.reply or doing.loop.version
        if row.dictation is None or row.dictation_id != dictation_id:
            raise NotFound
        yield Dictating(doing, row.dictation, row)


def named(dictation_id: UUID) -> dict[str, UUID]:
    """How `change` finds the text of a dictation, which stays the same for ever."""
    found = (
        Dictation.objects.filter(id=dictation_id)
        .values_list("letter__id", "reply__id", "referral_version__referral_id")
        .first()
    )
    for name, value in zip(("letter_id", "reply_id", "referral_id"), found or (), strict=False):
        if value is not None:
            return {name: value}
    raise NotFound


def take_dictation(*, dictation_id: UUID, actor: Actor, now: datetime) -> Dictation:
    """Hold a dictation for an hour, so that two do not type the same; what a machine has drafted is put in its text."""
    with dictated_text(action=Action.TAKE_DICTATION, dictation_id=dictation_id, actor=actor, now=now) as it:
        require_free(it.dictation, person_id=actor.person_id, now=now)
        it.doing.loop.set(it.dictation, taken_at=now, taken_by_id=actor.person_id)
        put_machine_draft(it.doing, it.dictation, it.row)
    return it.dictation


def give_back_dictation(*, dictation_id: UUID, actor: Actor, now: datetime) -> Dictation:
    """Let a dictation go, so that another may take it at once; what has been typed stays in its text."""
    with dictated_text(action=Action.TAKE_DICTATION, dictation_id=dictation_id, actor=actor, now=now) as it:
        require_free(it.dictation, person_id=actor.person_id, now=now)
        it.doing.loop.set(it.dictation, taken_at=None, taken_by_id=None)
    return it.dictation


def save_typed(*, dictation_id: UUID, draft_version: int, typed: Typed, actor: Actor, now: datetime) -> Row:
    """Save what is typed while it is being typed; whoever holds the dictation goes on holding it."""
    with dictated_text(action=Action.TYPE_DICTATION, dictation_id=dictation_id, actor=actor, now=now) as it:
        require_free(it.dictation, person_id=actor.person_id, now=now)
        it.doing.loop.set(it.dictation, taken_at=now, taken_by_id=actor.person_id)
        _write(it, draft_version=draft_version, typed=typed)
    return it.row


def hand_on(
    *,
    dictation_id: UUID,
    draft_version: int,
    typed: Typed,
    actor: Actor,
    now: datetime,
    read_through: bool = False,
    complete: bool = True,
) -> Row:
    """The dictation is typed. With `complete` its author has it to sign; otherwise somebody completes it first.

    `read_through` says that a text which a machine began has been worked through against the speech.
    """
    with dictated_text(action=Action.TYPE_DICTATION, dictation_id=dictation_id, actor=actor, now=now) as it:
        require_free(it.dictation, person_id=actor.person_id, now=now)
        _write(it, draft_version=draft_version, typed=typed)
        put_typed(it.doing, it.dictation, read_through=read_through)
        if complete:
            _complete(it)
        if it.doing.reply is None and it.doing.letter is None:
            it.doing.loop.bump(it.doing.referral)
    return it.row


def _write(it: Dictating, *, draft_version: int, typed: Typed) -> None:
    doing = it.doing
    if doing.letter is not None:
        write_typed(doing, draft_version=draft_version, fields=typed.fields)
    elif doing.reply is not None:
        write_answer(doing, draft_version=draft_version, text=typed.fields.get("text"), wait=typed.wait)
    else:
        apply_text(
            doing,
            draft_version=draft_version,
            fields=typed.fields,
            to_unit_id=typed.to_unit_id,
            priority_rank=typed.priority_rank,
            priority_label=typed.priority_label,
        )


def _complete(it: Dictating) -> None:
    doing = it.doing
    if doing.letter is not None:
        doing.require(Action.COMPLETE_LETTER)
        put_letter_completed(doing, doing.letter)
    elif doing.reply is not None:
        doing.require(Action.COMPLETE_ANSWER)
        put_completed(doing, doing.reply)
    else:
        doing.require(Action.COMPLETE)
        doing.loop.set(it.row, completed_at=doing.now, completed_by_id=doing.actor.person_id)
        doing.loop.event("completed", side="own")
