"""Single steps with a referral that is there already, done as people do them when nothing of it is the question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from remissvakt.core.ids import new_id
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions import answer, ask_receiver, forward
from remissvakt.referrals.models import Case, Referral, Reply

from .region import Region
from .walks import case_of, fresh, weeks


def pass_on(
    region: Region,
    referral: Referral,
    *,
    now: datetime,
    to: Unit,
    consent: str = "",
    case: Case | None = None,
    actor: Actor | None = None,
) -> Reply:
    """Whoever has it forwards it; the eye clinic if nothing else is said."""
    case = case or case_of(referral)
    return forward.forward(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        to_unit_id=to.id,
        reason="Fel enhet.",
        consent=consent,
        actor=actor or region.eye_secretary,
        now=now,
    )


def answer_at_once(region: Region, referral: Referral, *, now: datetime, kind: str = "FINAL") -> Reply:
    """The assessor decides on an answer, writes, signs and sends it."""
    case, reply_id = case_of(referral), new_id(now=now)
    answer.decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=reply_id,
        kind=kind,
        text="Ua.",
        actor=region.assessor,
        now=now,
    )
    answer.sign_and_send_answer(reply_id=reply_id, draft_version=1, text=None, actor=region.assessor, now=now)
    return Reply.objects.get(id=reply_id)


def ask_by_phone(act: Callable[..., Any], region: Region, referral: Referral, *, now: datetime) -> None:
    """The sender asks the receiver by phone: to withdraw the referral, or for another priority (`ask_receiver`)."""
    act(
        referral_id=referral.id,
        version=fresh(referral).version,
        reason="Patienten har ändrat sig.",
        how="phone",
        reached="Reception",
        actor=region.referrer,
        now=now,
    )


def answered_by_phone(
    region: Region,
    referral: Referral,
    *,
    now: datetime,
    kind: str = "reprioritise",
    outcome: str = "granted",
    in_weeks: int | None = 3,
) -> None:
    """The sender asks a unit outside by phone, and writes down at once what was answered."""
    act = ask_receiver.withdraw if kind == "withdraw" else ask_receiver.request_reprioritisation
    ask_by_phone(act, region, referral, now=now)
    ask_receiver.register_request_answer(
        referral_id=referral.id,
        version=fresh(referral).version,
        kind=kind,
        outcome=outcome,
        text="Enligt samtal.",
        wait=weeks(in_weeks, now=now) if in_weeks else None,
        actor=region.secretary,
        now=now,
    )
