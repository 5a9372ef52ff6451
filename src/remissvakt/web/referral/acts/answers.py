"""The receiver's answer: decide, sign, send, open again, give up (B.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.actions.answer import (
    decide_answer,
    reopen_answer,
    send_answer,
    sign_and_send_answer,
    sign_answer,
)
from remissvakt.referrals.actions.confirmation import decide_confirmation
from remissvakt.referrals.actions.void import void_answer
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import ReplyKind

from .. import words
from ..fields import Line, OneOf
from .act import Act, ActForm, After, Doing
from .receiver import told
from .sender_text import VoidForm

KINDS = (ReplyKind.FINAL, ReplyKind.PARTIAL, ReplyKind.PRELIMINARY)


class DecideForm(ActForm):
    kind = OneOf(
        label=_("Vilket slags svar"),
        choices=[(one.value, words.REPLY_KINDS[one]) for one in KINDS],
        explained={
            ReplyKind.FINAL.value: _("Ärendet blir besvarat när det är skickat."),
            ReplyKind.PARTIAL.value: _("En del av svaret: ärendet står kvar."),
            ReplyKind.PRELIMINARY.value: _("Ett första svar: ärendet står kvar."),
        },
    )
    how = OneOf(
        label=_("Hur skrivs det"),
        choices=[
            ("write", _("Jag skriver nu")),
            ("speak", _("Jag dikterar nu")),
            ("dictate", _("Det är dikterat någon annanstans och ska skrivas ut")),
        ],
    )
    dictation_place = Line(
        label=_("Var ligger diktatet"), required=False, help_text=_("Nummer eller system"), only=("dictate",)
    )


def _decide(doing: Doing) -> Any:
    data = doing.data
    dictated = data["how"] != "write"
    return decide_answer(
        **doing.case,
        reply_id=doing.new_id,
        kind=data["kind"],
        dictated=dictated,
        dictation_place=data["dictation_place"] if data["how"] == "dictate" else "",
        recording_id=doing.new_id if data["how"] == "speak" else None,
    )


class ConfirmByDictationForm(ActForm):
    how = OneOf(
        label=_("Hur dikteras den"),
        choices=[
            ("speak", _("Jag dikterar nu")),
            ("dictate", _("Den är dikterad någon annanstans och ska skrivas ut")),
        ],
    )
    dictation_place = Line(
        label=_("Var ligger diktatet"), required=False, help_text=_("Nummer eller system"), only=("dictate",)
    )


def _decide_confirmation(doing: Doing) -> Any:
    here = doing.data["how"] == "speak"
    return decide_confirmation(
        **doing.case,
        reply_id=doing.new_id,
        dictation_place="" if here else doing.data["dictation_place"],
        recording_id=doing.new_id if here else None,
    )


def _begun(doing: Doing, reply: Any) -> str:
    kind = {"kind": words.REPLY_KINDS[reply.kind]}
    if doing.data["how"] == "dictate":
        return now_("%(kind)s är dikterat och väntar i Att skriva ut.") % kind
    if doing.data["how"] == "speak":
        return now_("%(kind)s är påbörjat. Diktera och tryck Klart.") % kind
    return now_("%(kind)s är påbörjat.") % kind


def _confirmation_begun(doing: Doing, _reply: Any) -> str:
    if doing.data["how"] == "speak":
        return now_("Bekräftelsen är påbörjad. Diktera och tryck Klart.")
    return now_("Bekräftelsen är dikterad och väntar i Att skriva ut.")


def _undo_sign(doing: Doing, reply: Any) -> After:
    return After(
        slug="reopen_answer",
        post=True,
        params={"svar": str(reply.id), "draft_version": reply.draft_version},
    )


ACTS = (
    Act(
        slug="decide_answer",
        rule=Action.DECIDE_ANSWER,
        label=_("Besvara"),
        title=_("Besvara remissen"),
        lead=_("Tiden för att skicka svaret räknas från nu."),
        submit=_("Börja svaret"),
        key="a",
        form=DecideForm,
        about="case",
        run=_decide,
        done=_begun,
    ),
    Act(
        slug="decide_confirmation",
        rule=Action.DECIDE_CONFIRMATION,
        label=_("Diktera en bekräftelse"),
        title=_("Diktera en bekräftelse"),
        lead=_(
            "Den skrivs ut, får sin väntetid, signeras och skickas. Remittentens bevakning flyttas först då."
        ),
        submit=_("Börja bekräftelsen"),
        form=ConfirmByDictationForm,
        about="case",
        run=_decide_confirmation,
        done=_confirmation_begun,
    ),
    Act(
        slug="sign_answer",
        rule=Action.SIGN_ANSWER,
        label=_("Signera svaret"),
        title=_("Signera svaret"),
        lead=_("Du intygar texten som den står här."),
        submit=_("Signera"),
        key="s",
        about="reply",
        direct=True,
        shows="reply",
        run=lambda doing: sign_answer(**doing.draft),
        done=_("Svaret är signerat. Nu ska det skickas."),
        after=_undo_sign,
    ),
    Act(
        slug="sign_and_send_answer",
        rule=Action.SIGN_AND_SEND_ANSWER,
        label=_("Signera och skicka svaret"),
        title=_("Signera och skicka svaret"),
        lead=_("Du intygar texten som den står här, och den lämnar huset."),
        submit=_("Signera och skicka"),
        key="n",
        about="reply",
        shows="reply",
        run=lambda doing: sign_and_send_answer(**doing.draft, text=None),
        done=told,
    ),
    Act(
        slug="send_answer",
        rule=Action.SEND_ANSWER,
        label=_("Skicka svaret"),
        title=_("Skicka svaret"),
        lead=_("Ett skickat svar kan inte ändras, bara ersättas av ett nytt."),
        submit=_("Skicka"),
        key="u",
        about="reply",
        shows="reply",
        run=lambda doing: send_answer(**doing.draft),
        done=told,
    ),
    Act(
        slug="reopen_answer",
        rule=Action.REOPEN_ANSWER,
        label=_("Öppna svaret igen"),
        title=_("Öppna svaret igen"),
        lead=_("Svaret går att ändra igen. En signatur gäller inte längre."),
        submit=_("Öppna igen"),
        about="reply",
        shows="reply",
        run=lambda doing: reopen_answer(**doing.draft),
        done=_("Svaret är öppet igen. Det ska färdigställas och signeras på nytt."),
    ),
    Act(
        slug="void_answer",
        rule=Action.VOID_ANSWER,
        label=_("Makulera svarsutkastet"),
        title=_("Makulera svarsutkastet"),
        lead=_("Det skickas inte. Ärendet står kvar och väntar på svar."),
        submit=_("Makulera"),
        form=VoidForm,
        about="reply",
        shows="reply",
        run=lambda doing: void_answer(**doing.draft, reason=doing.data["reason"]),
        done=_("Svarsutkastet är makulerat."),
    ),
)
