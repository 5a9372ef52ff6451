"""What the receiving unit does, and what a reply does when it comes (B.1-B.5, A.3)."""

from __future__ import annotations

from dataclasses import replace

from .things import ANSWERS, NO, Act, Case, Forbidden, Model, Referral, Reply, Sending, Text, told
from .told_letters import write
from .told_texts import reply_text, unit_date


@told("register_arrival")
def _(m: Model, a: Act) -> None:
    referral = Referral(unit=a.from_unit_id, referrer=None, state="sent", to=a.unit_id)
    referral.cases.append(Case(a.unit_id, "received", a.assessor_id))
    referral.versions.append(Text(None, a.from_unit_id, whole=True))
    referral.versions_sent = 1
    if m.local(a.from_unit_id):
        referral.watch_on = unit_date(m, a.from_unit_id, "confirmation_days", a.today)
    m.referrals[a.referral_id] = referral
    if a.document_id in m.papers:
        m.papers[a.document_id].is_work = False


@told("assign")
def _(m: Model, a: Act) -> None:
    a.given["case"].assessor = a.assessor_id


@told("assess")
def _(m: Model, a: Act) -> None:
    take_on(a, a.given["case"])


def take_on(a: Act, case: Case) -> None:
    if not case.open:
        raise Forbidden("an ended case was assessed")
    case.state = "going_on"
    case.assessor = case.assessor or a.who


REPLY_OF = {
    "confirm": "CONFIRMED",
    "request_information": "MORE_INFO",
    "reject": "REJECTED",
    "cancel": "CANCELLED",
}


@told("confirm", "request_information", "reject", "cancel")
def _(m: Model, a: Act) -> None:
    referral, case = m.referrals[a.given["referral"]], a.given["case"]
    reply = Reply(REPLY_OF[a.name], case)
    referral.replies[a.reply_id] = reply
    case.assessor = case.assessor or a.who
    arrive(m, a, referral, reply)
    go_out(m, a, referral, a.reply_id)


@told("send_answer", "sign_and_send_answer")
def _(m: Model, a: Act) -> None:
    referral = m.referrals[a.given["referral"]]
    text, reply = reply_text(m, a), referral.replies[a.reply_id]
    if a.name == "sign_and_send_answer":
        text.spoken, text.whole, text.signed_by = False, True, a.who
    if text.signed_by is None:
        raise Forbidden("an unsigned answer was sent")
    if reply.case.state == "forwarded":
        raise Forbidden("a forwarded case was answered")
    arrive(m, a, referral, reply)
    go_out(m, a, referral, a.reply_id)


def go_out(m: Model, a: Act, referral: Referral, reply_id: object) -> None:
    if referral.unit is not None and not m.local(referral.unit):
        case = referral.replies[reply_id].case
        referral.sendings["reply", reply_id] = Sending(case.unit, a.who)


def arrive(m: Model, a: Act, referral: Referral, reply: Reply, wait: object = None) -> None:
    """To the case, to the watch, to the lists. No reply ends the watch (A.3, A.6)."""
    case, kind = reply.case, reply.kind
    reply.sent = True
    if case.state in ("refused", "forwarded"):
        raise Forbidden("nothing comes after a rejection, cancellation or forwarding")
    if case.state == "answered" and kind != "FINAL":
        raise Forbidden("after a final answer only further final answers")
    moved = wait or a.wait or reply.wait
    move_case(case, kind)
    if kind == "CONFIRMED" and moved and referral.watch_on:
        referral.watch_on = moved
    if kind in NO:
        reply.wants_instead = True
        referral.watch_on = a.today
    if kind == "MORE_INFO":
        referral.watch_on = a.wanted_until or a.information_wanted_until
        referral.more_wanted.append(reply)
    if m.local(case.unit) and (kind in ("CONFIRMED", "FINAL", *NO) or referral.unit is None):
        case.patient_waits = True
    if not case.open:
        reply.unanswered = set(case.asked)
        case.asked.clear()
        ended(m, referral)


def move_case(case: Case, kind: str) -> None:
    """A confirmation is no answer; only a final answer ends the case, and what refuses it."""
    if case.state == "answered":
        return
    if kind == "FINAL":
        case.state = "answered"
    elif kind in NO:
        case.state = "refused"
    elif kind == "FORWARDED":
        case.state = "forwarded"
    elif kind in ("CONFIRMED", *ANSWERS):
        case.state, case.confirmed = "going_on", True


