"""Letters to a receiver or to the patient: written at once, or begun, completed and signed (A.3, A.4, B.2, B.3).

Whatever is signed is on its way in the same act: it waits in Att skicka until it is printed and posted.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.dictation.hold import require_free
from remissvakt.dictation.models import RecordingKind
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Channel

from ..change import Changing, change
from ..models import Letter
from ..rules import Action
from ..seals import text_hash
from ..states import TO_PATIENT, LetterKind
from .deliver import send_out
from .dictated import put_dictation, put_typed
from .edit_text import same_draft
from .texts import one_of, wanted

MAX_LETTER = 8192
LANGUAGES = ("sv", "en")
TO_RECEIVER = frozenset(LetterKind) - TO_PATIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """What a letter says. `letter_id` comes from the door; when and where belong to a kallelse alone."""

    letter_id: UUID
    text: str = ""
    language: str = "sv"
    appointment_at: datetime | None = None
    appointment_place: str = ""
    appointment_with: str = ""


def write_letter(
    *, referral_id: UUID, version: int, kind: str, draft: LetterDraft, actor: Actor, now: datetime
) -> Letter:
    """The sender writes to the receiver outside: the letter is on its way in one act."""
    with change(
        action=Action.WRITE_LETTER, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        one_of(kind, TO_RECEIVER, field="kind")
        letter = put_letter(doing, kind=LetterKind(kind), draft=draft)
        doing.loop.bump(doing.referral)
    return letter


def write_to_patient(
    *,
    version: int,
    kind: str,
    draft: LetterDraft,
    actor: Actor,
    now: datetime,
    referral_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Letter:
    """Write to the patient: the unit of the case that is named (B.2, B.3), otherwise the sender."""
    with change(
        action=Action.WRITE_TO_PATIENT,
        referral_id=referral_id,
        case_id=case_id,
        version=version,
        actor=actor,
        now=now,
    ) as doing:
        one_of(kind, TO_PATIENT, field="kind")
        letter = put_letter(doing, kind=LetterKind(kind), draft=draft)
        doing.loop.bump(doing.case or doing.referral)
    return letter


def begin_letter(
    *,
    version: int,
    kind: str,
    draft: LetterDraft,
    actor: Actor,
    now: datetime,
    referral_id: UUID | None = None,
    case_id: UUID | None = None,
    dictated: bool = False,
    dictation_place: str = "",
    recording_id: UUID | None = None,
) -> Letter:
    """Begin a letter that is dictated, or finished later; it is work from now on."""
    to_patient = kind in TO_PATIENT
    with change(
        action=Action.WRITE_TO_PATIENT if to_patient else Action.WRITE_LETTER,
        referral_id=referral_id,
        case_id=case_id,
        version=version,
        actor=actor,
        now=now,
    ) as doing:
        one_of(kind, LetterKind, field="kind")
        letter = begun_letter(doing, kind=LetterKind(kind), draft=draft)
        if dictated:
            letter.dictation = put_dictation(
                doing,
                kind=RecordingKind.LETTER,
                unit_id=letter.from_unit_id,
                author_id=actor.person_id,
                place=dictation_place,
                recording_id=recording_id,
            )
        doing.loop.add(letter)
        doing.loop.bump(doing.case or doing.referral)
        doing.loop.event("letter_begun", side="own", letter=letter.id, letter_kind=kind, dictated=dictated)
    return letter


def put_letter(doing: Changing, *, kind: LetterKind, draft: LetterDraft) -> Letter:
    """Write a letter inside another action, signed by whoever acts; it is queued to be printed and posted."""
    doing.require(Action.WRITE_TO_PATIENT if kind in TO_PATIENT else Action.WRITE_LETTER)
    letter = doing.loop.add(begun_letter(doing, kind=kind, draft=draft))
    _send(doing, letter, event="letter_sent")
    return letter


def by_letter(how: str, ways: Container[str]) -> None:
    """A letter is written only where it is the way that was chosen."""
    if how not in ways:
        raise Refusal("not_by_letter", _("Välj brev som sätt, eller lämna brevet tomt."), field="how")


def edit_letter(*, draft_version: int, draft: LetterDraft, actor: Actor, now: datetime) -> Letter:
    """Save the draft of a letter as it is being written."""
    with change(
        action=Action.EDIT_LETTER, letter_id=draft.letter_id, version=None, actor=actor, now=now
    ) as doing:
        return _write(doing, draft_version=draft_version, draft=draft)


def transcribe_letter(
    *,
    draft_version: int,
    draft: LetterDraft,
    actor: Actor,
    now: datetime,
    read_through: bool = False,
) -> Letter:
    """The dictated letter is typed."""
    with change(
        action=Action.TRANSCRIBE_LETTER, letter_id=draft.letter_id, version=None, actor=actor, now=now
    ) as doing:
        letter = _write(doing, draft_version=draft_version, draft=draft)
        assert letter.dictation is not None  # the rule: dictated
        require_free(letter.dictation, person_id=actor.person_id, now=now)
        put_typed(doing, letter.dictation, read_through=read_through)
    return letter


def complete_letter(*, draft_version: int, draft: LetterDraft, actor: Actor, now: datetime) -> Letter:
    """The letter is whole; it goes to its author to be signed."""
    with change(
        action=Action.COMPLETE_LETTER, letter_id=draft.letter_id, version=None, actor=actor, now=now
    ) as doing:
        letter = _write(doing, draft_version=draft_version, draft=draft)
        put_letter_completed(doing, letter)
    return letter


def put_letter_completed(doing: Changing, letter: Letter) -> None:
    """The facts of a letter that is whole."""
    _require_whole(letter, now=doing.now)
    doing.loop.set(letter, completed_at=doing.now, completed_by_id=doing.actor.person_id)
    doing.loop.event("letter_completed", side="own", letter=letter.id)


def write_typed(doing: Changing, *, draft_version: int, fields: Mapping[str, Any]) -> Letter:
    """Put what was typed of a dictation into the letter; what is not given stays."""
    letter = doing.letter
    assert letter is not None
    names = ("text", "language", "appointment_at", "appointment_place", "appointment_with")
    said = {name: fields.get(name, getattr(letter, name)) for name in names}
    return _write(doing, draft_version=draft_version, draft=LetterDraft(letter_id=letter.id, **said))


def sign_letter(*, letter_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Letter:
    """Sign exactly the text that was shown; it goes on to be printed and posted."""
    with change(action=Action.SIGN_LETTER, letter_id=letter_id, version=None, actor=actor, now=now) as doing:
        letter = doing.letter
        assert letter is not None
        same_draft(letter, draft_version)
        _send(doing, letter, event="letter_signed")
    return letter


def send_letter(*, draft_version: int, draft: LetterDraft, actor: Actor, now: datetime) -> Letter:
    """Complete, sign and send in one act, with what was typed last: its author's shortest way."""
    with change(
        action=Action.SEND_LETTER, letter_id=draft.letter_id, version=None, actor=actor, now=now
    ) as doing:
        letter = _write(doing, draft_version=draft_version, draft=draft)
        _send(doing, letter, event="letter_sent")
    return letter


