"""May it be done, and if not, why not? One table: action → checks. Pure.

The same table guards the actions and tells the doors which buttons to show; no rule stands
anywhere else. `refusals` gives all reasons, most basic first.
"""

from __future__ import annotations

from remissvakt.core.refusal import Refusal

from ..states import DeliveryState, RequestKind
from . import dictation, letter, receiver, text, watch, who
from .action import Action
from .context import Acting, Check, Context
from .contract import reply_follows

__all__ = ["RULES", "Acting", "Action", "Context", "refusals", "reply_follows"]

_SENDER = (who.at_sender, who.in_care)
_SENDER_DECIDES = (who.at_sender, who.decides)
_RECEIVER = (who.at_receiver, who.in_care)
_RECEIVER_DECIDES = (who.at_receiver, who.decides)
_READY = (text.version_transcribed, text.version_read, text.version_has_question, text.receiver_chosen)
_LEAVES = (text.receiver_chosen, text.receiver_reachable, text.change_still_wanted)
_DRAFT = (*_RECEIVER, text.reply_open)
_LETTER = (letter.at_letters_unit, who.in_care, letter.letter_open)
_DICTATED = (
    dictation.at_typing_unit,
    who.in_care,
    dictation.text_open,
    dictation.unsigned,
    dictation.dictated,
)
_AWAITS_TYPING = (*_DICTATED, dictation.awaits_typing, dictation.spoken)

