"""Papers that come: unlinked they are work, linked they are work until somebody has registered what they say (A.6)."""

from __future__ import annotations

from .lists import there
from .things import NO, Act, Case, Id, Model, Paper, Question, Referral, Reply, told
from .told_receiver import move_case, no_more_wanted


@told("register_paper")
def _(m: Model, a: Act) -> None:
    m.papers[a.document_id] = Paper(a.unit_id)


@told("link_paper")
def _(m: Model, a: Act) -> None:
    """`linked` says whether one person was enough; otherwise it stays where it was until a second agrees."""
    if a.given["linked"]:
        linked(m, a, a.given["referral"], a.kind)
    else:
        m.papers[a.document_id].kind = a.kind or ""


@told("confirm_link")
def _(m: Model, a: Act) -> None:
    linked(m, a, a.given["referral"], m.papers[a.document_id].kind)


def linked(m: Model, a: Act, referral: object, kind: str | None) -> None:
    paper = m.papers[a.document_id]
    paper.referral = referral
    paper.is_work = kind in ("answer", "confirmation", "", None)


@told("decline_link")
def _(m: Model, a: Act) -> None:
    """It stays unlinked."""


@told("say_no_reply", "set_paper_aside")
def _(m: Model, a: Act) -> None:
    m.papers[a.document_id].is_work = False


@told("undo_link")
def _(m: Model, a: Act) -> None:
    """Work in Okopplade again; a reply registered from it never was; who could have acted on it is asked."""
    paper, key = m.papers[a.document_id], a.given["referral"]
    referral = m.referrals[key]
    reply = referral.replies.get(paper.reply)
    if reply is not None and not reply.void:
        take_back(m, a, referral, reply)
    else:
        reply = None
    ask_those_concerned(m, a, referral, paper.unit, reply)
    paper.referral, paper.reply, paper.is_work = None, None, True


def take_back(m: Model, a: Act, referral: Referral, reply: Reply) -> None:
    reply.void = True
    no_more_wanted(referral, reply)
    if reply.kind != "FORWARDED" or forwarding_back(referral, reply.case):
        case_back(referral, reply)
    if (
        referral.state == "closed"
        and not referral.closed_for_good
        and not any(
            one.acknowledged and one.kind in ("FINAL", *NO) and not one.void
            for one in referral.replies.values()
        )
    ):
        referral.state = "sent"
    if referral.state == "sent" and m.local(referral.unit):
        referral.watch_on = a.today


def case_back(referral: Referral, reply: Reply) -> None:
    """As it was before anything was registered by hand, and then moved by what stands, a new time too.

    What the receiver has let go, since the sender wanted it back, is gone whatever it had said before.
    """
    case = reply.case
    if case.let_go:
        return
    case.state, case.confirmed = case.before
    for other in referral.replies.values():
        if other.case is case and other.sent and not other.void:
            move_case(case, other.kind)
    case.confirmed = case.confirmed or case.granted
    if case.open:
        case.asked |= reply.unanswered


def forwarding_back(referral: Referral, case: Case) -> bool:
    """The next unit never had it, and what was asked of it is asked of the former; unless it has done anything."""
    after = referral.next_case(case)
    if after is None:
        return True
    untouched = after.state in ("received", "on_its_way") and not after.confirmed and not after.has_told
    has_written = any(one.case is after and not one.void for one in referral.letters.values())
    if not untouched or has_written or any(one.case is after for one in referral.replies.values()):
        return False
    case.asked |= after.asked
    after.state, after.after, after.asked = "refused", None, set()
    return True


def ask_those_concerned(m: Model, a: Act, referral: Referral, unit: Id, reply: Reply | None) -> None:
    """Watcher, referrer and who acknowledged it at the sender; the assessor where the paper came; a unit given it."""
    asked: dict[Id, Id] = {}
    if m.local(referral.unit) and (unit == referral.unit or reply):
        for person in (referral.watcher, referral.referrer, reply and reply.acknowledged_by):
            if person:
                asked[person] = referral.unit
    asked.update({case.assessor: unit for case in referral.cases if case.unit == unit and case.assessor})
    to = {((there(m, who, at, a.today) and who) or None, at) for who, at in asked.items() if who != a.who}
    if not asked:
        to.add((None, unit))
    if reply and reply.forwarded_to and m.local(reply.forwarded_to):
        to.add((None, reply.forwarded_to))
    for person, at in to:
        referral.questions["asked", a.document_id, person, at] = Question(a.who, unit, person, at)
