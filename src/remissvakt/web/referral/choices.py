"""What can be done now, most likely first, and why the rest cannot, from the heart's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import Channel
from remissvakt.referrals.models import Delivery, Reply, WorkItem
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import ANSWERS, DeliveryState, ReferralState
from remissvakt.web.presenting import Choice, Refused

from . import words
from .acts import ACTS, act_url
from .cards import sent_what

SHOWN_AT_ONCE = 4
# Refusals that say what the page shows anyway, or that belong to a step long past: nobody wonders.
_PLAIN = frozenset(
    {
        "not_sent", "already_sent", "no_draft", "not_closed", "already_complete", "already_signed", "first_version",
        "nothing_to_transcribe", "not_spoken", "case_assessed", "case_not_forwarded", "taken_over", "no_open_request",
        "question_closed",
        "question_answered", "delivery_elsewhere", "already_acknowledged", "reply_not_arrived", "no_instead_owed",
        "not_on_paper", "letter_receiver_here",
        "instead_said", "not_acknowledged", "answer_already_sent", "answer_voided",
    }
)  # fmt: skip
# The other side's acts: nobody looks for them here.
_ELSEWHERE = frozenset(
    {
        "not_at_sender", "not_at_receiver", "not_at_delivering_unit", "not_at_asked_unit", "not_at_asking_unit",
        "not_a_party", "not_at_letters_unit",
    }
)  # fmt: skip
# Nobody looks for these before there is something to open or to put back.
_NEVER_MISSED = frozenset({"reopen_text", "reopen_answer"})

# What each reason for work is most often answered with; the earliest work comes first. A decided answer has
# the step of its text as work of its own.
_ANSWERS_TO: dict[str, tuple[str, ...]] = {
    Why.TRANSCRIBE_REFERRAL: ("transcribe",),
    Why.TRANSCRIBE_CONFIRMATION: ("transcribe_answer",),
    Why.COMPLETE_CONFIRMATION: ("edit_answer", "sign_and_send_answer"),
    Why.SIGN_CONFIRMATION: ("sign_and_send_answer", "sign_answer", "edit_answer"),
    Why.SEND_CONFIRMATION: ("send_answer",),
    Why.TRANSCRIBE_LETTER: ("transcribe_letter",),
    Why.FINISH_DICTATION: ("speak",),
    Why.COMPLETE_REFERRAL: ("edit_text", "sign_and_send"),
    Why.SIGN_REFERRAL: ("sign_and_send", "sign", "edit_text"),
    Why.SEND_REFERRAL: ("send",),
    Why.TRANSCRIBE_ANSWER: ("transcribe_answer",),
    Why.COMPLETE_ANSWER: ("edit_answer", "sign_and_send_answer"),
    Why.SIGN_ANSWER: ("sign_and_send_answer", "sign_answer", "edit_answer"),
    Why.SEND_ANSWER: ("send_answer",),
    Why.COMPLETE_LETTER: ("edit_letter",),
    Why.SIGN_LETTER: ("sign_letter", "edit_letter"),
    Why.SEND_LETTER: ("void_letter",),
    Why.POST_REFERRAL: ("mark_printed", "mark_posted"),
    Why.POST_REPLY: ("mark_printed", "mark_posted"),
    Why.POST_LETTER: ("mark_printed", "mark_posted"),
    Why.PRINTED_NOT_POSTED: ("mark_posted", "mark_printed"),
    Why.DELIVERY_FAILED: ("resend",),
    Why.NO_RECEIPT: ("report_failed",),
    Why.CONFIRMATION_AWAITED: ("register_reply", "chase"),
    Why.ANSWER_AWAITED: ("register_reply", "chase"),
    Why.ANSWER_ARRIVED: ("acknowledge", "move_watch"),
    "answer_arrived": ("acknowledge",),
    Why.WATCH_KEPT: ("close", "move_watch"),
    Why.INFORMATION_OWED: ("begin_version",),
    Why.INFORMATION_MISSING: ("begin_version",),
    Why.REPRIORITISATION_AWAITED: ("register_request_answer", "chase"),
    Why.WITHDRAWAL_AWAITED: ("register_request_answer", "chase"),
    Why.REPRIORITISATION_DENIED: ("move_watch", "withdraw"),
    Why.WITHDRAWAL_DENIED: ("move_watch", "chase"),
    Why.CONFIRMATION_UNREAD: ("acknowledge",),
    Why.REFUSAL_UNREAD: ("acknowledge",),
    Why.INFORMATION_WANTED_UNREAD: ("acknowledge", "begin_version"),
    Why.ANSWER_UNREAD: ("acknowledge",),
    Why.INSTEAD_MISSING: ("say_instead",),
    Why.REFUSED_NOTHING_DONE: ("say_instead", "acknowledge"),
    Why.NO_ASSESSOR: ("assign", "confirm"),
    Why.NOT_ASSESSED: ("confirm", "decide_answer", "assess"),
    Why.NOT_CONFIRMED: ("confirm", "decide_answer"),
    Why.ANSWER_PROMISED: ("decide_answer",),
    Why.INFORMATION_WAITED_FOR: ("confirm",),
    Why.INFORMATION_ARRIVED: ("confirm", "decide_answer"),
    Why.REPRIORITISATION_ASKED: ("answer_request",),
    Why.WITHDRAWAL_ASKED: ("answer_request",),
    Why.PATIENT_NOT_INFORMED: ("inform_patient",),
    Why.FORWARDED_NOT_CONFIRMED: ("chase_forwarded",),
    Why.QUESTION_UNANSWERED: ("answer_question",),
    Why.QUESTION_ANSWER_UNREAD: ("close_question", "ask_again"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act on one thing, whether it may be done or not."""

    slug: str
    action: Action
    case_id: UUID | None = None
    reply_id: UUID | None = None
    delivery_id: UUID | None = None
    question_id: UUID | None = None
    letter_id: UUID | None = None
    draft: Any = None  # the row whose draft version is compared
    about: str = ""

    @property
    def ids(self) -> dict[str, UUID | None]:
        return {
            "case_id": self.case_id,
            "reply_id": self.reply_id,
            "delivery_id": self.delivery_id,
            "question_id": self.question_id,
            "letter_id": self.letter_id,
        }


