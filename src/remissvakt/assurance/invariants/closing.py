"""4. Only the ways of the design close a referral; a confirmation or a partial answer never does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.rules.who import DECIDING
from remissvakt.referrals.states import (
    CLINICAL_REASONS,
    CaseState,
    CloseReason,
    ReferralState,
    ReplyKind,
    RequestKind,
)

from ..view import View


def closed_lawfully(view: View) -> Iterator[str]:
    """Each reason has its evidence; a voided referral was never sent, and a deciding person gave the reason."""
    referral = view.referral
    if referral.state == ReferralState.VOIDED:
        if referral.sent_at is not None or view.facts.cases:
            yield _("makulerad fast den är skickad")
        if not any(event.role in DECIDING for event in view.events_of("voided")):
            yield _("makulerad utan en behörig persons beslut")
        return
    if referral.state != ReferralState.CLOSED:
        return
    events = view.events_of("closed")
    if not events or events[-1].data.get("reason") != referral.close_reason:
        yield _("avslutad utan att det syns i händelserna")
        return
    evidence = _EVIDENCE.get(referral.close_reason)
    if evidence is None:
        yield _("avslutad av en orsak som inte finns")
    elif not evidence(view):
        yield _("avslutad (%(reason)s) utan underlag") % {"reason": referral.close_reason}


def _acknowledged(view: View, kind: ReplyKind) -> bool:
    return any(
        reply.kind == kind and reply.arrived_on and reply.acknowledged_at for reply in view.facts.replies
    )


def _handled(view: View, kind: ReplyKind) -> bool:
    return any(
        reply.kind == kind and reply.acknowledged_at and reply.instead_at for reply in view.facts.replies
    )


def _withdrawn(view: View) -> bool:
    return any(
        request.kind == RequestKind.WITHDRAW and request.outcome == "granted" and request.answered_at
        for request in view.facts.requests
    )


def _receiver_ended(view: View) -> bool:
    facts = view.facts
    held = any(
        facts.units[case.unit_id].local
        and (case.open or (case.state == CaseState.FORWARDED and not facts.taken_over(case)))
        for case in facts.cases
    )
    return not facts.watched and not held


def _clinician(view: View) -> bool:
    return view.events_of("closed")[-1].role in DECIDING


_EVIDENCE: dict[str, Callable[[View], bool]] = {
    CloseReason.FINAL_ACKNOWLEDGED: lambda view: _acknowledged(view, ReplyKind.FINAL),
    CloseReason.REJECTED_HANDLED: lambda view: _handled(view, ReplyKind.REJECTED),
    CloseReason.CANCELLED_HANDLED: lambda view: _handled(view, ReplyKind.CANCELLED),
    CloseReason.WITHDRAWN: _withdrawn,
    CloseReason.RECEIVER_ENDED: _receiver_ended,
    **dict.fromkeys(CLINICAL_REASONS, _clinician),
}