RULES: dict[Action, tuple[Check, ...]] = {
    Action.EDIT_TEXT: (*_SENDER, text.version_open, text.version_unsigned),
    Action.TRANSCRIBE: (
        *_SENDER,
        text.version_open,
        text.version_unsigned,
        text.version_dictated,
        dictation.spoken,
    ),
    Action.TAKE_DICTATION: _AWAITS_TYPING,
    Action.TYPE_DICTATION: _AWAITS_TYPING,
    Action.MARK_UNCLEAR: _AWAITS_TYPING,
    Action.SETTLE_UNCLEAR: _DICTATED,
    Action.SEND_BACK_DICTATION: (*_DICTATED, dictation.typed, dictation.signs_it),
    Action.SHARE_DICTATION: (dictation.at_typing_unit, who.in_care, dictation.dictated, dictation.spoken),
    Action.COMPLETE: (
        *_SENDER,
        text.version_open,
        text.version_unsigned,
        text.version_not_complete,
        *_READY,
    ),
    Action.SIGN: (
        *_SENDER_DECIDES,
        who.referrer_or_stand_in,
        text.version_open,
        text.version_unsigned,
        text.version_complete,
        *_READY,
        text.version_clear,
    ),
    Action.SIGN_AND_SEND: (
        *_SENDER_DECIDES,
        who.referrer_or_stand_in,
        text.version_open,
        text.version_unsigned,
        text.version_transcribed,
        text.version_read,
        text.version_clear,
        text.version_has_question,
        *_LEAVES,
    ),
    Action.REOPEN_TEXT: (*_SENDER, text.version_open, text.version_complete),
    Action.SEND: (*_SENDER, text.version_open, text.version_signed, *_LEAVES),
    Action.VOID: (*_SENDER_DECIDES, text.version_open, text.never_sent),
    Action.BEGIN_VERSION: (*_SENDER, watch.sent, watch.may_change_text),
    Action.DROP_VERSION: (*_SENDER, text.version_open, text.is_change),
    Action.WRITE_LETTER: (*_SENDER, watch.sent, watch.case_open, letter.goes_outside),
    Action.WRITE_TO_PATIENT: (who.in_care, letter.writes_to_patient),
    Action.EDIT_LETTER: (*_LETTER, text.letter_unsigned),
    Action.TRANSCRIBE_LETTER: (*_LETTER, text.letter_unsigned, text.letter_dictated, dictation.spoken),
    Action.COMPLETE_LETTER: (
        *_LETTER,
        text.letter_unsigned,
        text.letter_not_complete,
        text.letter_transcribed,
        text.letter_read,
    ),
    Action.SIGN_LETTER: (
        *_LETTER,
        letter.author_or_stand_in,
        text.letter_unsigned,
        text.letter_complete,
        text.letter_read,
        text.letter_clear,
        letter.letter_goes_outside,
    ),
    Action.SEND_LETTER: (
        *_LETTER,
        letter.author_or_stand_in,
        text.letter_unsigned,
        text.letter_transcribed,
        text.letter_read,
        text.letter_clear,
        letter.letter_goes_outside,
    ),
    Action.VOID_LETTER: _LETTER,
    Action.MARK_PRINTED: (
        who.at_delivering_unit,
        who.in_care,
        watch.delivery_is(DeliveryState.QUEUED),
        watch.on_paper,
    ),
    Action.MARK_POSTED: (who.at_delivering_unit, who.in_care, watch.delivery_is(DeliveryState.QUEUED)),
    Action.REPORT_FAILED: (
        who.at_delivering_unit,
        who.in_care,
        watch.delivery_is(DeliveryState.QUEUED, DeliveryState.POSTED, DeliveryState.SENT),
    ),
    Action.RESEND: (who.at_delivering_unit, who.in_care, watch.delivery_is(DeliveryState.FAILED)),
    Action.REGISTER_REPLY: (
        who.at_sender_or_forwarder,
        who.in_care,
        watch.sent_or_closed,
        watch.receiver_outside,
    ),
    Action.CHASE: (*_SENDER, watch.watched, watch.sent),
    Action.MOVE_WATCH: (*_SENDER, watch.watched, watch.sent),
    Action.REQUEST_REPRIORITISATION: (
        *_SENDER,
        watch.watched,
        watch.sent,
        watch.case_open,
        watch.no_open(RequestKind.REPRIORITISE),
    ),
    Action.WITHDRAW: (
        *_SENDER_DECIDES,
        watch.watched,
        watch.sent,
        watch.case_open,
        watch.no_open(RequestKind.WITHDRAW),
    ),
    Action.REGISTER_REQUEST_ANSWER: (
        *_SENDER,
        watch.sent,
        watch.some_open_request,
        watch.receiver_outside,
    ),
    Action.ACKNOWLEDGE: (who.at_sender, who.in_care, watch.arrived, watch.unread, who.may_acknowledge),
    Action.SAY_INSTEAD: (
        who.at_sender,
        who.in_care,
        watch.arrived,
        watch.read,
        watch.instead_owed,
        who.may_acknowledge,
    ),
    Action.CLOSE: (*_SENDER_DECIDES, watch.watched, watch.sent, watch.nothing_unread),
    Action.REOPEN: (*_SENDER, watch.watched, watch.closed),
    Action.CHANGE_WATCHER: (who.at_sender, who.in_care_or_manager, watch.watched, watch.sent),
    Action.ASSIGN: (
        who.at_receiver,
        who.in_care_or_manager,
        receiver.case_arrived,
        receiver.case_open,
    ),
    Action.ASSESS: (
        *_RECEIVER_DECIDES,
        receiver.case_arrived,
        receiver.case_open,
        receiver.not_assessed,
        who.assessor_or_stand_in,
    ),
    Action.CONFIRM: (
        who.at_receiver,
        receiver.case_arrived,
        receiver.case_open,
        receiver.no_confirmation_begun,
        receiver.assessed_or_decides,
    ),
    Action.REQUEST_INFORMATION: (
        who.at_receiver,
        receiver.case_arrived,
        receiver.case_open,
        receiver.assessed_or_decides,
    ),
    Action.REJECT: (
        *_RECEIVER_DECIDES,
        receiver.case_arrived,
        receiver.case_open,
        receiver.not_confirmed,
        receiver.no_answer_begun,
        who.assessor_or_stand_in,
    ),
    Action.CANCEL: (
        *_RECEIVER_DECIDES,
        receiver.case_arrived,
        receiver.case_open,
        receiver.confirmed,
        receiver.no_answer_begun,
        who.assessor_or_stand_in,
    ),
    Action.DECIDE_CONFIRMATION: (
        who.at_receiver,
        receiver.case_arrived,
        receiver.case_open,
        receiver.no_answer_begun,
        receiver.assessed_or_decides,
    ),
    Action.DECIDE_ANSWER: (
        *_RECEIVER_DECIDES,
        receiver.case_arrived,
        receiver.may_answer,
        receiver.no_answer_begun,
        who.assessor_or_stand_in,
    ),
    Action.EDIT_ANSWER: (*_DRAFT, text.reply_unsigned),
    Action.TRANSCRIBE_ANSWER: (*_DRAFT, text.reply_unsigned, text.reply_dictated, dictation.spoken),
    Action.COMPLETE_ANSWER: (
        *_DRAFT,
        text.reply_unsigned,
        text.reply_not_complete,
        text.reply_transcribed,
        text.reply_read,
        receiver.wait_stated,
    ),
    Action.SIGN_ANSWER: (
        *_RECEIVER_DECIDES,
        who.answer_signer,
        text.reply_open,
        text.reply_unsigned,
        text.reply_complete,
        text.reply_read,
        text.reply_clear,
        receiver.wait_stated,
    ),
    Action.SIGN_AND_SEND_ANSWER: (
        *_RECEIVER_DECIDES,
        who.answer_signer,
        text.reply_open,
        text.reply_unsigned,
        text.reply_transcribed,
        text.reply_read,
        text.reply_clear,
        receiver.wait_stated,
        receiver.may_answer,
    ),
    Action.REOPEN_ANSWER: (*_DRAFT, text.reply_complete),
    Action.SEND_ANSWER: (*_DRAFT, text.reply_signed, receiver.wait_stated, receiver.may_answer),
    Action.VOID_ANSWER: (*_RECEIVER_DECIDES, text.reply_open, who.assessor_or_stand_in),
    Action.INFORM_PATIENT: (*_RECEIVER, receiver.case_arrived),
    Action.FORWARD: (
        *_RECEIVER,
        receiver.case_arrived,
        receiver.not_answered_for_forwarding,
        receiver.case_open,
        receiver.no_answer_begun,
    ),
    Action.CHASE_FORWARDED: (*_RECEIVER, receiver.custody_kept),
    Action.ANSWER_REQUEST: (*_RECEIVER, receiver.case_open, receiver.request_open),
    Action.ASK: (who.in_care, receiver.participates),
    Action.ANSWER_QUESTION: (
        receiver.at_asked_unit,
        who.in_care,
        receiver.question_open,
        receiver.question_unanswered,
    ),
    Action.LINK_PAPER: (who.in_care, receiver.participates),
    Action.UNDO_LINK: (who.in_care, receiver.participates),
    Action.SAY_NO_REPLY: (who.in_care, receiver.participates),
    Action.CLOSE_QUESTION: (receiver.at_asking_unit, who.in_care, receiver.question_open),
}


def refusals(action: Action, context: Context) -> tuple[Refusal, ...]:
    """All reasons why the action may not be done now; empty when it may."""
    found: list[Refusal] = []
    for check in RULES[action]:
        refusal = check(context)
        if refusal is not None and refusal not in found:
            found.append(refusal)
    return tuple(found)