def before_replies(case: Case) -> None:
    """How the case was before anything was registered by hand: what a wrong paper moved is moved back to it."""
    if case.before is None:
        case.before = (case.state, case.confirmed)


def no_more_wanted(referral: Referral, reply: Reply) -> None:
    """What one request wanted has been seen to; what another one wants has not."""
    referral.more_wanted = [one for one in referral.more_wanted if one is not reply]


def close(referral: Referral, *, for_good: bool = False) -> None:
    """The end: by a reply that may be taken back, or for good. What was begun and cannot be sent falls with it.

    What was closed already stays so for the reason it was.
    """
    if referral.state != "closed":
        referral.state, referral.closed_for_good = "closed", for_good
    del referral.versions[referral.versions_sent :]


def ended(m: Model, referral: Referral) -> None:
    """A referral from outside is done with when the receiver has ended its part."""
    if (
        not m.local(referral.unit)
        and referral.case
        and not referral.case.open
        and referral.case.state != "forwarded"
    ):
        close(referral)


def let_go(referral: Referral, case: Case) -> None:
    """The receiver lets it go: what it had begun to say is not said any more, and nothing is asked of it."""
    case.state, case.let_go = "refused", True
    case.asked.clear()
    for reply in referral.replies.values():
        reply.void = reply.void or (reply.case is case and not reply.sent)


@told("inform_patient")
def _(m: Model, a: Act) -> None:
    case = a.given["case"]
    case.patient_waits = False
    if a.letter:
        write(m, a, a.given["referral"], case.unit, a.letter)


@told("forward")
def _(m: Model, a: Act) -> None:
    referral, case = m.referrals[a.given["referral"]], a.given["case"]
    if any(r.case is case and r.kind == "FINAL" and r.sent and not r.void for r in referral.replies.values()):
        raise Forbidden("an answered referral was forwarded (B.5)")
    reply = Reply("FORWARDED", case, sent=True)
    case.patient_waits = case.patient_waits or referral.unit is None  # who asked for care is told
    referral.replies[a.reply_id] = reply
    hand_on(m, a, referral, case, a.to_unit_id)
    case.handed_on_by = a.who
    go_out(m, a, referral, a.reply_id)
    # The same content goes on as a version of its own; a change that the sender has begun comes after it.
    referral.versions.insert(referral.versions_sent, replace(referral.versions[referral.versions_sent - 1]))
    referral.versions_sent += 1
    if not m.local(a.to_unit_id):
        referral.sendings["version", referral.versions_sent, a.to_unit_id] = Sending(case.unit, a.who)


def hand_on(m: Model, a: Act, referral: Referral, case: Case, to: object) -> None:
    """Custody never drops: the next case opens, and this unit watches until it is confirmed."""
    if m.local(referral.unit):
        referral.watch_on = unit_date(m, referral.unit, "confirmation_days", a.today)
    case.state = "forwarded"
    next_case = Case(to, "received" if m.local(to) else "on_its_way", after=case)
    next_case.asked, case.asked = case.asked, set()
    referral.cases.append(next_case)


@told("chase_forwarded")
def _(m: Model, a: Act) -> None:
    referral, case = m.referrals[a.given["referral"]], a.given["case"]
    if case.state != "forwarded" or referral.taken_over(case):
        raise Forbidden("nothing was waited for")


@told("answer_request", "register_request_answer")
def _(m: Model, a: Act) -> None:
    referral = m.referrals[a.given["referral"]]
    referral.asked.discard(a.kind)
    if referral.case:
        referral.case.asked.discard(a.kind)
        referral.case.has_told = True
    granted = a.outcome == "granted"
    if granted and a.kind == "withdraw":
        close(referral, for_good=True)
        if referral.case and referral.case.open:
            let_go(referral, referral.case)
    elif granted and a.wait:
        referral.watch_on = a.wait
        # It has said when: whoever forwarded need not ask any more.
        referral.case.confirmed = referral.case.granted = True
    elif referral.watch_on:
        referral.watch_on = a.today
