"""What the receiver says, read and acted on: register, acknowledge, say what is done instead (A.3, A.6, A.7)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import Document
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions.acknowledge import acknowledge, say_instead
from remissvakt.referrals.actions.ask_receiver import register_request_answer
from remissvakt.referrals.actions.register_reply import register_reply
from remissvakt.referrals.models import ReceiverRequest
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import (
    ANSWERS,
    ASKS_INSTEAD,
    ReferralState,
    ReplyKind,
    RequestKind,
)
from remissvakt.referrals.ways import CONTACT_WAYS, QUESTION_ANSWERED

from .. import words
from ..fields import Day, FromList, Line, Long, OneOf, WaitText
from ..reading import stated_wait
from ..subject import Subject
from .act import Act, ActForm, After, Doing

# What is most often done instead; a text may follow. It is the person's own words that are kept.
INSTEAD = (
    _("Ny remiss till en annan mottagare"),
    _("Ny remiss med kompletterat underlag"),
    _("Patienten följs upp hos oss"),
    _("Patienten är informerad; ingen ytterligare åtgärd"),
)


def unlinked_papers(subject: Subject) -> list[tuple[str, str]]:
    """Papers in Okopplade of one's own units, to choose from: who sent them, or what the file is called."""
    rows = Document.objects.filter(
        unit_id__in=subject.actor.unit_ids, linked_at__isnull=True, referral__isnull=True
    ).order_by("arrived_on", "id")[:100]
    return [
        (
            str(row.id),
            " · ".join(one for one in (str(row.arrived_on), row.sender, row.description[:60]) if one),
        )
        for row in rows
    ]


class RegisterForm(ActForm):
    kind = OneOf(
        label=_("Vad har kommit"),
        choices=[(one.value, words.REPLY_KINDS[one]) for one in ReplyKind],
        explained={one.value: words.REPLY_HELP[one] for one in ReplyKind},
        headings={
            ReplyKind.CONFIRMED.value: _("Bekräftelse: inget svar, och bevakningen fortsätter"),
            ReplyKind.PARTIAL.value: _("Svar"),
        },
    )
    arrived_on = Day(label=_("Kom den"), past=True, help_text=_("Till exempel idag, igår eller 3/4"))
    channel = OneOf(label=_("Hur"), choices=[("paper", _("På papper")), ("phone", _("Per telefon"))])
    wait = WaitText(label=_("Väntetid"), required=False, only=(ReplyKind.CONFIRMED,))
    information_wanted_until = Day(
        label=_("Kompletteringen behövs senast"), required=False, only=(ReplyKind.MORE_INFO,)
    )
    forwarded_to = FromList(label=_("Vidaresänd till"), required=False, only=(ReplyKind.FORWARDED,))
    reason = Line(label=_("Orsak"), required=False, only=(ReplyKind.REJECTED, ReplyKind.CANCELLED))
    text = Long(label=_("Vad står det, eller vad sades"), limit=65000, rows=6)
    author_name = Line(label=_("Från vem"), required=False, help_text=_("Den som har skrivit eller ringt"))
    document = FromList(label=_("Papper i Okopplade"), required=False, empty=_("Inget papper"))
    number_on_paper = Line(
        label=_("Personnumret på papperet"),
        required=False,
        help_text=_("Om du valde ett papper: skriv av numret från det, inte från remissen."),
    )

    def prepare(self, subject: Subject) -> None:
        self.initial.setdefault("arrived_on", subject.today)  # it is registered the day it comes (A.6)
        papers = unlinked_papers(subject)
        fields: Any = self.fields
        if papers:
            fields["document"].choices = [("", _("Inget papper")), *papers]
        else:
            del self.fields["document"], self.fields["number_on_paper"]
        case = subject.opened.facts.current_case
        units = Unit.objects.filter(active=True, kind="care").order_by("sort_name").only("id", "name")
        fields["forwarded_to"].choices = [
            ("", _("Välj")),
            *((str(unit.id), unit.name) for unit in units if case is None or unit.id != case.unit_id),
        ]


def _register(doing: Doing) -> Any:
    data = doing.data
    kind = data["kind"]
    return register_reply(
        **doing.referral,
        reply_id=doing.new_id,
        kind=kind,
        arrived_on=data["arrived_on"],
        channel=data["channel"],
        text=data["text"],
        author_name=data["author_name"],
        # What was filled in for another kind does not belong to this one.
        wait=data["wait"] if kind == ReplyKind.CONFIRMED else None,
        information_wanted_until=(data["information_wanted_until"] if kind == ReplyKind.MORE_INFO else None),
        reason=data["reason"] if kind in (ReplyKind.REJECTED, ReplyKind.CANCELLED) else "",
        forwarded_to_id=data["forwarded_to"] if kind == ReplyKind.FORWARDED else None,
        document_id=data.get("document"),
        number_on_paper=data.get("number_on_paper", ""),
    )


