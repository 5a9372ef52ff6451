"""A patient's referrals as one's own units may see them: each in one line, those that are open first.

Used by the patient's page, the search, and where a paper or a new arrival may belong to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Text
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.change import may_see
from remissvakt.referrals.models import Case, Referral, ReferralVersion, WorkItem
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.states import OPEN_CASE_STATES, CaseState, ReferralState, Source
from remissvakt.web.presenting import Protection
from remissvakt.web.referral.due_words import NEXT
from remissvakt.web.referral.words import CASE_BADGES, CASE_STATES, REFERRAL_STATES

from .banner import protection_of

MOST = 200
_EXCERPT = 140
_BADGES = {
    ReferralState.SIGNED.value: "today",
    ReferralState.SENT.value: "info",
    ReferralState.CLOSED.value: "ok",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """One referral in a table. `outgoing` means that one's own unit sent it; `next` is one's units' nearest work.

    `takes_reply` says that a reply to it comes on paper or by phone, to be registered by hand."""

    id: UUID
    url: str
    code: str
    patient_id: UUID
    patient_name: str
    patient_number: str
    protected: Protection
    outgoing: bool
    takes_reply: bool
    from_name: Text
    to_name: Text
    question: str
    priority: str
    state: Text
    state_kind: str
    open: bool
    on: date | None
    due_on: date | None
    next: Text


def visible_referrals(actor: Actor) -> QuerySet[Referral]:
    """The referrals that the actor's units are or were part of."""
    return Referral.objects.filter(may_see(actor)).select_related("patient", "referrer_unit", "to_unit")


def rows_of(referrals: Iterable[Referral], *, actor: Actor) -> list[ReferralRow]:
    """Describe referrals, open ones first and then the newest; three statements whatever their number."""
    found = list(referrals)
    ids = [referral.id for referral in found]
    cases: dict[UUID, Case] = {}
    for case in Case.objects.filter(referral_id__in=ids).select_related("unit").order_by("id"):
        # One's own unit's custody tells more than what became of it afterwards elsewhere.
        known = cases.get(case.referral_id)
        if known is None or case.unit_id in actor.unit_ids or known.unit_id not in actor.unit_ids:
            cases[case.referral_id] = case
    ours = {one.id for one in found if one.referrer_unit_id in actor.unit_ids}
    versions = ReferralVersion.objects.filter(referral_id__in=ids, voided_at=None).order_by("number")
    questions = {
        referral_id: question
        for referral_id, question, sent_at in versions.values_list("referral_id", "question", "sent_at")
        # What the sender has not sent yet is nobody else's to read.
        if sent_at is not None or referral_id in ours
    }
    # The last one that a dict is given stays: the nearest.
    work = {
        row.referral_id: row
        for row in WorkItem.objects.filter(referral_id__in=ids, unit_id__in=actor.unit_ids)
        .only("referral_id", "due_on", "reason")
        .order_by("-due_on", "-id")
    }
    rows = [
        _row(
            one,
            actor=actor,
            case=cases.get(one.id),
            question=questions.get(one.id, ""),
            work=work.get(one.id),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (not row.open, -(row.on or date.min).toordinal()))


def _row(
    referral: Referral, *, actor: Actor, case: Case | None, question: str, work: WorkItem | None
) -> ReferralRow:
    outgoing = referral.referrer_unit_id in actor.unit_ids
    state, kind = REFERRAL_STATES[referral.state], _BADGES.get(referral.state, "neutral")
    is_open = referral.state not in (ReferralState.CLOSED.value, ReferralState.VOIDED.value)
    if case is not None and case.unit_id in actor.unit_ids and not outgoing:
        state, kind = CASE_STATES[case.state], CASE_BADGES.get(case.state, "neutral")
        is_open = CaseState(case.state) in OPEN_CASE_STATES
    since = referral.sent_at or referral.decided_at
    return ReferralRow(
        id=referral.id,
        url=reverse("referral", kwargs={"referral_id": referral.id}),
        code=referral.code,
        patient_id=referral.patient_id,
        patient_name=referral.patient.name,
        patient_number=referral.patient.number,
        protected=protection_of(referral.patient),
        outgoing=outgoing,
        takes_reply=outgoing
        and referral.state in (ReferralState.SENT.value, ReferralState.CLOSED.value)
        and case is not None
        and not case.unit.local,
        from_name=_sender(referral),
        to_name=_receiver(referral, case),
        question=_excerpt(question),
        priority=referral.priority_label,
        state=state,
        state_kind=kind,
        open=is_open or work is not None,
        on=local_date(since) if since else None,
        due_on=work.due_on if work else None,
        next=NEXT.get(Why(work.reason), "") if work else "",
    )


def _sender(referral: Referral) -> Text:
    if referral.source == Source.OWN_REQUEST.value:
        return _("Egen vårdbegäran")
    return referral.referrer_unit.name if referral.referrer_unit else referral.referrer_name


def _receiver(referral: Referral, case: Case | None) -> Text:
    if case is not None:
        return case.unit.name
    return referral.to_unit.name if referral.to_unit else _("mottagare inte vald")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT].rsplit(" ", 1)[0] + " …"
