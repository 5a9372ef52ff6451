"""Decided, dictated, typed, whole, signed: what happens to a text, be it a referral's, a reply's or a letter's."""

from __future__ import annotations

from datetime import date, timedelta

from .things import Act, Case, Forbidden, Letter, Model, Referral, Reply, Sending, Text, told


def unit_date(model: Model, unit: object, name: str, today: date) -> date:
    return today + timedelta(days=model.units[unit].limits[name])


def speech(a: Act, *, always: bool = False) -> dict[str, bool]:
    """Spoken elsewhere it is there to be typed; spoken here it begins with a recording."""
    dictated = always or bool(a.dictated)
    return {"spoken": dictated, "speaking": dictated and a.recording_id is not None}


@told("decide")
def _(m: Model, a: Act) -> None:
    referral = Referral(unit=a.unit_id, referrer=a.referrer_id, to=a.to_unit_id)
    author = a.referrer_id if a.dictated else a.who
    referral.versions.append(Text(author, a.unit_id, **speech(a)))
    m.referrals[a.referral_id] = referral


@told("refer")
def _(m: Model, a: Act) -> None:
    m.referrals[a.referral_id] = Referral(unit=a.unit_id, referrer=a.who, to=a.to_unit_id)
    m.referrals[a.referral_id].versions.append(Text(a.who, a.unit_id, whole=True, signed_by=a.who))
    leave(m, a)


def draft(m: Model, a: Act) -> Text:
    referral = m.referrals[a.referral_id]
    if referral.versions_sent == len(referral.versions):
        raise Forbidden("there is no draft")
    return referral.versions[-1]


@told("edit_text")
def _(m: Model, a: Act) -> None:
    if a.to_unit_id:
        m.referrals[a.referral_id].to = a.to_unit_id


@told("transcribe")
def _(m: Model, a: Act) -> None:
    draft(m, a).spoken = False


@told("complete")
def _(m: Model, a: Act) -> None:
    draft(m, a).whole = True
    if a.to_unit_id:
        m.referrals[a.referral_id].to = a.to_unit_id


@told("sign")
def _(m: Model, a: Act) -> None:
    draft(m, a).signed_by = a.who


@told("reopen_text")
def _(m: Model, a: Act) -> None:
    text = draft(m, a)
    text.whole, text.signed_by = False, None


@told("void")
def _(m: Model, a: Act) -> None:
    referral = m.referrals[a.referral_id]
    if referral.state != "draft":
        raise Forbidden("what is sent cannot be given up")
    referral.state = "void"


@told("send", "sign_and_send")
def _(m: Model, a: Act) -> None:
    text = draft(m, a)
    if a.to_unit_id:
        m.referrals[a.referral_id].to = a.to_unit_id
    if a.name == "sign_and_send":
        text.whole, text.signed_by = True, a.who
    if text.signed_by is None:
        raise Forbidden("unsigned text was sent")
    leave(m, a)


def leave(m: Model, a: Act) -> None:
    """The latest version is sent: the first opens the case and the watch (A.2), a later one completes it."""
    referral = m.referrals[a.referral_id]
    referral.versions_sent = len(referral.versions)
    if referral.state == "draft":
        referral.state = "sent"
        referral.watcher = a.watcher_id or (referral.referrer if a.pool else a.who)
        state = "received" if m.local(referral.to) else "on_its_way"
        referral.cases.append(Case(referral.to, state))
    referral.watch_on = unit_date(m, referral.unit, "confirmation_days", a.today)
    referral.more_wanted = []
    to = referral.case.unit
    if not m.local(to):
        referral.sendings["version", referral.versions_sent, to] = Sending(referral.unit, a.who)


@told("begin_version")
def _(m: Model, a: Act) -> None:
    referral = m.referrals[a.referral_id]
    referral.versions.append(Text(a.who, referral.unit))


@told("drop_version")
def _(m: Model, a: Act) -> None:
    draft(m, a)
    m.referrals[a.referral_id].versions.pop()


# Dictations: `text` names what was spoken, as the machine looked it up.


def spoken(m: Model, a: Act) -> Text:
    referral = m.referrals[a.given["referral"]]
    kind, key = a.given["text"]
    if kind == "letter":
        return referral.letters[key].text
    if kind == "reply":
        reply = referral.replies[key]
        if a.typed and a.typed.wait and reply.kind == "CONFIRMED":
            reply.wait = a.typed.wait.until
        return reply.text
    return referral.versions[-1]


@told("hand_on")
def _(m: Model, a: Act) -> None:
    text = spoken(m, a)
    text.spoken, text.whole = False, bool(a.complete)


@told("save_typed")
def _(m: Model, a: Act) -> None:
    """It changes no list; a wait that was typed is there when it is sent."""
    spoken(m, a)


@told("send_back_dictation")
def _(m: Model, a: Act) -> None:
    text = spoken(m, a)
    text.spoken, text.whole = True, False


@told(
    "take_dictation",
    "give_back_dictation",
    "mark_unclear",
    "settle_unclear",
    "edit_letter",
)
def _(m: Model, a: Act) -> None:
    """What is being typed changes no list."""


@told("add_referral_from_dictation")
def _(m: Model, a: Act) -> None:
    text = spoken(m, a)
    other = Referral(unit=text.unit, referrer=text.author)
    other.versions.append(Text(text.author, text.unit, spoken=True, speaking=text.speaking))
    m.referrals[a.referral_id] = other


@told("add_letter_from_dictation")
def _(m: Model, a: Act) -> None:
    text, letters = spoken(m, a), m.referrals[a.given["referral"]].letters
    kind, key = a.given["text"]
    letters[a.letter_id] = Letter(
        Text(text.author, text.unit, spoken=True, speaking=text.speaking),
        case=letters[key].case if kind == "letter" else None,
    )


# Replies


@told("decide_answer", "decide_confirmation")
def _(m: Model, a: Act) -> None:
    referral, case = a.given["referral"], a.given["case"]
    case.assessor = case.assessor or a.who
    text = Text(a.who, case.unit, **speech(a, always=a.name == "decide_confirmation"))
    kind = a.kind or "CONFIRMED"
    m.referrals[referral].replies[a.reply_id] = Reply(kind, case, text)


def reply_text(m: Model, a: Act) -> Text:
    reply = m.referrals[a.given["referral"]].replies[a.reply_id]
    if reply.sent or reply.text is None:
        raise Forbidden("a sent reply was changed")
    if a.wait and reply.kind == "CONFIRMED":
        reply.wait = a.wait
    return reply.text


@told("edit_answer")
def _(m: Model, a: Act) -> None:
    reply_text(m, a)


@told("transcribe_answer")
def _(m: Model, a: Act) -> None:
    reply_text(m, a).spoken = False


@told("complete_answer")
def _(m: Model, a: Act) -> None:
    reply_text(m, a).whole = True


@told("sign_answer")
def _(m: Model, a: Act) -> None:
    reply_text(m, a).signed_by = a.who


@told("reopen_answer")
def _(m: Model, a: Act) -> None:
    text = reply_text(m, a)
    text.whole, text.signed_by = False, None


@told("void_answer")
def _(m: Model, a: Act) -> None:
    reply_text(m, a)
    m.referrals[a.given["referral"]].replies[a.reply_id].void = True
