"""When the receiver may assess, confirm, answer, reject and forward. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..states import CaseState, ReferralState, ReplyKind
from . import who
from .context import Context

_ENDED = {
    CaseState.ANSWERED: ("case_answered", _("Ärendet är besvarat.")),
    CaseState.REJECTED: ("case_rejected", _("Remissen är avvisad.")),
    CaseState.FORWARDED: ("case_forwarded", _("Remissen är vidaresänd.")),
    CaseState.CANCELLED: ("case_cancelled", _("Ärendet är avbrutet.")),
}


def case_open(c: Context) -> Refusal | None:
    assert c.case is not None
    if c.case.open:
        return None
    code, text = _ENDED[c.case.state]
    return Refusal(code, text)


def case_arrived(c: Context) -> Refusal | None:
    assert c.case is not None
    if c.case.arrived_on is None:
        return Refusal("case_not_arrived", _("Remissen har inte kommit fram."))
    return None


def not_assessed(c: Context) -> Refusal | None:
    assert c.case is not None
    if c.case.assessed_at is not None:
        return Refusal("case_assessed", _("Remissen är redan bedömd."))
    return None


def assessed_or_decides(c: Context) -> Refusal | None:
    """B.2: the medical assessment comes first. Whoever may assess does so by replying."""
    assert c.case is not None
    if c.case.assessed_at is not None:
        return who.in_care(c)
    return who.decides(c) or who.assessor_or_stand_in(c)


def not_confirmed(c: Context) -> Refusal | None:
    assert c.case is not None
    if c.case.confirmed_at is not None:
        return Refusal(
            "case_confirmed", _("Remissen är bekräftad: den kan avbrytas, men inte längre avvisas.")
        )
    return None


def confirmed(c: Context) -> Refusal | None:
    assert c.case is not None
    if c.case.confirmed_at is None:
        return Refusal("case_not_confirmed", _("Remissen är inte bekräftad: avvisa den i stället."))
    return None


def may_answer(c: Context) -> Refusal | None:
    """After a final answer only further final answers; nothing after a rejection or a cancellation."""
    assert c.case is not None
    confirms = c.reply is not None and not c.reply.is_answer
    if c.case.state == CaseState.ANSWERED and not confirms:
        return None
    return case_open(c)


def no_confirmation_begun(c: Context) -> Refusal | None:
    """A confirmation that is dictated is the one that is sent; another beside it would say something else."""
    assert c.case is not None
    if any(
        reply.drafted and not reply.is_answer and reply.case_id == c.case.id and reply.decided_at is not None
        for reply in c.facts.replies
    ):
        return Refusal(
            "confirmation_begun",
            _("Det finns en påbörjad bekräftelse. Skicka eller makulera den först."),
        )
    return None


def wait_stated(c: Context) -> Refusal | None:
    """A confirmation states how long the patient must wait (A.3)."""
    assert c.reply is not None
    if c.reply.kind == ReplyKind.CONFIRMED and c.reply.wait_until is None and c.reply.drafted:
        return Refusal(
            "wait_missing",
            _("Ange väntetiden: ett datum, en vecka, en månad eller antal veckor."),
            field="wait",
        )
    return None


def no_answer_begun(c: Context) -> Refusal | None:
    assert c.case is not None
    if any(reply.drafted and reply.case_id == c.case.id for reply in c.facts.replies):
        return Refusal("answer_begun", _("Det finns ett påbörjat svar. Skicka eller makulera det först."))
    return None


def not_answered_for_forwarding(c: Context) -> Refusal | None:
    """B.5: an answered referral cannot be forwarded."""
    assert c.case is not None
    if c.case.state == CaseState.ANSWERED or any(
        reply.is_answer and reply.case_id == c.case.id and reply.text.sent_at is not None
        for reply in c.facts.replies
    ):
        return Refusal("answered_not_forwarded", _("Ett besvarat ärende kan inte vidaresändas."))
    return None


def custody_kept(c: Context) -> Refusal | None:
    """B.5: this unit has forwarded it, and the next one has not taken it over yet."""
    assert c.case is not None
    if c.case.state != CaseState.FORWARDED:
        return Refusal("case_not_forwarded", _("Remissen är inte vidaresänd."))
    if c.facts.taken_over(c.case):
        return Refusal("taken_over", _("Den nya mottagaren har tagit över."))
    if c.facts.state == ReferralState.CLOSED:
        return Refusal("closed", _("Remissen är avslutad."))
    return None


def request_open(c: Context) -> Refusal | None:
    assert c.case is not None
    if any(r.answered_at is None and r.case_id == c.case.id for r in c.facts.requests):
        return None
    return Refusal("no_open_request", _("Ingen begäran väntar på besked."))


def question_unanswered(c: Context) -> Refusal | None:
    assert c.question is not None
    if c.question.closed_at is None and c.question.answered_at is not None:
        return Refusal("question_answered", _("Frågan är redan besvarad."))
    return None


def question_open(c: Context) -> Refusal | None:
    assert c.question is not None
    if c.question.closed_at is not None:
        return Refusal("question_closed", _("Frågan är avslutad."))
    return None


def at_asked_unit(c: Context) -> Refusal | None:
    if c.question is not None and c.question.to_unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_asked_unit", _("Bara den som fick frågan kan svara."))


def at_asking_unit(c: Context) -> Refusal | None:
    if c.question is not None and c.question.from_unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_asking_unit", _("Bara den som frågade kan avsluta frågan."))


def participates(c: Context) -> Refusal | None:
    units = {c.facts.referrer_unit_id, *(case.unit_id for case in c.facts.cases)}
    if units & c.actor.unit_ids:
        return None
    return Refusal("not_a_party", _("Din enhet är inte part i remissen."))