@dataclass(frozen=True, slots=True)
class Possible:
    """What can be done: at once in sight, and the rest one step away; and what cannot."""

    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    refused: tuple[Refused, ...]


def possible(opened: OpenReferral, *, link: Any = str, item_id: UUID | None = None) -> Possible:
    """Everything that one may do to an open referral. `link` adds the way back to an address.

    Opened from a list, it is the row's own work (`item_id`) that is asked for first.
    """
    lawful: list[tuple[int, Candidate]] = []
    refused: dict[str, Refused] = {}
    order = _likely(sorted(opened.work, key=lambda item: item.id != item_id))
    mine = next((item.delivery_id for item in opened.work if item.id == item_id), None)
    for at, candidate in enumerate(_candidates(opened)):
        reasons = opened.may(candidate.action, **candidate.ids)
        if not reasons:
            lawful.append((order.get(candidate.slug, 100 + at), candidate))
        elif _wondered_about(reasons) and candidate.slug not in _NEVER_MISSED:
            label = str(_label(opened, candidate))
            refused.setdefault(label, Refused(label=label, reason=reasons[0].message))
    slugs = {one.slug for _rank, one in lawful}
    # A dictation is typed on its own page, where the sound is.
    same = {"edit_text"} if "transcribe" in slugs else set()
    same |= {"edit_answer"} if "transcribe_answer" in slugs else set()
    same |= {"edit_letter"} if "transcribe_letter" in slugs else set()
    lawful = [pair for pair in lawful if pair[1].slug not in same]
    keys: set[str] = set()
    # Of several letters the one of the row comes first.
    lawful.sort(key=lambda pair: (pair[0], pair[1].delivery_id not in (None, mine)))
    choices = [_choice(opened, one, keys, link) for _rank, one in lawful]
    # The list in sight holds what the work asks for, filled up to a handful.
    urgent = sum(1 for rank, _one in lawful if rank < 100)
    cut = max(min(urgent, len(choices)), min(SHOWN_AT_ONCE, len(choices)))
    labels = {str(choice.label) for choice in choices}
    left = tuple(one for one in refused.values() if one.label not in labels)
    return Possible(first=tuple(choices[:cut]), more=tuple(choices[cut:]), refused=left)


def _likely(work: list[WorkItem]) -> dict[str, int]:
    order: dict[str, int] = {}
    for item in work:
        for slug in _ANSWERS_TO.get(item.reason, ()):
            order.setdefault(slug, len(order))
    return order


def _wondered_about(reasons: tuple[Refusal, ...]) -> bool:
    return not any(one.code in _PLAIN or one.code in _ELSEWHERE for one in reasons)


def _candidates(opened: OpenReferral) -> Iterator[Candidate]:
    """Every act on every part of the referral that the reader sees, in the order in which work goes."""
    yield from _replies(opened)
    if opened.at_sender:
        yield from _sender_text(opened)
    yield from _letters(opened)
    yield from _deliveries(opened)
    yield from _cases(opened)
    if opened.at_sender:
        yield from _watch(opened)
    yield from _questions(opened)