class AcknowledgeForm(ActForm):
    """Asks what the kind of the reply asks; see `acknowledge`."""

    aliases: ClassVar = {"reason": "dispute_reason", "how": "dispute_how", "reached": "dispute_reached"}

    question_answered = OneOf(label=_("Är frågan besvarad?"), choices=list(QUESTION_ANSWERED.items()))
    after = OneOf(
        label=_("Och sedan"),
        choices=[
            ("close", _("Avsluta remissen")),
            ("keep", _("Bevaka vidare")),
        ],
        explained={
            "close": _("Slutsvaret är läst och inget mer väntas."),
            "keep": _("Remissen står kvar i Att bevaka, till exempel för en kontroll eller en följdfråga."),
        },
    )
    watch_days = Line(label=_("Bevaka i antal dagar"), required=False, only=("keep",))
    accept_wait = OneOf(
        label=_("Väntetiden"),
        choices=[("accepted", _("Godtas")), ("disputed", _("Godtas inte: begär omprioritering"))],
    )
    dispute_reason = Long(label=_("Varför"), rows=3, required=False, only=("disputed",))
    dispute_how = OneOf(
        label=_("Hur begärs det"), choices=list(CONTACT_WAYS.items()), required=False, only=("disputed",)
    )
    dispute_reached = Line(label=_("Vem nåddes"), required=False, only=("disputed",))
    instead_common = OneOf(label=_("Vad görs i stället"), choices=[], required=False)
    instead = Long(
        label=_("Beskriv"),
        required=False,
        help_text=_("Utan svar här ligger det kvar som arbete, och remissen står öppen och bevakas."),
    )
    note = Long(label=_("Anteckning"), required=False, rows=2)

    def prepare(self, subject: Subject) -> None:
        assert subject.reply is not None
        wanted = self._wanted(ReplyKind(subject.reply.kind), subject)
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
        if "watch_days" in self.fields:
            limits = subject.opened.facts.limits(subject.referral.referrer_unit_id)
            self.initial.setdefault("watch_days", limits.chase_days)
        if "instead_common" in self.fields:
            common: Any = self.fields["instead_common"]
            common.choices = [(str(one), one) for one in INSTEAD]
        if "accept_wait" in self.fields:
            reply = subject.reply
            wait = stated_wait(kind=reply.wait_kind, value=reply.wait_value, until=reply.wait_until)
            self.fields["accept_wait"].label = now_("Väntetiden: %(wait)s") % {"wait": wait}

    def _wanted(self, kind: ReplyKind, subject: Subject) -> tuple[str, ...]:
        """The fields that this kind of reply asks for."""
        if kind == ReplyKind.FINAL and subject.referral.state == ReferralState.SENT:
            return ("question_answered", "after", "watch_days", "note")
        if kind in ANSWERS:
            return ("question_answered", "note")
        if kind == ReplyKind.CONFIRMED:
            dispute: tuple[str, ...] = ("accept_wait", "dispute_reason")
            case = subject.opened.facts.current_case
            if case is None or not subject.opened.facts.units[case.unit_id].local:
                dispute += ("dispute_how", "dispute_reached")
            return (*dispute, "note")
        if kind in ASKS_INSTEAD:
            return ("instead_common", "instead", "note")
        return ("note",)

    def clean_watch_days(self) -> int | None:
        typed = self.cleaned_data["watch_days"].strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 5):
            self.add_error("watch_days", _("Skriv ett antal dagar, till exempel 14."))
            return None
        return int(typed) if typed else None


def _instead(data: dict[str, Any]) -> str:
    """The chosen line, and what was written after it."""
    return "\n".join(one for one in (data.get("instead_common", ""), data.get("instead", "").strip()) if one)


def _write_new(doing: Doing) -> After | None:
    """Whoever has said that a new referral is written is led to it."""
    if doing.data.get("instead_common") not in {str(one) for one in INSTEAD[:2]}:
        return None
    url = reverse("new_referral") + f"?patient={doing.subject.referral.patient_id}"
    return After(url=url, label=_("Skriv den nya remissen"))


def _acknowledge(doing: Doing) -> Any:
    data = doing.data
    accept = {"accepted": True, "disputed": False}.get(data.get("accept_wait", ""))
    if accept is False and "dispute_how" in data and not data["dispute_how"]:
        raise Refusal("choice_unknown", _("Välj ett av alternativen."), field="dispute_how")
    return acknowledge(
        **doing.reply,
        question_answered=data.get("question_answered", ""),
        keep_watch=data.get("after") == "keep",
        watch_days=data.get("watch_days") if data.get("after") == "keep" else None,
        accept_wait=accept,
        dispute_reason=data.get("dispute_reason", ""),
        dispute_how=data.get("dispute_how") or "message",
        dispute_reached=data.get("dispute_reached", ""),
        instead=_instead(data),
        note=data.get("note", ""),
    )


