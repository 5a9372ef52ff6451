"""How each action is called: with mostly sensible arguments, and sometimes with what nobody should send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Q

from remissvakt.core.waits import Wait, WaitKind, read_wait
from remissvakt.dictation.models import UnclearSpot
from remissvakt.documents.models import CodeKind, Document, PaperCode
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    change_watcher,
    close,
    complete,
    confirm,
    confirmation,
    decide,
    deliver,
    edit_text,
    forward,
    inform_patient,
    letters,
    papers,
    questions,
    register_arrival,
    register_reply,
    send,
    send_back,
    share_dictation,
    sign,
    type_dictation,
    unclear,
    undo_link,
    versions,
    void,
    watch,
)
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import CLINICAL_REASONS, LetterKind, ReplyKind
from remissvakt.referrals.ways import CONTACT_WAYS, NOTICE_WAYS, REJECT_REASONS

from .world import Target, World

Call = tuple[Callable[..., Any], dict[str, Any]]
MOVES: dict[Action, Callable[[World, Target], Call]] = {}


def move(action: Action) -> Callable[[Any], Any]:
    def register(function: Any) -> Any:
        MOVES[action] = function
        return function

    return register


def _referral(w: World, t: Target) -> dict[str, Any]:
    return {"referral_id": t.referral.id, "version": w.seen(t.referral.version)}


def _case(w: World, t: Target) -> dict[str, Any]:
    assert t.case is not None
    return {"case_id": t.case.id, "version": w.seen(t.case.version)}


def _reply(w: World, t: Target) -> dict[str, Any]:
    assert t.reply is not None
    row = t.loop.reply(t.reply.id)
    return {"reply_id": row.id, "draft_version": w.seen(row.draft_version)}


def _draft(w: World, t: Target) -> int:
    return w.seen(t.loop.version.draft_version)


def _fields(w: World) -> dict[str, Any]:
    return {"question": w.draw.words(), "clinical_information": w.draw.text()}


def _wait(w: World) -> Wait:
    if w.draw.often(0.04):
        day = w.today - timedelta(days=1)
        return Wait(WaitKind.DATE, day.isoformat(), day)
    return read_wait(kind=WaitKind.WEEKS, value=str(w.draw.number(1, 60)), today=w.today)


def _how(w: World) -> str:
    return "fågel" if w.draw.often(0.03) else w.draw.one(list(CONTACT_WAYS))


def _maybe(w: World, call: Call, **more: Any) -> Call:
    function, given = call
    return function, {**given, **{name: value for name, value in more.items() if w.draw.often(0.2)}}


# The sender's text


@move(Action.EDIT_TEXT)
def _(w: World, t: Target) -> Call:
    given = {"referral_id": t.referral.id, "draft_version": _draft(w, t), "fields": _fields(w)}
    call = edit_text.edit_text, given
    return _maybe(w, call, to_unit_id=w.any_unit_id(), priority_rank=w.draw.number(0, 5))


@move(Action.TRANSCRIBE)
def _(w: World, t: Target) -> Call:
    return complete.transcribe, {**_referral(w, t), "draft_version": _draft(w, t), "fields": _fields(w)}


@move(Action.COMPLETE)
def _(w: World, t: Target) -> Call:
    call = complete.complete, {**_referral(w, t), "draft_version": _draft(w, t)}
    return _maybe(w, call, fields=_fields(w), to_unit_id=w.any_unit_id())


@move(Action.SIGN)
def _(w: World, t: Target) -> Call:
    return sign.sign, {**_referral(w, t), "draft_version": _draft(w, t)}


@move(Action.REOPEN_TEXT)
def _(w: World, t: Target) -> Call:
    return complete.reopen_text, _referral(w, t)


@move(Action.SEND)
def _(w: World, t: Target) -> Call:
    call = send.send, _referral(w, t)
    return _maybe(w, call, watcher_id=w.person_at(t.referral.referrer_unit_id, "secretary", "doctor"))


@move(Action.SIGN_AND_SEND)
def _(w: World, t: Target) -> Call:
    call = send.sign_and_send, {**_referral(w, t), "draft_version": _draft(w, t)}
    return _maybe(w, call, fields=_fields(w), to_unit_id=w.any_unit_id())


# Dictations


def _dictation(w: World, t: Target) -> tuple[dict[str, Any], Any]:
    """The dictation of the letter, of the reply, or of the latest version; and the row of its text."""
    letter = next((row for row in t.loop.letters if t.letter and row.id == t.letter.id), None)
    row = letter or (t.loop.reply(t.reply.id) if t.reply else t.loop.version)
    dictation_id = w.new_id() if row.dictation is None or w.draw.often(0.03) else row.dictation_id
    return {"dictation_id": dictation_id}, row


@move(Action.TAKE_DICTATION)
def _(w: World, t: Target) -> Call:
    given, _row = _dictation(w, t)
    return w.draw.one((type_dictation.take_dictation, type_dictation.give_back_dictation)), given


@move(Action.TYPE_DICTATION)
def _(w: World, t: Target) -> Call:
    given, row = _dictation(w, t)
    fields = _fields(w) if t.letter is None and t.reply is None else {"text": w.draw.words()}
    typed = type_dictation.Typed(fields=fields, wait=_wait(w) if w.draw.often(0.7) else None)
    call = {**given, "draft_version": w.seen(row.draft_version), "typed": typed}
    if w.draw.often(0.3):
        return type_dictation.save_typed, call
    return type_dictation.hand_on, {**call, "complete": w.draw.often(0.6), "read_through": w.draw.often(0.6)}


@move(Action.MARK_UNCLEAR)
def _(w: World, t: Target) -> Call:
    given, _row = _dictation(w, t)
    more = {"spot_id": w.new_id(), "at_ms": w.draw.number(-5, 90_000), "note": w.draw.words()[:300]}
    return unclear.mark_unclear, {**given, **more}


@move(Action.SETTLE_UNCLEAR)
def _(w: World, t: Target) -> Call:
    given, row = _dictation(w, t)
    spots = list(UnclearSpot.objects.filter(dictation_id=row.dictation_id).order_by("id"))
    return unclear.settle_unclear, {**given, "spot_id": w.draw.one(spots).id if spots else w.new_id()}


@move(Action.SEND_BACK_DICTATION)
def _(w: World, t: Target) -> Call:
    given, row = _dictation(w, t)
    more = {"draft_version": w.seen(row.draft_version), "note": w.draw.words()[:600]}
    return send_back.send_back_dictation, {**given, **more}


@move(Action.SHARE_DICTATION)
def _(w: World, t: Target) -> Call:
    given, _row = _dictation(w, t)
    if w.draw.often(0.5):
        return share_dictation.add_referral_from_dictation, {**given, "referral_id": w.new_id()}
    kind = w.draw.one([one.value for one in LetterKind])
    return share_dictation.add_letter_from_dictation, {**given, "letter_id": w.new_id(), "kind": kind}


@move(Action.VOID)
def _(w: World, t: Target) -> Call:
    return void.void, {**_referral(w, t), "reason": w.draw.words()}


@move(Action.BEGIN_VERSION)
def _(w: World, t: Target) -> Call:
    return versions.begin_version, _referral(w, t)


@move(Action.DROP_VERSION)
def _(w: World, t: Target) -> Call:
    return versions.drop_version, _referral(w, t)


# What leaves


def _delivery(w: World, t: Target) -> dict[str, Any]:
    assert t.delivery is not None
    return {"delivery_id": t.delivery.id, "version": w.seen(t.referral.version)}


@move(Action.MARK_PRINTED)
def _(w: World, t: Target) -> Call:
    assert t.delivery is not None
    known = dict(PaperCode.objects.filter(delivery_id=t.delivery.id).values_list("kind", "token"))
    tokens = (
        {CodeKind.LETTER.value: w.token()}
        if w.draw.often(0.1)
        else known or {CodeKind.LETTER.value: w.token()}
    )
    return deliver.mark_printed, {**_delivery(w, t), "printed_file_id": w.printed_file_id(), "tokens": tokens}


@move(Action.MARK_POSTED)
def _(w: World, t: Target) -> Call:
    return deliver.mark_posted, _delivery(w, t)


@move(Action.REPORT_FAILED)
def _(w: World, t: Target) -> Call:
    return deliver.report_failed, {**_delivery(w, t), "failure": w.draw.words()}


@move(Action.RESEND)
def _(w: World, t: Target) -> Call:
    return deliver.resend, {**_delivery(w, t), "channel": w.draw.one(("paper", "phone", "local"))}


# Letters


def _draft_letter(w: World, t: Target) -> dict[str, Any]:
    assert t.letter is not None
    row = next(row for row in t.loop.letters if row.id == t.letter.id)
    return {"draft_version": w.seen(row.draft_version)}


def _letter(w: World, letter_id: Any = None) -> letters.LetterDraft:
    return letters.LetterDraft(
        letter_id=letter_id or w.new_id(),
        text=w.draw.words(),
        language="xx" if w.draw.often(0.03) else "sv",
        appointment_at=w.now + timedelta(days=w.draw.number(-1, 60)) if w.draw.often(0.8) else None,
        appointment_place=w.draw.words()[:300],
    )


def _begun_or_sent(w: World, at_once: Any, call: dict[str, Any]) -> Call:
    if w.draw.often(0.6):
        return at_once, call
    return letters.begin_letter, {**call, "dictated": w.draw.often(0.5), **_spoken_here(w)}


@move(Action.WRITE_LETTER)
def _(w: World, t: Target) -> Call:
    kind = w.draw.one(list(LetterKind)) if w.draw.often(0.05) else LetterKind.CHASE
    return _begun_or_sent(
        w, letters.write_letter, {**_referral(w, t), "kind": kind.value, "draft": _letter(w)}
    )


@move(Action.WRITE_TO_PATIENT)
def _(w: World, t: Target) -> Call:
    kind = w.draw.one((LetterKind.APPOINTMENT, LetterKind.PATIENT)).value
    about = _case(w, t) if w.draw.often(0.7) else _referral(w, t)
    return _begun_or_sent(w, letters.write_to_patient, {**about, "kind": kind, "draft": _letter(w)})


def _whole_draft(w: World, t: Target) -> dict[str, Any]:
    assert t.letter is not None
    return {**_draft_letter(w, t), "draft": _letter(w, t.letter.id)}


@move(Action.EDIT_LETTER)
def _(w: World, t: Target) -> Call:
    return letters.edit_letter, _whole_draft(w, t)


@move(Action.TRANSCRIBE_LETTER)
def _(w: World, t: Target) -> Call:
    return letters.transcribe_letter, _whole_draft(w, t)


@move(Action.COMPLETE_LETTER)
def _(w: World, t: Target) -> Call:
    return letters.complete_letter, _whole_draft(w, t)


@move(Action.SEND_LETTER)
def _(w: World, t: Target) -> Call:
    return letters.send_letter, _whole_draft(w, t)


@move(Action.SIGN_LETTER)
def _(w: World, t: Target) -> Call:
    assert t.letter is not None
    return letters.sign_letter, {**_draft_letter(w, t), "letter_id": t.letter.id}


@move(Action.VOID_LETTER)
def _(w: World, t: Target) -> Call:
    assert t.letter is not None
    return letters.void_letter, {**_draft_letter(w, t), "letter_id": t.letter.id}


def _by_letter(w: World, call: Call) -> Call:
    """Sometimes with the letter in the same act, mostly where a letter is how."""
    function, given = call
    fits = given["how"] in ("letter", "appointment_letter")
    return (function, {**given, "letter": _letter(w)}) if w.draw.often(0.6 if fits else 0.03) else call


# The sender's watch


@move(Action.REGISTER_REPLY)
def _(w: World, t: Target) -> Call:
    kind = w.draw.one(list(ReplyKind))
    fits = not w.draw.often(0.1)
    free = Q(linked_at=None) | Q(referral=t.referral)
    papers_here = list(Document.objects.filter(free).order_by("id").values_list("id", flat=True))
    return register_reply.register_reply, {
        **_referral(w, t),
        "reply_id": w.new_id(),
        "kind": kind.value,
        "arrived_on": w.day(-20, 0) if fits else w.day(-5000, 3),
        "channel": w.draw.one(("paper", "phone")),
        "text": w.draw.words(),
        "author_name": w.draw.words()[:200],
        "wait": _wait(w) if (kind == ReplyKind.CONFIRMED) == fits else None,
        "information_wanted_until": w.day(0, 30) if (kind == ReplyKind.MORE_INFO) == fits else None,
        "forwarded_to_id": w.any_unit_id() if (kind == ReplyKind.FORWARDED) == fits else None,
        "document_id": w.draw.one(papers_here) if papers_here and w.draw.often(0.6) else None,
        "number_on_paper": _number(w, t),
    }


@move(Action.CHASE)
def _(w: World, t: Target) -> Call:
    return _by_letter(w, (watch.chase, {**_referral(w, t), **_contact(w)}))


def _contact(w: World) -> dict[str, Any]:
    return {
        "how": _how(w),
        "reached": w.draw.words(),
        "said": w.draw.words(),
        "watch_on": w.day(0, 60) if not w.draw.often(0.05) else w.day(-10, 2000),
    }


@move(Action.MOVE_WATCH)
def _(w: World, t: Target) -> Call:
    return watch.move_watch, {**_referral(w, t), "watch_on": w.day(-2, 90), "reason": w.draw.words()}


@move(Action.REQUEST_REPRIORITISATION)
def _(w: World, t: Target) -> Call:
    given = {"reason": w.draw.words(), "how": _how(w), "reached": w.draw.words()}
    return _by_letter(w, (ask_receiver.request_reprioritisation, {**_referral(w, t), **given}))


@move(Action.WITHDRAW)
def _(w: World, t: Target) -> Call:
    given = {"reason": w.draw.words(), "how": _how(w), "reached": w.draw.words()}
    return _by_letter(w, (ask_receiver.withdraw, {**_referral(w, t), **given}))


def _settlement(w: World) -> dict[str, Any]:
    return {
        "kind": w.draw.one(("reprioritise", "withdraw")),
        "outcome": w.draw.one(("granted", "denied")),
        "text": w.draw.words(),
        "wait": _wait(w) if w.draw.often(0.4) else None,
    }


@move(Action.REGISTER_REQUEST_ANSWER)
def _(w: World, t: Target) -> Call:
    return ask_receiver.register_request_answer, {**_referral(w, t), **_settlement(w)}


@move(Action.ACKNOWLEDGE)
def _(w: World, t: Target) -> Call:
    assert t.reply is not None
    return acknowledge.acknowledge, {
        "reply_id": t.reply.id,
        "version": w.seen(t.referral.version),
        "question_answered": w.draw.one(("yes", "partly", "no", "yes", "yes", "?")),
        "keep_watch": w.draw.often(0.3),
        "watch_days": w.draw.one((None, None, 14, 0)),
        "accept_wait": w.draw.one((True, True, False, None)),
        "dispute_reason": w.draw.words(),
        "instead": w.draw.one(("", "Ny remiss.")),
        "note": w.draw.text()[:2000],
    }


@move(Action.SAY_INSTEAD)
def _(w: World, t: Target) -> Call:
    assert t.reply is not None
    return acknowledge.say_instead, {
        "reply_id": t.reply.id,
        "version": w.seen(t.referral.version),
        "instead": w.draw.words(),
    }


@move(Action.CLOSE)
def _(w: World, t: Target) -> Call:
    reason = w.draw.one([*CLINICAL_REASONS, "withdrawn"])
    return close.close, {**_referral(w, t), "reason": str(reason), "note": w.draw.text()[:2000]}


@move(Action.REOPEN)
def _(w: World, t: Target) -> Call:
    return close.reopen, {**_referral(w, t), "reason": w.draw.words()}


@move(Action.CHANGE_WATCHER)
def _(w: World, t: Target) -> Call:
    watcher_id = w.person_at(t.referral.referrer_unit_id, "secretary", "doctor", "clinician")
    return change_watcher.change_watcher, {**_referral(w, t), "watcher_id": watcher_id}


# The receiver's case


@move(Action.ASSIGN)
def _(w: World, t: Target) -> Call:
    assert t.case is not None
    return assess.assign, {
        **_case(w, t),
        "assessor_id": w.person_at(t.case.unit_id, "doctor", "clinician"),
    }


@move(Action.ASSESS)
def _(w: World, t: Target) -> Call:
    return _maybe(w, (assess.assess, {**_case(w, t)}), note=w.draw.text()[:4000], priority_rank=1)


@move(Action.CONFIRM)
def _(w: World, t: Target) -> Call:
    given = {"reply_id": w.new_id(), "text": w.draw.words(), "wait": _wait(w)}
    return confirm.confirm, {**_case(w, t), **given}


@move(Action.REQUEST_INFORMATION)
def _(w: World, t: Target) -> Call:
    given = {"reply_id": w.new_id(), "text": w.draw.words(), "wanted_until": w.day(-1, 30)}
    return confirm.request_information, {**_case(w, t), **given}


@move(Action.REJECT)
def _(w: World, t: Target) -> Call:
    given = {"reply_id": w.new_id(), "text": w.draw.words(), "reason": w.draw.one([*REJECT_REASONS, "x"])}
    return confirm.reject, {**_case(w, t), **given}


@move(Action.CANCEL)
def _(w: World, t: Target) -> Call:
    given = {"reply_id": w.new_id(), "text": w.draw.words(), "reason": w.draw.words()[:300]}
    return confirm.cancel, {**_case(w, t), **given}


@move(Action.DECIDE_CONFIRMATION)
def _(w: World, t: Target) -> Call:
    given = {"reply_id": w.new_id(), "dictation_place": w.draw.one(("Diktat 3", "x" * 300))}
    recording_id = w.new_id() if w.draw.often(0.3) else None
    return confirmation.decide_confirmation, {**_case(w, t), **given, "recording_id": recording_id}


@move(Action.DECIDE_ANSWER)
def _(w: World, t: Target) -> Call:
    kind = w.draw.one(("FINAL", "FINAL", "PARTIAL", "PRELIMINARY", "CONFIRMED"))
    call = answer.decide_answer, {**_case(w, t), "reply_id": w.new_id(), "kind": kind, **_spoken_here(w)}
    return _maybe(w, call, text=w.draw.text(), dictated=True, dictation_place="Diktat 2")


@move(Action.EDIT_ANSWER)
def _(w: World, t: Target) -> Call:
    return _maybe(w, (answer.edit_answer, {**_reply(w, t), "text": w.draw.text()}), wait=_wait(w))


@move(Action.TRANSCRIBE_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.transcribe_answer, {**_reply(w, t), "text": w.draw.text()}


@move(Action.COMPLETE_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.complete_answer, {**_reply(w, t), "text": w.draw.words(), "wait": _wait(w)}


@move(Action.SIGN_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.sign_answer, _reply(w, t)


@move(Action.REOPEN_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.reopen_answer, _reply(w, t)


@move(Action.SEND_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.send_answer, _reply(w, t)


@move(Action.SIGN_AND_SEND_ANSWER)
def _(w: World, t: Target) -> Call:
    return answer.sign_and_send_answer, {**_reply(w, t), "text": w.draw.one((None, w.draw.words()))}


@move(Action.VOID_ANSWER)
def _(w: World, t: Target) -> Call:
    return void.void_answer, {**_reply(w, t), "reason": w.draw.words()}


@move(Action.INFORM_PATIENT)
def _(w: World, t: Target) -> Call:
    given = {"how": w.draw.one(list(NOTICE_WAYS)), "told_on": w.day(-3, 0), "note": w.draw.one(("", "Vet."))}
    return _by_letter(w, (inform_patient.inform_patient, {**_case(w, t), **given}))


@move(Action.FORWARD)
def _(w: World, t: Target) -> Call:
    region = w.region
    usual = [region.skin_clinic, region.company_clinic, region.outside_unit, region.eye_clinic]
    to = w.any_unit_id() if w.draw.often(0.1) else w.draw.one(usual).id
    given = {
        "reply_id": w.new_id(),
        "to_unit_id": to,
        "reason": w.draw.words(),
        "consent": w.draw.one(("", "Muntligt")),
    }
    return forward.forward, {**_case(w, t), **given}


@move(Action.CHASE_FORWARDED)
def _(w: World, t: Target) -> Call:
    return forward.chase_forwarded, {**_case(w, t), **_contact(w)}


@move(Action.ANSWER_REQUEST)
def _(w: World, t: Target) -> Call:
    return ask_receiver.answer_request, {**_case(w, t), **_settlement(w)}


# Questions and papers


@move(Action.ASK)
def _(w: World, t: Target) -> Call:
    units = [row.unit_id for row in t.facts.cases] + [t.referral.referrer_unit_id]
    units = [unit_id for unit_id in units if unit_id] or [w.any_unit_id()]
    to_unit_id = w.draw.one(units) if not w.draw.often(0.1) else w.any_unit_id()
    return questions.ask, {
        "referral_id": t.referral.id,
        "question_id": w.new_id(),
        "from_unit_id": w.draw.one(units),
        "to_unit_id": to_unit_id,
        "to_person_id": w.person_at(to_unit_id, "doctor", "secretary") if w.draw.often(0.5) else None,
        "subject": w.draw.words()[:200],
        "text": w.draw.words()[:4000],
    }


@move(Action.ANSWER_QUESTION)
def _(w: World, t: Target) -> Call:
    assert t.question is not None
    return questions.answer_question, {"question_id": t.question.id, "text": w.draw.words()[:4000]}


@move(Action.CLOSE_QUESTION)
def _(w: World, t: Target) -> Call:
    assert t.question is not None
    if w.draw.often(0.4):
        return questions.ask_again, {"question_id": t.question.id, "text": w.draw.words()[:4000]}
    return questions.close_question, {"question_id": t.question.id}


def _paper(w: World, *rows: Document) -> dict[str, Any]:
    row = w.draw.one(rows) if rows else None
    return {
        "document_id": row.id if row else w.new_id(),
        "document_version": w.seen(row.version if row else 1),
    }


def _number(w: World, t: Target) -> str:
    if w.draw.often(0.7):
        return t.referral.patient.number
    return w.draw.one(("", "194408139089", "191212121213"))


@move(Action.LINK_PAPER)
def _(w: World, t: Target) -> Call:
    asked = Document.objects.filter(asked_referral=t.referral, linked_at=None).order_by("id")
    if asked and w.draw.often(0.7):
        if w.draw.often(0.3):
            return papers.decline_link, {**_paper(w, *asked), "reason": w.draw.words()[:300]}
        return papers.confirm_link, _paper(w, *asked)
    free = list(Document.objects.filter(linked_at=None).order_by("-id")[:3])
    any_paper = free if free and w.draw.often(0.7) else list(Document.objects.order_by("id"))
    return papers.link_paper, {
        **_paper(w, *any_paper),
        "referral_id": t.referral.id,
        "kind": w.draw.one(("", "answer", "confirmation", "referral", "other", "?")),
        "number_on_paper": _number(w, t),
        "reason": w.draw.words()[:300] if w.draw.often(0.8) else "",
    }


def _a_paper_first(w: World, t: Target) -> Call:
    """Without papers there is nothing to undo: one is linked, or comes."""
    free = Document.objects.filter(linked_at=None).order_by("-id")
    if free and w.draw.often(0.7):
        return papers.link_paper, {
            **_paper(w, *free[:3]),
            "referral_id": t.referral.id,
            "kind": w.draw.one(("", "answer", "confirmation")),
            "number_on_paper": t.referral.patient.number,
        }
    units = [t.referral.referrer_unit_id, *(row.unit_id for row in t.facts.cases)]
    return papers.register_paper, {
        "document_id": w.new_id(),
        "unit_id": w.draw.one([unit_id for unit_id in units if unit_id]),
        "arrived_on": w.day(-3, 0),
        "sender": w.draw.words()[:200],
        "description": w.draw.words()[:500],
    }


@move(Action.UNDO_LINK)
def _(w: World, t: Target) -> Call:
    here = Document.objects.filter(referral=t.referral).order_by("id")
    if not here:
        return _a_paper_first(w, t)
    return undo_link.undo_link, {**_paper(w, *here), "reason": w.draw.words()[:500]}


@move(Action.SAY_NO_REPLY)
def _(w: World, t: Target) -> Call:
    here = Document.objects.filter(referral=t.referral).order_by("id")
    if not here:
        return _a_paper_first(w, t)
    return papers.say_no_reply, {**_paper(w, *here), "reason": w.draw.words()[:300]}


# What begins


def _spoken_here(w: World) -> dict[str, Any]:
    """Sometimes a text begins with a recording."""
    return {"dictated": True, "recording_id": w.new_id()} if w.draw.often(0.3) else {}


def decide_one(w: World, actor: Actor) -> Call:
    given = {**_new(w, actor), "referrer_id": w.person_at(actor.unit_id, "doctor", "clinician")}
    call = decide.decide, {**given, **_spoken_here(w)}
    return _maybe(
        w,
        call,
        fields=_fields(w),
        to_unit_id=w.any_unit_id(),
        dictated=True,
        decided_at=w.now - timedelta(days=w.draw.number(-1, 10)),
    )


def refer_one(w: World, actor: Actor) -> Call:
    usual = (w.region.eye_clinic, w.region.eye_clinic, w.region.skin_clinic, w.region.outside_unit)
    given = {
        **_new(w, actor),
        "to_unit_id": w.draw.one(usual).id if not w.draw.often(0.1) else w.any_unit_id(),
        "priority_rank": w.draw.one((1, 2, 3, 0)),
        "priority_label": "Hög",
        "fields": _fields(w),
    }
    return _maybe(w, (send.refer, given), watcher_id=w.person_at(actor.unit_id, "secretary"))


def _new(w: World, actor: Actor) -> dict[str, Any]:
    unit_id = w.draw.one(sorted(actor.unit_ids)) if actor.unit_ids else actor.unit_id
    return {
        "referral_id": w.new_id(),
        "unit_id": unit_id if not w.draw.often(0.05) else w.any_unit_id(),
        "patient_id": w.patient_id(),
    }


def register_one(w: World, actor: Actor) -> Call:
    source = w.draw.one(("arrived", "arrived", "own_request", "written"))
    sender = w.draw.one(list(w.region.units.values())).id
    given = {
        **_new(w, actor),
        "source": source,
        "from_unit_id": sender if (source == "arrived") != w.draw.often(0.05) else None,
        "referrer_name": "Dr Extern",
        "arrived_on": w.day(-5, 0),
        "fields": _fields(w),
    }
    return _maybe(
        w,
        (register_arrival.register_arrival, given),
        decided_on=w.day(-30, 2),
        assessor_id=w.person_at(actor.unit_id, "doctor"),
        priority_rank=w.draw.number(0, 4),
    )


def register_paper(w: World, actor: Actor) -> Call:
    return papers.register_paper, {
        "document_id": w.new_id(),
        "unit_id": w.draw.one(sorted(actor.unit_ids)) if actor.unit_ids else actor.unit_id,
        "arrived_on": w.day(-3, 0),
        "sender": w.draw.words()[:200],
        "description": w.draw.words()[:500],
    }


def set_paper_aside(w: World, actor: Actor) -> Call:
    row = Document.objects.order_by("id").last()
    return papers.set_paper_aside, {
        "document_id": row.id if row else w.new_id(),
        "document_version": w.seen(row.version if row else 1),
        "reason": w.draw.words()[:300],
    }


BEGINNINGS = (refer_one, refer_one, decide_one, register_one, register_paper, set_paper_aside)