def _replies(opened: OpenReferral) -> Iterator[Candidate]:
    for reply in opened.replies:
        if reply.arrived_on is not None and opened.at_sender:
            if reply.acknowledged_at is None:
                yield Candidate("acknowledge", Action.ACKNOWLEDGE, reply_id=reply.id, about=reply.kind)
            else:
                yield Candidate("say_instead", Action.SAY_INSTEAD, reply_id=reply.id)
        if reply.sent_at is None and reply.voided_at is None:
            yield from _draft_answer(reply)


def _draft_answer(reply: Reply) -> Iterator[Candidate]:
    for slug in (
        "transcribe_answer", "edit_answer", "sign_and_send_answer", "sign_answer", "send_answer",
        "reopen_answer", "void_answer",
    ):  # fmt: skip
        yield Candidate(slug, Action(slug), reply_id=reply.id, draft=reply)
    yield from _speech(reply, Action.TRANSCRIBE_ANSWER, reply_id=reply.id)


def _speech(row: Any, action: Action, **ids: Any) -> Iterator[Candidate]:
    """A recording that its author has not handed over: on with it."""
    recording = row.dictation.recording if row.dictation else None
    if recording is not None and recording.finished_at is None and row.dictation.transcribed_at is None:
        yield Candidate("speak", action, draft=row, **ids)


def _sender_text(opened: OpenReferral) -> Iterator[Candidate]:
    latest = opened.loop.version
    if latest.sent_at is None and latest.voided_at is None and opened.referral.state != ReferralState.VOIDED:
        for slug in ("transcribe", "edit_text", "sign_and_send", "sign", "send", "reopen_text"):
            yield Candidate(slug, Action(slug), draft=latest)
        yield from _speech(latest, Action.TRANSCRIBE)
        slug = "void" if latest.number == 1 else "drop_version"
        yield Candidate(slug, Action(slug))


def _deliveries(opened: OpenReferral) -> Iterator[Candidate]:
    for row in opened.deliveries:
        if row.state == DeliveryState.FAILED:
            yield Candidate("resend", Action.RESEND, delivery_id=row.id)
        elif row.state in (DeliveryState.QUEUED, DeliveryState.POSTED, DeliveryState.SENT):
            if row.channel == Channel.PAPER:
                printed = "printed" if row.printed_at is not None else ""
                yield Candidate("mark_printed", Action.MARK_PRINTED, delivery_id=row.id, about=printed)
            yield Candidate("mark_posted", Action.MARK_POSTED, delivery_id=row.id)


def _letters(opened: OpenReferral) -> Iterator[Candidate]:
    """A letter that was begun has one page, where it is written, signed and given up."""
    for row in opened.letters:
        if row.sent_at is not None or row.voided_at is not None:
            continue
        for slug in ("transcribe_letter", "sign_letter", "edit_letter", "void_letter"):
            yield Candidate(slug, Action(slug), letter_id=row.id, draft=row)
        yield from _speech(row, Action.TRANSCRIBE_LETTER, letter_id=row.id)


def _cases(opened: OpenReferral) -> Iterator[Candidate]:
    for case in opened.loop.cases:
        if case.id not in opened.our_case_ids:
            continue
        for slug in (
            "answer_request", "confirm", "decide_answer", "decide_confirmation", "assess", "request_information",
            "inform_patient", "assign", "forward", "reject", "cancel", "chase_forwarded",
        ):  # fmt: skip
            yield Candidate(slug, Action(slug), case_id=case.id)
        yield Candidate("letter_to_patient", Action.WRITE_TO_PATIENT, case_id=case.id)


def _watch(opened: OpenReferral) -> Iterator[Candidate]:
    for slug in (
        "register_request_answer", "register_reply", "chase", "move_watch", "begin_version",
        "request_reprioritisation", "change_watcher", "withdraw", "close", "reopen",
        "write_letter", "write_to_patient",
    ):  # fmt: skip
        yield Candidate(slug, Action(slug))


def _questions(opened: OpenReferral) -> Iterator[Candidate]:
    for row in opened.questions:
        if row.closed_at is not None:
            continue
        if row.answered_at is None:
            yield Candidate("answer_question", Action.ANSWER_QUESTION, question_id=row.id)
        if row.from_unit_id in opened.actor.unit_ids:
            state = "unanswered" if row.answered_at is None else ""
            yield Candidate("close_question", Action.CLOSE_QUESTION, question_id=row.id, about=state)
            if row.answered_at is not None:
                yield Candidate("ask_again", Action.CLOSE_QUESTION, question_id=row.id)
    yield Candidate("ask", Action.ASK)
    yield Candidate("link_paper", Action.LINK_PAPER)