def void_letter(*, letter_id: UUID, draft_version: int, actor: Actor, now: datetime) -> Letter:
    """Give up a letter that was begun; it stays readable."""
    with change(action=Action.VOID_LETTER, letter_id=letter_id, version=None, actor=actor, now=now) as doing:
        letter = doing.letter
        assert letter is not None
        same_draft(letter, draft_version)
        doing.loop.set(letter, voided_at=now, voided_by_id=actor.person_id)
        doing.loop.event("letter_voided", side="own", letter=letter_id)
    return letter


def begun_letter(doing: Changing, *, kind: LetterKind, draft: LetterDraft) -> Letter:
    """A letter with its parties, not yet among the loop's rows."""
    loop, case = doing.loop, doing.case
    current = loop.current_case
    theirs = case is not None and case.unit_id in doing.actor.unit_ids
    from_unit_id = case.unit_id if case is not None and theirs else doing.referral.referrer_unit_id
    assert from_unit_id is not None  # the rules: the case's unit, or the sender
    return Letter(
        id=draft.letter_id,
        referral=doing.referral,
        case=case if theirs else (None if kind in TO_PATIENT else current),
        kind=kind.value,
        from_unit_id=from_unit_id,
        to_unit_id=None if kind in TO_PATIENT or current is None else current.unit_id,
        author_id=doing.actor.person_id,
        decided_at=doing.now,
        edited_at=doing.now,
        edited_by_id=doing.actor.person_id,
        **_said(draft, kind=kind),
    )


def _said(draft: LetterDraft, *, kind: LetterKind) -> dict[str, Any]:
    """The columns of what a letter says, cleaned; a visit stands in a kallelse alone."""
    said: dict[str, Any] = {
        "text": clean_text(draft.text, max_length=MAX_LETTER, field="text"),
        "language": one_of(draft.language, LANGUAGES, field="language"),
    }
    if kind == LetterKind.APPOINTMENT:
        said |= {
            "appointment_at": draft.appointment_at,
            "appointment_place": clean_line(
                draft.appointment_place, max_length=300, field="appointment_place"
            ),
            "appointment_with": clean_line(draft.appointment_with, max_length=200, field="appointment_with"),
        }
    return said


def _write(doing: Changing, *, draft_version: int, draft: LetterDraft) -> Letter:
    letter = doing.letter
    assert letter is not None
    same_draft(letter, draft_version)
    doing.loop.set(
        letter,
        **_said(draft, kind=LetterKind(letter.kind)),
        draft_version=draft_version + 1,
        edited_at=doing.now,
        edited_by_id=doing.actor.person_id,
    )
    return letter


def _send(doing: Changing, letter: Letter, *, event: str) -> None:
    """Signed by whoever acts, and queued to be printed and posted the same day."""
    _require_whole(letter, now=doing.now)
    at_by: dict[str, Any] = {}
    for step in ("completed", "signed", "sent"):
        if getattr(letter, f"{step}_at") is None:
            at_by |= {f"{step}_at": doing.now, f"{step}_by_id": doing.actor.person_id}
    doing.loop.set(letter, **at_by)
    send_out(
        doing,
        to_unit_id=letter.to_unit_id,
        due_on=doing.today,
        letter=letter,
        channel=Channel.PAPER.value,
        from_unit_id=letter.from_unit_id,
    )
    doing.loop.event(
        event,
        side="own",
        letter=letter.id,
        letter_kind=letter.kind,
        to=letter.to_unit_id,
        text=letter.id,
        sha256=text_hash(letter),
    )


def _require_whole(letter: Letter, *, now: datetime) -> None:
    """A letter says something, and a kallelse when and where."""
    wanted(letter.text, field="text", max_length=MAX_LETTER)
    if letter.kind != LetterKind.APPOINTMENT:
        return
    at = letter.appointment_at
    if at is None:
        raise Refusal("appointment_missing", _("Skriv dag och tid för besöket."), field="appointment_at")
    if at <= now:
        raise Refusal(
            "appointment_passed", _("Tiden har redan varit. Skriv en kommande."), field="appointment_at"
        )
    if local_date(at) > local_date(now) + timedelta(days=731):
        raise Refusal("appointment_too_far", _("Tiden ligger mer än två år fram."), field="appointment_at")
    if not letter.appointment_place.strip():
        raise Refusal("text_missing", _("Skriv var besöket är."), field="appointment_place")
