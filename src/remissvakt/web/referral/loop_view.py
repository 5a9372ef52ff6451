"""The loop in five steps, and the next deadline with its owner."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from remissvakt.core.clock import local_date
from remissvakt.referrals.models import Reply, WorkItem
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.states import CaseState, ReferralState, ReplyKind
from remissvakt.web.presenting import NextDeadline, Step

from . import words
from .due_words import next_word
from .reading import stated_wait


def steps_of(opened: OpenReferral) -> tuple[Step, ...]:
    """Decided, sent, confirmed, answered, closed; the first one that is not done is the present one."""
    steps = [_decided(opened), _sent(opened), _confirmed(opened), _answered(opened), _closed(opened)]
    if opened.referral.state in (ReferralState.CLOSED, ReferralState.VOIDED):
        return tuple(steps)
    for at, step in enumerate(steps):
        if step.state == "waiting":
            steps[at] = Step(label=step.label, state="current", on=step.on, note=step.note)
            break
    return tuple(steps)


def next_deadline(opened: OpenReferral) -> NextDeadline | None:
    """The first of the own unit's open obligations; None when there is none."""
    if not opened.work:
        return None
    item = opened.work[0]
    owner, unit = owner_of(opened, item)
    return NextDeadline(what=next_word(item.reason), due_on=item.due_on, owner=owner, unit=unit)


def owner_of(opened: OpenReferral, item: WorkItem) -> tuple[str, str]:
    """Whose the work is, and the unit; the unit itself where no person is asked for. ("", unit) is nobody's."""
    unit = opened.facts.units.get(item.unit_id)
    name = unit.name if unit else ""
    if item.person is None and not item.wants_person:
        return name, ""
    return (item.person.name if item.person else ""), name


def _decided(opened: OpenReferral) -> Step:
    decided = opened.referral.decided_at
    note = "" if decided else _("hos avsändaren")
    return Step(label=_("Beslutad"), state="done", on=_day(decided), note=note)


def _sent(opened: OpenReferral) -> Step:
    referral = opened.referral
    if referral.state == ReferralState.VOIDED:
        return Step(label=_("Skickad"), state="stopped", on=_day(referral.voided_at), note=_("makulerad"))
    if referral.sent_at is None:
        signed = referral.state == ReferralState.SIGNED
        return Step(label=_("Skickad"), state="waiting", note=_("signerad") if signed else _("skrivs"))
    return Step(label=_("Skickad"), state="done", on=_day(referral.sent_at))


def _confirmed(opened: OpenReferral) -> Step:
    label = _("Bekräftad")
    confirmation = _last(opened, ReplyKind.CONFIRMED)
    if confirmation is not None:
        wait = _wait_note(opened)
        return Step(label=label, state="done", on=_day(confirmation.sent_at), note=wait)
    case = opened.facts.current_case
    if case is not None and case.confirmed_at is not None:
        return Step(label=label, state="done", on=_day(case.confirmed_at), note=_wait_note(opened))
    if _last(opened, ReplyKind.FINAL) is not None:
        return Step(label=label, state="done", note=_("besvarad direkt"))
    return _not_any_more(opened, label)


def _answered(opened: OpenReferral) -> Step:
    label = _("Besvarad")
    final = _last(opened, ReplyKind.FINAL)
    if final is not None:
        return Step(label=label, state="done", on=_day(final.sent_at))
    partial = _last(opened, ReplyKind.PARTIAL) or _last(opened, ReplyKind.PRELIMINARY)
    if partial is not None and opened.facts.open_case is not None:
        return Step(label=label, state="waiting", note=str(words.REPLY_KINDS[partial.kind]).lower())
    return _not_any_more(opened, label)


def _closed(opened: OpenReferral) -> Step:
    referral = opened.referral
    if referral.state == ReferralState.CLOSED:
        note = str(words.word(words.CLOSE_REASONS, referral.close_reason))
        return Step(label=_("Avslutad"), state="done", on=_day(referral.closed_at), note=note)
    state = "stopped" if referral.state == ReferralState.VOIDED else "waiting"
    return Step(label=_("Avslutad"), state=state)  # type: ignore[arg-type]


def _not_any_more(opened: OpenReferral, label: str) -> Step:
    """A step that has not been taken: still waited for, or it came to nothing."""
    case, state = opened.facts.current_case, opened.referral.state
    if case is not None and case.state == CaseState.REJECTED:
        return Step(label=label, state="stopped", note=_("avvisad"))
    if case is not None and case.state == CaseState.CANCELLED:
        withdrawn = opened.referral.close_reason == "withdrawn"
        return Step(label=label, state="stopped", note=_("återkallad") if withdrawn else _("avbruten"))
    if state in (ReferralState.CLOSED, ReferralState.VOIDED):
        return Step(label=label, state="stopped")
    return Step(label=label, state="waiting")


def _wait_note(opened: OpenReferral) -> str:
    """The promised wait of the case where the referral is now, short: "vecka 12 2027 (senast …)"."""
    case = opened.facts.current_case
    row = next((row for row in opened.loop.cases if case is not None and row.id == case.id), None)
    if row is None or not row.wait_until:
        return ""
    return stated_wait(kind=row.wait_kind, value=row.wait_value, until=row.wait_until).split(" (")[0]


def _last(opened: OpenReferral, kind: ReplyKind) -> Reply | None:
    """The latest sent reply of a kind about the case where the referral is now."""
    case = opened.facts.current_case
    found = [
        reply
        for reply in opened.loop.replies
        if reply.kind == kind and reply.sent_at is not None and case is not None and reply.case_id == case.id
    ]
    return max(found, key=lambda reply: (reply.sent_at, reply.id)) if found else None


def _day(instant: datetime | None) -> date | None:
    return local_date(instant) if instant else None
