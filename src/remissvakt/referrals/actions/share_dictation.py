"""Several texts from one speech: another referral, or a letter to the patient, begun with the same recording.

Each text has its own dictation and its own way to signed and sent; all were decided when the first one was.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal, Refusals
from remissvakt.dictation.models import Dictation, RecordingState
from remissvakt.organisations.actors import Actor

from ..change import begin, may_see
from ..loop import load
from ..models import Letter, Referral, ReferralVersion, Reply
from ..rules import Action, Context, refusals
from ..states import TO_PATIENT, LetterKind
from .decide import draft, fill
from .dictated import add_dictation
from .letters import LetterDraft, begun_letter
from .people import deciding_person
from .texts import one_of
from .type_dictation import dictated_text, named


def add_referral_from_dictation(
    *, dictation_id: UUID, referral_id: UUID, actor: Actor, now: datetime
) -> Referral:
    """Begin another referral of what was dictated: same patient, same referrer, same decision."""
    dictation, row, decided_at = _source(dictation_id=dictation_id, actor=actor)
    unit_id = row.from_unit_id if not isinstance(row, ReferralVersion) else row.referral.referrer_unit_id
    assert unit_id is not None  # the rule: at the unit where it is dictated
    referral = draft(
        referral_id=referral_id,
        unit_id=unit_id,
        patient_id=row.referral.patient_id,
        referrer_id=dictation.dictated_by_id,
        actor=actor,
        now=now,
        to_unit_id=None,
        priority_rank=row.referral.priority_rank,
        priority_label=row.referral.priority_label,
        decided_at=decided_at,
    )
    with begin(referral=referral, actor=actor, now=now) as doing:
        deciding_person(
            person_id=dictation.dictated_by_id, unit_id=unit_id, today=doing.today, field="referrer"
        )
        version = fill(doing, fields={})
        version.author_id = dictation.dictated_by_id
        version.dictation = add_dictation(
            doing,
            author_id=dictation.dictated_by_id,
            place=dictation.place,
            recording=dictation.recording,
            at=dictation.dictated_at,
        )
        doing.loop.event("dictation_shared", side="own", of=dictation_id)
    return referral


def add_letter_from_dictation(
    *, dictation_id: UUID, letter_id: UUID, kind: str, actor: Actor, now: datetime
) -> Letter:
    """Begin a letter to the patient of what was dictated; its author is the one who spoke."""
    with dictated_text(action=Action.SHARE_DICTATION, dictation_id=dictation_id, actor=actor, now=now) as it:
        one_of(kind, TO_PATIENT, field="kind")
        _require_sound(it.dictation)
        doing = it.doing
        if doing.letter is not None and doing.letter.case_id is not None:
            doing.case = doing.loop.case(doing.letter.case_id)
        letter = begun_letter(doing, kind=LetterKind(kind), draft=LetterDraft(letter_id=letter_id))
        letter.author_id = it.dictation.dictated_by_id
        letter.decided_at = _decided_at(it.row)
        letter.dictation = add_dictation(
            doing,
            author_id=it.dictation.dictated_by_id,
            place=it.dictation.place,
            recording=it.dictation.recording,
            at=it.dictation.dictated_at,
        )
        doing.loop.add(letter)
        doing.loop.event("dictation_shared", side="own", of=dictation_id, letter=letter_id)
    return letter


def _source(
    *, dictation_id: UUID, actor: Actor
) -> tuple[Dictation, ReferralVersion | Reply | Letter, datetime]:
    """The dictation, its text and when that was decided: they never change, so nothing is locked."""
    ids = named(dictation_id)
    lookup = {"letter_id": "letters__id", "reply_id": "replies__id", "referral_id": "id"}
    where = {lookup[name]: value for name, value in ids.items()}
    referral = Referral.objects.filter(may_see(actor), **where).first()
    if referral is None:
        raise NotFound
    loop = load([referral])[referral.id]
    facts = loop.facts()
    found = refusals(
        Action.SHARE_DICTATION,
        Context(
            facts=facts,
            actor=actor,
            reply=facts.reply(ids["reply_id"]) if "reply_id" in ids else None,
            letter=facts.letter(ids["letter_id"]) if "letter_id" in ids else None,
        ),
    )
    rows: list[ReferralVersion | Reply | Letter] = [loop.version, *loop.replies, *loop.letters]
    row = next((one for one in rows if one.dictation_id == dictation_id), None)
    if row is None or any(one.code == "not_at_typing_unit" for one in found):
        raise NotFound
    assert row.dictation is not None  # found by its id
    if found:
        raise found[0] if len(found) == 1 else Refusals(found)
    _require_sound(row.dictation)
    return row.dictation, row, _decided_at(row)


def _require_sound(dictation: Dictation) -> None:
    """What is erased can never be typed: no text may wait for it."""
    if dictation.recording is not None and dictation.recording.state == RecordingState.ERASED:
        raise Refusal("speech_erased", _("Ljudet är gallrat. Skriv en ny text i stället."))


def _decided_at(row: ReferralVersion | Reply | Letter) -> datetime:
    if isinstance(row, ReferralVersion):
        first = row.number == 1 and row.referral.decided_at is not None
        return row.referral.decided_at if first else row.created_at
    assert row.decided_at is not None
    return row.decided_at
