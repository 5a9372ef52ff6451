"""What the sender does with a referral on its way: watches, acknowledges, asks, closes (A.3-A.7, C.2)."""

from __future__ import annotations

from datetime import timedelta

from .things import ANSWERS, NO, Act, Forbidden, Model, Question, Referral, Reply, told
from .told_letters import write
from .told_receiver import arrive, before_replies, close, hand_on, no_more_wanted
from .told_texts import unit_date


def _of(m: Model, a: Act) -> Referral:
    return m.referrals[a.given["referral"]]


@told("chase")
def _(m: Model, a: Act) -> None:
    _of(m, a).watch_on = a.watch_on
    if a.letter:
        write(m, a, a.given["referral"], _of(m, a).unit, a.letter)


@told("move_watch")
def _(m: Model, a: Act) -> None:
    _of(m, a).watch_on = a.watch_on


@told("change_watcher")
def _(m: Model, a: Act) -> None:
    _of(m, a).watcher = a.watcher_id


@told("request_reprioritisation", "withdraw")
def _(m: Model, a: Act) -> None:
    referral = _of(m, a)
    kind, limit = (
        ("withdraw", "withdrawal_days") if a.name == "withdraw" else ("reprioritise", "reprioritisation_days")
    )
    ask(m, a, referral, kind, limit)
    if a.letter:
        write(m, a, a.given["referral"], referral.unit, a.letter)


def ask(m: Model, a: Act, referral: Referral, kind: str, limit: str) -> None:
    referral.asked.add(kind)
    if (
        referral.case and referral.case.open
    ):  # also at a unit outside: it goes with the case when that is handed on
        referral.case.asked.add(kind)
    referral.watch_on = unit_date(m, referral.unit, limit, a.today)


@told("register_reply")
def _(m: Model, a: Act) -> None:
    referral = _of(m, a)
    case = referral.case
    reply = Reply(a.kind, case, forwarded_to=a.forwarded_to_id)
    before_replies(case)
    referral.replies[a.reply_id] = reply
    if a.kind == "FORWARDED":
        reply.sent = True
        hand_on(m, a, referral, case, a.forwarded_to_id)
    else:
        arrive(m, a, referral, reply)
    if a.document_id:
        paper = m.papers[a.document_id]
        paper.is_work, paper.referral, paper.reply = False, a.given["referral"], a.reply_id


@told("acknowledge")
def _(m: Model, a: Act) -> None:
    referral = _of(m, a)
    reply = referral.replies[a.reply_id]
    reply.acknowledged, reply.acknowledged_by = True, a.who
    if reply.kind == "FINAL" and referral.state == "sent":
        if a.keep_watch:
            days = m.units[referral.unit].limits["chase_days"] if a.watch_days is None else a.watch_days
            referral.watch_on = a.today + timedelta(days=max(days, 1))
        else:
            close(referral)
    if a.instead and reply.kind in (*NO, "MORE_INFO"):
        instead(m, referral, reply)
    if reply.kind == "CONFIRMED" and a.accept_wait is False:
        ask(m, a, referral, "reprioritise", "reprioritisation_days")


@told("say_instead")
def _(m: Model, a: Act) -> None:
    reply = _of(m, a).replies[a.reply_id]
    if reply.kind in ANSWERS or not reply.acknowledged:
        raise Forbidden("said what is done instead of nothing")
    instead(m, _of(m, a), reply)


def instead(m: Model, referral: Referral, reply: Reply) -> None:
    """What is done instead: the end of what was refused, and of what more was wanted."""
    reply.wants_instead = False
    if reply.kind in NO:
        close(referral)
    no_more_wanted(referral, reply)


@told("close")
def _(m: Model, a: Act) -> None:
    referral = _of(m, a)
    if any(r.sent and not r.void and not r.acknowledged for r in referral.replies.values()):
        raise Forbidden("closed with something unread")
    close(referral, for_good=True)


@told("reopen")
def _(m: Model, a: Act) -> None:
    referral = _of(m, a)
    referral.state = "sent"
    referral.watch_on = unit_date(m, referral.unit, "chase_days", a.today)


@told("ask")
def _(m: Model, a: Act) -> None:
    _of(m, a).questions[a.question_id] = Question(a.who, a.from_unit_id, a.to_person_id, a.to_unit_id)


@told("answer_question")
def _(m: Model, a: Act) -> None:
    _of(m, a).questions[a.question_id].state = "answered"


@told("ask_again")
def _(m: Model, a: Act) -> None:
    _of(m, a).questions[a.question_id].state = "asked"


@told("close_question")
def _(m: Model, a: Act) -> None:
    _of(m, a).questions[a.question_id].state = "closed"
