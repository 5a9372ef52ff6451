"""Give a case its assessor, and assess it: Ej bedömd becomes Pågår (B.1, B.2, C.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.texts import clean_line, clean_text
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Case
from ..rules import Action
from ..states import CaseState
from .register_arrival import put_assessor
from .texts import priority


def assign(*, case_id: UUID, version: int, assessor_id: UUID, actor: Actor, now: datetime) -> Case:
    """Name the responsible assessor, or another one (C.1); refused with a proposal when they cannot."""
    with change(action=Action.ASSIGN, case_id=case_id, version=version, actor=actor, now=now) as doing:
        assert doing.case is not None
        put_assessor(doing, case=doing.case, assessor_id=assessor_id)
        doing.loop.bump(doing.case)
    return doing.case


def assess(
    *,
    case_id: UUID,
    version: int,
    actor: Actor,
    now: datetime,
    note: str = "",
    priority_rank: int | None = None,
    priority_label: str = "",
) -> Case:
    """The medical assessment is made; the sender has yet to be told (B.2)."""
    with change(action=Action.ASSESS, case_id=case_id, version=version, actor=actor, now=now) as doing:
        assert doing.case is not None
        if priority_rank is not None:
            label = clean_line(priority_label, max_length=60, field="priority")
            doing.loop.set(doing.referral, priority_rank=priority(priority_rank), priority_label=label)
        put_assessment(doing, note=clean_text(note, max_length=4000, field="note"))
        doing.loop.bump(doing.case)
    return doing.case


def put_assessment(doing: Changing, *, note: str = "") -> None:
    """The facts of an assessment; whoever assesses a case without assessor becomes it."""
    case, loop, now = doing.case, doing.loop, doing.now
    assert case is not None
    if case.assessed_at is not None:
        return
    if case.assessor_id is None:
        put_assessor(doing, case=case, assessor_id=doing.actor.person_id)
    loop.set(case, assessed_at=now, assessed_by_id=doing.actor.person_id, assessment_note=note)
    if case.state == CaseState.RECEIVED:
        loop.set(case, state=CaseState.IN_PROGRESS.value)
    loop.event("assessed", side="own", note=note)
