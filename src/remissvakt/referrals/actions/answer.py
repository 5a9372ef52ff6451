"""Answer a referral: decide, write, complete, sign, send (B.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.dictation.models import Dictation
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Reply
from ..rules import Action, reply_follows
from ..seals import text_hash
from ..states import ANSWERS, ReplyKind
from .assess import put_assessment
from .confirm import finish
from .edit_text import same_draft
from .texts import MAX_ANSWER, one_of, wanted


def decide_answer(
    *,
    case_id: UUID,
    version: int,
    reply_id: UUID,
    kind: str,
    actor: Actor,
    now: datetime,
    text: str = "",
    dictated: bool = False,
    dictation_place: str = "",
) -> Reply:
    """Decide to answer: the three-day clock starts (B.3). `kind` is PARTIAL, PRELIMINARY or FINAL."""
    with change(action=Action.DECIDE_ANSWER, case_id=case_id, version=version, actor=actor, now=now) as doing:
        one_of(kind, [member.value for member in ANSWERS], field="kind")
        case = doing.case
        assert case is not None
        facts = doing.loop.facts().case(case.id)
        assert facts is not None
        refusal = reply_follows(kind=ReplyKind(kind), case=facts)
        if refusal is not None:
            raise refusal
        put_assessment(doing)
        reply = Reply(
            id=reply_id,
            referral=doing.referral,
            case=case,
            kind=kind,
            about_version=max(v.number for v in doing.loop.versions if v.sent_at is not None),
            from_unit_id=case.unit_id,
            author_id=actor.person_id,
            text=clean_text(text, max_length=MAX_ANSWER, field="text"),
            decided_at=now,
            decided_by_id=actor.person_id,
            edited_at=now,
            edited_by_id=actor.person_id,
        )
        if dictated:
            reply.dictation = doing.loop.add(
                Dictation(
                    id=new_id(now=now),
                    place=clean_line(dictation_place, max_length=200, field="dictation_place"),
                    dictated_at=now,
                    dictated_by_id=actor.person_id,
                )
            )
        doing.loop.add(reply)
        if kind == ReplyKind.FINAL:
            doing.loop.set(case, answer_decided_at=now, answer_decided_by_id=actor.person_id)
        doing.loop.bump(case)
        doing.loop.event("answer_decided", side="own", reply=reply_id, reply_kind=kind)
    return reply


def edit_answer(*, reply_id: UUID, draft_version: int, text: str, actor: Actor, now: datetime) -> Reply:
    """Save the draft of an answer as it is being written."""
    with change(action=Action.EDIT_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        return _write(doing, draft_version=draft_version, text=text)


def transcribe_answer(*, reply_id: UUID, draft_version: int, text: str, actor: Actor, now: datetime) -> Reply:
    """The dictated answer is typed."""
    with change(
        action=Action.TRANSCRIBE_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now
    ) as doing:
        reply = _write(doing, draft_version=draft_version, text=text)
        assert reply.dictation is not None  # the rule: dictated
        doing.loop.set(reply.dictation, transcribed_at=now, transcribed_by_id=actor.person_id)
        doing.loop.event("transcribed", side="own", reply=reply_id)
    return reply


def complete_answer(*, reply_id: UUID, draft_version: int, text: str, actor: Actor, now: datetime) -> Reply:
    """The answer's text is whole; it goes to the assessor to be signed."""
    with change(
        action=Action.COMPLETE_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now
    ) as doing:
        reply = _write(
            doing, draft_version=draft_version, text=wanted(text, field="text", max_length=MAX_ANSWER)
        )
        doing.loop.set(reply, completed_at=now, completed_by_id=actor.person_id)
        doing.loop.event("answer_completed", side="own", reply=reply_id)
    return reply


def reopen_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Open a complete or signed answer again before it is sent; a signature on it no longer holds."""
    with change(action=Action.REOPEN_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = _write(doing, draft_version=draft_version, text=None)
        doing.loop.set(reply, completed_at=None, completed_by_id=None, signed_at=None, signed_by_id=None)
        doing.loop.event("answer_reopened", side="own", reply=reply_id)
    return reply


def sign_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Sign exactly the text that was shown."""
    with change(action=Action.SIGN_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = _write(doing, draft_version=draft_version, text=None)
        _sign(doing, reply)
    return reply


def sign_and_send_answer(
    *, reply_id: UUID, draft_version: int, text: str | None, actor: Actor, now: datetime
) -> Reply:
    """Complete, sign and send in one act, with what was typed last."""
    with change(
        action=Action.SIGN_AND_SEND_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now
    ) as doing:
        reply = _write(doing, draft_version=draft_version, text=text)
        if reply.completed_at is None:
            doing.loop.set(reply, completed_at=now, completed_by_id=actor.person_id)
        _sign(doing, reply)
        _send(doing, reply)
    return reply


def send_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Send the signed answer; a final one ends the case, and the patient is to be told (B.3)."""
    with change(action=Action.SEND_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = _write(doing, draft_version=draft_version, text=None)
        _send(doing, reply)
    return reply


def _write(doing: Changing, *, draft_version: int, text: str | None) -> Reply:
    reply = doing.reply
    assert reply is not None
    same_draft(reply, draft_version)
    doing.loop.set(
        reply,
        draft_version=draft_version + 1,
        edited_at=doing.now,
        edited_by_id=doing.actor.person_id,
    )
    if text is not None:
        doing.loop.set(reply, text=clean_text(text, max_length=MAX_ANSWER, field="text"))
    return reply


def _sign(doing: Changing, reply: Reply) -> None:
    # The draft may have been emptied after it was completed: nobody vouches for nothing.
    wanted(reply.text, field="text", max_length=MAX_ANSWER)
    doing.loop.set(reply, signed_at=doing.now, signed_by_id=doing.actor.person_id)
    doing.loop.event("answer_signed", side="own", reply=reply.id, text=reply.id, sha256=text_hash(reply))


def _send(doing: Changing, reply: Reply) -> None:
    doing.loop.set(reply, sent_at=doing.now, sent_by_id=doing.actor.person_id)
    doing.loop.event("answer_sent", reply=reply.id, reply_kind=reply.kind)
    finish(doing, reply)
    doing.loop.set(reply, channel=reply.channel)