_EDITORS: dict[str, Any] = {
    "edit_text": lazy("Skriv remissen"),
    "transcribe": lazy("Skriv ut diktatet"),
    "edit_answer": lazy("Skriv svaret"),
    "edit_confirmation": lazy("Skriv bekräftelsen"),
    "transcribe_answer": lazy("Skriv ut det dikterade svaret"),
    "transcribe_letter": lazy("Skriv ut det dikterade brevet"),
    "speak": lazy("Fortsätt diktera"),
    "sign_letter": lazy("Signera brevet"),
    "edit_letter": lazy("Skriv brevet"),
    "void_letter": lazy("Makulera brevet"),
    "mark_printed": lazy("Skriv ut"),
}
_EDITOR_KEYS = {"mark_printed": "u", "sign_letter": "s"}


def _label(opened: OpenReferral, candidate: Candidate) -> Any:
    label = _plain_label(opened, candidate)
    if candidate.delivery_id is None or len(_in_hand(opened)) < 2:
        return label
    row = next(one for one in opened.deliveries if one.id == candidate.delivery_id)
    return f"{label}: {sent_what(opened, row).lower()}"


def _in_hand(opened: OpenReferral) -> list[Delivery]:
    """What is still to be posted, or to be sent anew: of several, each button says which it means."""
    return [row for row in opened.deliveries if row.state in (DeliveryState.QUEUED, DeliveryState.FAILED)]


def _plain_label(opened: OpenReferral, candidate: Candidate) -> Any:
    if candidate.slug == "acknowledge":
        return _("Vidimera: %(kind)s") % {"kind": str(words.REPLY_KINDS[candidate.about]).lower()}
    if candidate.about == "printed":
        return _("Skriv ut igen")
    if candidate.slug in ("edit_text", "edit_answer") and _is_heard(candidate):
        return _("Lyssna och rätta")
    if candidate.slug in ("edit_answer", "transcribe_answer") and candidate.draft.kind not in ANSWERS:
        return _EDITORS["edit_confirmation"]
    if candidate.slug in _EDITORS:
        return _EDITORS[candidate.slug]
    if candidate.about == "unanswered":
        return _("Avsluta frågan")
    return ACTS[candidate.slug].label


def _is_heard(candidate: Candidate) -> bool:
    """Typed of a recording, and not signed: its author may hear it beside the text."""
    dictation = candidate.draft.dictation
    return (
        dictation is not None and dictation.recording_id is not None and dictation.transcribed_at is not None
    )


def _choice(opened: OpenReferral, candidate: Candidate, keys: set[str], link: Any) -> Choice:
    referral = opened.referral
    label = _label(opened, candidate)
    if candidate.slug in _EDITORS:
        key = _free(_EDITOR_KEYS.get(candidate.slug, "e"), keys)
        takes = candidate.slug.startswith("transcribe")
        return Choice(label=label, url=link(editor_url(opened, candidate)), key=key, post=takes)
    act = ACTS[candidate.slug]
    named: dict[str, Any] = {}
    if act.about != "referral":
        named = {act.about: getattr(candidate, f"{act.about}_id")}
    url = link(act_url(referral.id, act.slug, **named))
    hidden: tuple[tuple[str, str], ...] = ()
    # A question nobody has answered is not given up by a slip of the hand.
    direct = act.direct and candidate.about != "unanswered"
    if direct:
        hidden = tuple(
            (name, str(value)) for name, value in versions_of(opened, act.about, candidate).items()
        )
    return Choice(label=label, url=url, key=_free(act.key, keys), post=direct, hidden=hidden)


def versions_of(opened: OpenReferral, about: str, candidate: Candidate) -> dict[str, int]:
    """The versions that a direct act carries along as seen."""
    seen = {"version": opened.referral.version}
    if about == "case" and candidate.case_id:
        seen["version"] = opened.loop.case(candidate.case_id).version
    if candidate.draft is not None:
        seen["draft_version"] = candidate.draft.draft_version
    return seen


def editor_url(opened: OpenReferral, candidate: Candidate) -> str:
    about = {"referral_id": opened.referral.id}
    if candidate.slug == "speak":
        return reverse("record", kwargs={"recording_id": candidate.draft.dictation.recording_id})
    if candidate.slug.startswith("transcribe"):
        return reverse("take_dictation", kwargs={"dictation_id": candidate.draft.dictation_id})
    if candidate.delivery_id is not None:
        return reverse("delivery_letter", kwargs={**about, "delivery_id": candidate.delivery_id})
    if candidate.letter_id is not None:
        return reverse("edit_letter", kwargs={**about, "letter_id": candidate.letter_id})
    if candidate.reply_id is not None:
        return reverse("edit_answer", kwargs={**about, "reply_id": candidate.reply_id})
    return reverse("edit_text", kwargs=about)


def _free(key: str, taken: set[str]) -> str:
    if not key or key in taken:
        return ""
    taken.add(key)
    return key
