"""Answer a referral: decide, write, complete, sign, send (B.3).

A dictated confirmation (B.2) goes the same way from the text on; it is never called an answer.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.texts import clean_text
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.dictation.hold import require_free
from remissvakt.dictation.models import RecordingKind
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Reply
from ..rules import Action, reply_follows
from ..seals import text_hash
from ..states import ANSWERS, ReplyKind
from .assess import put_assessment
from .confirm import finish
from .dictated import put_dictation, put_typed
from .edit_text import same_draft
from .texts import MAX_ANSWER, MAX_CONFIRMATION, coming_wait, one_of, wanted


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
    recording_id: UUID | None = None,
) -> Reply:
    """Decide to answer: the three-day clock starts (B.3). `kind` is PARTIAL, PRELIMINARY or FINAL.

    Dictated here, it begins with a recording of that id; dictated elsewhere, `dictation_place` says where.
    """
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
        reply = begun_reply(doing, reply_id=reply_id, kind=ReplyKind(kind), text=text)
        if dictated:
            reply.dictation = put_dictation(
                doing,
                kind=RecordingKind.ANSWER,
                unit_id=case.unit_id,
                author_id=actor.person_id,
                place=dictation_place,
                recording_id=recording_id,
            )
        doing.loop.add(reply)
        if kind == ReplyKind.FINAL:
            doing.loop.set(case, answer_decided_at=now, answer_decided_by_id=actor.person_id)
        doing.loop.bump(case)
        doing.loop.event("answer_decided", side="own", reply=reply_id, reply_kind=kind)
    return reply


def begun_reply(doing: Changing, *, reply_id: UUID, kind: ReplyKind, text: str) -> Reply:
    """A reply that is decided and not yet written, signed and sent; not yet among the loop's rows."""
    case = doing.case
    assert case is not None
    return Reply(
        id=reply_id,
        referral=doing.referral,
        case=case,
        kind=kind.value,
        about_version=max(v.number for v in doing.loop.versions if v.sent_at is not None),
        from_unit_id=case.unit_id,
        author_id=doing.actor.person_id,
        text=clean_text(text, max_length=_longest(kind), field="text"),
        decided_at=doing.now,
        decided_by_id=doing.actor.person_id,
        edited_at=doing.now,
        edited_by_id=doing.actor.person_id,
    )


def edit_answer(
    *, reply_id: UUID, draft_version: int, text: str, actor: Actor, now: datetime, wait: Wait | None = None
) -> Reply:
    """Save the draft of an answer as it is being written; of a confirmation also its wait."""
    with change(action=Action.EDIT_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        return write_answer(doing, draft_version=draft_version, text=text, wait=wait)


def transcribe_answer(
    *,
    reply_id: UUID,
    draft_version: int,
    text: str,
    actor: Actor,
    now: datetime,
    wait: Wait | None = None,
    read_through: bool = False,
) -> Reply:
    """The dictated answer is typed."""
    with change(
        action=Action.TRANSCRIBE_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now
    ) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=text, wait=wait)
        assert reply.dictation is not None  # the rule: dictated
        require_free(reply.dictation, person_id=actor.person_id, now=now)
        put_typed(doing, reply.dictation, read_through=read_through)
    return reply


def complete_answer(
    *, reply_id: UUID, draft_version: int, text: str, actor: Actor, now: datetime, wait: Wait | None = None
) -> Reply:
    """The answer's text is whole; it goes to the assessor to be signed."""
    with change(action=Action.EDIT_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=text, wait=wait)
        doing.require(Action.COMPLETE_ANSWER)
        put_completed(doing, reply)
    return reply


def put_completed(doing: Changing, reply: Reply) -> None:
    """The facts of a reply whose text is whole."""
    wanted(reply.text, field="text", max_length=_longest(reply.kind))
    doing.loop.set(reply, completed_at=doing.now, completed_by_id=doing.actor.person_id)
    doing.loop.event(reply_event(reply, "completed"), side="own", reply=reply.id)


def reopen_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Open a complete or signed answer again before it is sent; a signature on it no longer holds."""
    with change(action=Action.REOPEN_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=None)
        doing.loop.set(reply, completed_at=None, completed_by_id=None, signed_at=None, signed_by_id=None)
        doing.loop.event(reply_event(reply, "reopened"), side="own", reply=reply_id)
    return reply


def sign_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Sign exactly the text that was shown."""
    with change(action=Action.SIGN_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=None)
        _sign(doing, reply)
    return reply


def sign_and_send_answer(
    *,
    reply_id: UUID,
    draft_version: int,
    text: str | None,
    actor: Actor,
    now: datetime,
    wait: Wait | None = None,
) -> Reply:
    """Complete, sign and send in one act, with what was typed last."""
    with change(action=Action.EDIT_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=text, wait=wait)
        doing.require(Action.SIGN_AND_SEND_ANSWER)
        if reply.completed_at is None:
            doing.loop.set(reply, completed_at=now, completed_by_id=actor.person_id)
        _sign(doing, reply)
        _send(doing, reply)
    return reply


def send_answer(*, reply_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Reply:
    """Send the signed answer; a final one ends the case, and the patient is to be told (B.3)."""
    with change(action=Action.SEND_ANSWER, reply_id=reply_id, version=None, actor=actor, now=now) as doing:
        reply = write_answer(doing, draft_version=draft_version, text=None)
        _send(doing, reply)
    return reply


def write_answer(doing: Changing, *, draft_version: int, text: str | None, wait: Wait | None = None) -> Reply:
    """Put what was typed into the draft of a reply, inside an action; a wait belongs to a confirmation alone."""
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
        doing.loop.set(reply, text=clean_text(text, max_length=_longest(reply.kind), field="text"))
    if wait is not None and reply.kind == ReplyKind.CONFIRMED:
        coming_wait(wait, today=doing.today)
        doing.loop.set(reply, wait_kind=wait.kind.value, wait_value=wait.value, wait_until=wait.until)
    return reply


def _sign(doing: Changing, reply: Reply) -> None:
    # The draft may have been emptied after it was completed: nobody vouches for nothing.
    wanted(reply.text, field="text", max_length=_longest(reply.kind))
    doing.loop.set(reply, signed_at=doing.now, signed_by_id=doing.actor.person_id)
    doing.loop.event(
        reply_event(reply, "signed"), side="own", reply=reply.id, text=reply.id, sha256=text_hash(reply)
    )


def _send(doing: Changing, reply: Reply) -> None:
    doing.loop.set(reply, sent_at=doing.now, sent_by_id=doing.actor.person_id)
    if reply.kind in ANSWERS:
        doing.loop.event("answer_sent", reply=reply.id, reply_kind=reply.kind)
        finish(doing, reply)
    else:
        assert reply.wait_until is not None  # the rule: a confirmation states its wait
        wait = Wait(WaitKind(reply.wait_kind), reply.wait_value, reply.wait_until)
        doing.loop.event("confirmed", reply=reply.id, wait_until=wait.until)
        finish(doing, reply, wait=wait)
    doing.loop.set(reply, channel=reply.channel)


def _longest(kind: str) -> int:
    return MAX_ANSWER if kind in ANSWERS else MAX_CONFIRMATION


def reply_event(reply: Reply, step: str) -> str:
    """A confirmation is never called an answer, in the timeline either."""
    return f"answer_{step}" if reply.kind in ANSWERS else f"confirmation_{step}"
