"""Every act that the heart knows. Pure."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    # The sender's text (A.1)
    EDIT_TEXT = "edit_text"
    TRANSCRIBE = "transcribe"
    COMPLETE = "complete"
    SIGN = "sign"
    REOPEN_TEXT = "reopen_text"
    SEND = "send"
    SIGN_AND_SEND = "sign_and_send"
    VOID = "void"
    BEGIN_VERSION = "begin_version"
    DROP_VERSION = "drop_version"
    # What leaves on paper
    MARK_POSTED = "mark_posted"
    REPORT_FAILED = "report_failed"
    RESEND = "resend"
    # The sender's watch (A.2–A.7)
    REGISTER_REPLY = "register_reply"
    CHASE = "chase"
    MOVE_WATCH = "move_watch"
    REQUEST_REPRIORITISATION = "request_reprioritisation"
    WITHDRAW = "withdraw"
    REGISTER_REQUEST_ANSWER = "register_request_answer"
    ACKNOWLEDGE = "acknowledge"
    SAY_INSTEAD = "say_instead"
    CLOSE = "close"
    REOPEN = "reopen"
    CHANGE_WATCHER = "change_watcher"
    # The receiver's case (B)
    ASSIGN = "assign"
    ASSESS = "assess"
    CONFIRM = "confirm"
    REQUEST_INFORMATION = "request_information"
    REJECT = "reject"
    CANCEL = "cancel"
    DECIDE_ANSWER = "decide_answer"
    EDIT_ANSWER = "edit_answer"
    TRANSCRIBE_ANSWER = "transcribe_answer"
    COMPLETE_ANSWER = "complete_answer"
    SIGN_ANSWER = "sign_answer"
    REOPEN_ANSWER = "reopen_answer"
    SEND_ANSWER = "send_answer"
    SIGN_AND_SEND_ANSWER = "sign_and_send_answer"
    VOID_ANSWER = "void_answer"
    INFORM_PATIENT = "inform_patient"
    FORWARD = "forward"
    CHASE_FORWARDED = "chase_forwarded"
    ANSWER_REQUEST = "answer_request"
    # Questions, papers, certificates
    ASK = "ask"
    ANSWER_QUESTION = "answer_question"
    CLOSE_QUESTION = "close_question"
    LINK_PAPER = "link_paper"
