"""The patient was told: a fact of its own, and its lack is work (B.2, B.3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.core.texts import clean_text
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import PatientNotice
from ..rules import Action
from ..states import LetterKind
from ..ways import NOTICE_WAYS
from .letters import LetterDraft, by_letter, put_letter
from .texts import one_of, past_day, wanted

_BY_LETTER = {"appointment_letter": LetterKind.APPOINTMENT, "letter": LetterKind.PATIENT}


def inform_patient(
    *,
    case_id: UUID,
    version: int,
    how: str,
    told_on: date,
    note: str,
    actor: Actor,
    now: datetime,
    letter: LetterDraft | None = None,
) -> PatientNotice:
    """Register how, when and by whom the patient was told of everything sent so far.

    "not_needed" also counts, with a reason in `note`: it is somebody's decision, not silence. With `letter`
    the kallelse or the letter is written in the same act, and waits in Att skicka to be printed and posted.
    """
    with change(
        action=Action.INFORM_PATIENT, case_id=case_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.case is not None
        one_of(how, NOTICE_WAYS, field="how")
        past_day(told_on, today=doing.today, field="told_on")
        text = (wanted if how == "not_needed" else clean_text)(note, max_length=500, field="note")
        notice = doing.loop.add(
            PatientNotice(
                id=new_id(now=now),
                case=doing.case,
                how=how,
                note=text,
                told_on=told_on,
                told_by_id=actor.person_id,
                registered_at=now,
            )
        )
        if letter is not None:
            by_letter(how, _BY_LETTER)
            put_letter(doing, kind=_BY_LETTER[how], draft=letter).patient_notice = notice
        for reply in doing.loop.replies:
            if reply.case_id == case_id and reply.told_needed and reply.patient_notice_id is None:
                doing.loop.set(reply, patient_notice=notice)
        doing.loop.bump(doing.case)
        doing.loop.event("patient_informed", side="own", how=how, told_on=told_on, note=text)
    return notice
