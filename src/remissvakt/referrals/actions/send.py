"""Send a signed referral: the receiver's case opens, and the watch starts (A.1, A.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.workdays import add_working_days
from remissvakt.organisations.actors import Actor

from ..change import Changing, begin, change
from ..models import Case, Referral
from ..rules import Action
from ..states import CaseState, ReferralState, VersionReason
from .decide import draft, fill
from .deliver import send_out
from .edit_text import apply_text
from .people import care_person, deciding_person
from .sign import put_signature


def send(
    *, referral_id: UUID, version: int, actor: Actor, now: datetime, watcher_id: UUID | None = None
) -> Referral:
    """Send the signed version. `watcher_id` None: whoever sends, or the referrer when a pool sends."""
    with change(action=Action.SEND, referral_id=referral_id, version=version, actor=actor, now=now) as doing:
        put_in_motion(doing, watcher_id=watcher_id)
        doing.loop.bump(doing.referral)
    return doing.referral


def sign_and_send(
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
    watcher_id: UUID | None = None,
) -> Referral:
    """Complete, sign and send in one act, with what was typed last: the doctor's shortest way."""
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
        doing.require(Action.SIGN_AND_SEND)
        complete_sign_send(doing, watcher_id=watcher_id)
        doing.loop.bump(doing.referral)
    return doing.referral


def refer(
    *,
    referral_id: UUID,
    unit_id: UUID,
    patient_id: UUID,
    to_unit_id: UUID,
    priority_rank: int,
    priority_label: str,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    watcher_id: UUID | None = None,
    decided_at: datetime | None = None,
) -> Referral:
    """Decide, write, sign and send in one act, by the referrer in person; a decision made earlier keeps its time."""
    referral = draft(
        referral_id=referral_id,
        unit_id=unit_id,
        patient_id=patient_id,
        referrer_id=actor.person_id,
        actor=actor,
        now=now,
        to_unit_id=to_unit_id,
        priority_rank=priority_rank,
        priority_label=priority_label,
        decided_at=decided_at,
    )
    with begin(referral=referral, actor=actor, now=now) as doing:
        deciding_person(person_id=actor.person_id, unit_id=unit_id, today=doing.today, field="referrer")
        fill(doing, fields=fields)
        doing.loop.include_units([unit_id, to_unit_id])
        doing.require(Action.SIGN_AND_SEND)
        complete_sign_send(doing, watcher_id=watcher_id)
    return referral


def complete_sign_send(doing: Changing, *, watcher_id: UUID | None) -> None:
    version = doing.loop.version
    if version.completed_at is None:
        doing.loop.set(version, completed_at=doing.now, completed_by_id=doing.actor.person_id)
        doing.loop.event("completed", side="own")
    put_signature(doing)
    put_in_motion(doing, watcher_id=watcher_id)


def put_in_motion(doing: Changing, *, watcher_id: UUID | None) -> None:
    """The facts of sending: version 1 opens the case and the watch, later ones go to the open case."""
    loop, now, referral, actor = doing.loop, doing.now, doing.referral, doing.actor
    version = loop.version
    assert referral.to_unit_id and referral.referrer_unit_id
    loop.set(version, sent_at=now, sent_by_id=actor.person_id)
    if version.number > 1:
        _send_change(doing)
        return
    receiver = loop.units[referral.to_unit_id]
    limits = loop.units[referral.referrer_unit_id].limits
    case = loop.add(
        Case(
            id=new_id(now=now),
            referral=referral,
            unit_id=receiver.id,
            state=(CaseState.RECEIVED if receiver.local else CaseState.SENT).value,
            opened_at=now,
            arrived_on=doing.today if receiver.local else None,
        )
    )
    loop.participants.add(case.unit_id)
    loop.set(
        referral,
        state=ReferralState.SENT.value,
        sent_at=now,
        sent_by_id=actor.person_id,
        watcher_id=_watcher(doing, watcher_id),
        watch_on=doing.today + timedelta(days=limits.confirmation_days),
    )
    assert referral.decided_at
    due_on = add_working_days(local_date(referral.decided_at), limits.send_workdays)
    loop.event("sent", to=receiver.id, to_name=receiver.name, watch_on=referral.watch_on)
    send_out(doing, to_unit_id=receiver.id, due_on=due_on, version=version)


def _send_change(doing: Changing) -> None:
    """A completed version goes to whoever holds the case now; its assessor has work again."""
    loop, version = doing.loop, doing.loop.version
    case = loop.current_case
    assert case is not None
    limits = loop.facts().limits(doing.referral.referrer_unit_id)
    for reply in loop.replies:
        if reply.kind == "MORE_INFO" and not reply.taken_back and reply.instead_at is None:
            loop.set(
                reply,
                instead_at=doing.now,
                instead_by_id=doing.actor.person_id,
                instead=VersionReason(version.reason).value + f" {version.number}",
            )
    watch_on = doing.today + timedelta(days=limits.confirmation_days)
    loop.set(doing.referral, watch_on=watch_on)
    loop.event("version_sent", version=version.number, watch_on=watch_on)
    loop.bump(case)
    send_out(doing, to_unit_id=case.unit_id, due_on=version.due_on or doing.today, version=version)


def _watcher(doing: Changing, watcher_id: UUID | None) -> UUID | None:
    """The named watcher: the one chosen, else the sender, else (sent by a pool) the referrer."""
    unit_id = doing.referral.referrer_unit_id
    assert unit_id
    if watcher_id is not None:
        care_person(person_id=watcher_id, unit_id=unit_id, today=doing.today, field="watcher")
        return watcher_id
    if doing.actor.unit_id == unit_id:
        return doing.actor.person_id
    return doing.referral.referrer_id
