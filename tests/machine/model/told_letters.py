"""Letters, and what becomes of everything that leaves on paper: printed, posted, failed, sent again."""

from __future__ import annotations

from .things import Act, Case, Letter, Model, Sending, Text, told
from .told_texts import speech


def write(m: Model, a: Act, referral: object, unit: object, letter: object, case: Case | None = None) -> None:
    """Signed by whoever wrote it, it waits to be printed and posted."""
    text = Text(a.who, unit, whole=True, signed_by=a.who)
    m.referrals[referral].letters[letter] = Letter(text, case=case)
    m.referrals[referral].sendings["letter", letter] = Sending(unit, a.who)


def _case(a: Act) -> Case | None:
    """The case that is named, if whoever writes is there."""
    case: Case | None = a.given.get("case")
    return case if case and case.unit in a.units else None


def _unit(m: Model, a: Act) -> object:
    """The unit of that case; otherwise the sender."""
    case, referral = _case(a), m.referrals[a.given["referral"]]
    return case.unit if case else referral.unit


@told("write_letter", "write_to_patient")
def _(m: Model, a: Act) -> None:
    write(m, a, a.given["referral"], _unit(m, a), a.letter, _case(a))


@told("begin_letter")
def _(m: Model, a: Act) -> None:
    text = Text(a.who, _unit(m, a), **speech(a))
    m.referrals[a.given["referral"]].letters[a.letter] = Letter(text, case=_case(a))


def _letter(m: Model, a: Act) -> Letter:
    return m.referrals[a.given["referral"]].letters[a.letter or a.letter_id]


@told("transcribe_letter")
def _(m: Model, a: Act) -> None:
    _letter(m, a).text.spoken = False


@told("complete_letter")
def _(m: Model, a: Act) -> None:
    _letter(m, a).text.whole = True


@told("sign_letter", "send_letter")
def _(m: Model, a: Act) -> None:
    text = _letter(m, a).text
    text.spoken, text.whole, text.signed_by = False, True, a.who
    m.referrals[a.given["referral"]].sendings["letter", a.letter or a.letter_id] = Sending(text.unit, a.who)


@told("void_letter")
def _(m: Model, a: Act) -> None:
    _letter(m, a).void = True


def _sending(m: Model, a: Act) -> Sending:
    return m.referrals[a.given["referral"]].sendings[a.given["sending"]]


@told("mark_printed")
def _(m: Model, a: Act) -> None:
    """On paper, and not posted: the same work as before."""


@told("mark_posted")
def _(m: Model, a: Act) -> None:
    _sending(m, a).state = "gone"


@told("report_failed")
def _(m: Model, a: Act) -> None:
    _sending(m, a).state = "failed"


@told("resend")
def _(m: Model, a: Act) -> None:
    sending = _sending(m, a)
    sending.state, sending.who = "waits", a.who