def _acknowledged(doing: Doing, reply: Any) -> str:
    data, kind = doing.data, ReplyKind(reply.kind)
    if data.get("after") == "close":
        return now_("Vidimerat. Remissen är avslutad.")
    if data.get("accept_wait") == "disputed":
        return now_("Vidimerat. Omprioritering är begärd och bevakas.")
    if kind in (ReplyKind.REJECTED, ReplyKind.CANCELLED):
        if _instead(data):
            return now_("Vidimerat, och det står vad som görs i stället.")
        return now_("Vidimerat. Kvar att göra: säg vad som görs i stället.")
    return now_("Vidimerat. Remissen bevakas vidare.")


def _after_acknowledge(doing: Doing, reply: Any) -> After | None:
    if doing.data.get("after") == "close":
        return After(slug="reopen", label=_("Öppna igen"))
    return _write_new(doing)


class InsteadForm(ActForm):
    instead_common = OneOf(
        label=_("Vad görs i stället"),
        choices=[],
        required=False,
        help_text=_("Välj, eller beskriv med egna ord."),
    )
    instead = Long(label=_("Beskriv"), required=False)

    def prepare(self, subject: Subject) -> None:
        fields: Any = self.fields
        # One of the two is needed, so neither is voluntary.
        fields["instead_common"].either = fields["instead"].either = True
        common = fields["instead_common"]
        common.choices = [(str(one), one) for one in INSTEAD]


def waiting_requests(subject: Subject) -> list[ReceiverRequest]:
    """What was asked and has no answer yet; of the case, where the act is about one."""
    return [
        row
        for row in subject.opened.loop.requests
        if row.answered_at is None and (subject.case is None or row.case_id == subject.case.id)
    ]


class RequestAnswerForm(ActForm):
    """What was answered to a request; of which, when more than one waits."""

    aliases: ClassVar = {"value": "wait"}

    kind = OneOf(label=_("Vilken begäran"), choices=[])
    outcome = OneOf(label=_("Besked"), choices=[("granted", _("Beviljas")), ("denied", _("Nekas"))])
    wait = WaitText(label=_("Ny väntetid"), required=False, only=("granted",))
    text = Long(label=_("Vad sades"), rows=3)

    def prepare(self, subject: Subject) -> None:
        waiting = waiting_requests(subject)
        kind: Any = self.fields["kind"]
        kind.choices = [(row.kind, words.REQUEST_KINDS[row.kind]) for row in waiting]
        if len(waiting) == 1:
            del self.fields["kind"]
        if not any(row.kind == RequestKind.REPRIORITISE for row in waiting):
            del self.fields["wait"]


def request_answer(doing: Doing) -> dict[str, Any]:
    """The arguments that both sides' answers to a request share."""
    data = doing.data
    waiting = waiting_requests(doing.subject)
    kind = data.get("kind") or (waiting[0].kind if waiting else "")
    granted = data["outcome"] == "granted" and kind == RequestKind.REPRIORITISE
    return {
        "kind": kind,
        "outcome": data["outcome"],
        "text": data["text"],
        "wait": data.get("wait") if granted else None,
    }


ACTS = (
    Act(
        slug="register_reply",
        rule=Action.REGISTER_REPLY,
        label=_("Registrera bekräftelse eller svar"),
        title=_("Registrera vad som har kommit"),
        lead=_("På papper eller per telefon. Det ska sedan vidimeras."),
        submit=_("Registrera"),
        key="r",
        form=RegisterForm,
        run=_register,
        done=lambda doing, reply: (
            (
                now_("%(kind)s är registrerat och ligger i Att vidimera.")
                if reply.kind in ANSWERS
                else now_("%(kind)s är registrerad och ligger i Att vidimera.")
            )
            % {"kind": words.REPLY_KINDS[reply.kind]}
        ),
    ),
    Act(
        slug="acknowledge",
        rule=Action.ACKNOWLEDGE,
        label=_("Vidimera"),
        title=_("Vidimera"),
        submit=_("Vidimera"),
        key="v",
        form=AcknowledgeForm,
        about="reply",
        shows="reply",
        run=_acknowledge,
        done=_acknowledged,
        after=_after_acknowledge,
    ),
    Act(
        slug="say_instead",
        rule=Action.SAY_INSTEAD,
        label=_("Säg vad som görs i stället"),
        title=_("Vad görs i stället?"),
        lead=_("När det är sagt avslutas en avvisad eller avbruten remiss."),
        submit=_("Spara"),
        key="i",
        form=InsteadForm,
        about="reply",
        shows="reply",
        run=lambda doing: say_instead(**doing.reply, instead=_instead(doing.data)),
        done=_("Sparat. Det står nu vad som görs i stället."),
        after=lambda doing, reply: _write_new(doing),
    ),
    Act(
        slug="register_request_answer",
        rule=Action.REGISTER_REQUEST_ANSWER,
        label=_("Registrera besked på begäran"),
        title=_("Besked på begäran"),
        lead=_("Vad mottagaren sade om omprioritering eller återkallelse."),
        submit=_("Registrera"),
        key="b",
        form=RequestAnswerForm,
        run=lambda doing: register_request_answer(**doing.referral, **request_answer(doing)),
        done=_("Beskedet är registrerat."),
    ),
)
