"""The receiver's case: assessor, assessment, confirmation, rejection, forwarding, the patient (B.1–B.5, C.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.core.formats import format_date
from remissvakt.database.together import Together
from remissvakt.organisations.models import ForwardingTarget, PriorityLevel, Unit
from remissvakt.organisations.people import people_at
from remissvakt.referrals.actions.ask_receiver import answer_request
from remissvakt.referrals.actions.assess import assess, assign
from remissvakt.referrals.actions.confirm import cancel, confirm, reject, request_information
from remissvakt.referrals.actions.forward import chase_forwarded, forward
from remissvakt.referrals.actions.inform_patient import inform_patient
from remissvakt.referrals.actions.letters import MAX_LETTER
from remissvakt.referrals.actions.people import DECIDING_ROLES
from remissvakt.referrals.models import Letter
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import ReplyKind
from remissvakt.referrals.ways import NOTICE_WAYS, REJECT_REASONS

from ..fields import Day, FromList, Line, Long, OneOf, WaitText, people_choices
from ..letter_fields import BY_LETTER, ELSEWHERE, PROTECTED, Language, LetterInAct, VisitFields, letter_of
from ..subject import Subject
from .act import Act, ActForm, After, Doing
from .letters import print_next
from .replies import RequestAnswerForm, request_answer
from .watch import CONTACTS

MAX_TEXT = 8192


class AssignForm(ActForm):
    assessor = FromList(label=_("Ansvarig bedömare"))

    def prepare(self, subject: Subject) -> None:
        assert subject.case is not None
        people = people_at(unit_id=subject.case.unit_id, today=subject.today, roles=DECIDING_ROLES)
        assessor: Any = self.fields["assessor"]
        assessor.choices = people_choices(people, me=subject.actor.person_id)


class AssessForm(ActForm):
    priority = FromList(label=_("Prioritet"), required=False, empty=_("Oförändrad"))
    note = Long(label=_("Bedömning"), limit=4000, rows=4, required=False)

    def prepare(self, subject: Subject) -> None:
        assert subject.case is not None
        priority: Any = self.fields["priority"]
        levels = PriorityLevel.objects.filter(unit_id=subject.case.unit_id, active=True).order_by("rank")
        choices = [(str(level.id), f"{level.rank} · {level.label}") for level in levels]
        priority.choices = [("", _("Oförändrad")), *choices]
        if not choices:
            del self.fields["priority"]


class ConfirmForm(ActForm):
    template_kind = ReplyKind.CONFIRMED

    wait = WaitText(label=_("Väntetid"))
    text = Long(label=_("Text till remittenten"), limit=MAX_TEXT, rows=6)


class InformationForm(ActForm):
    template_kind = ReplyKind.MORE_INFO
    aliases: ClassVar = {"wanted_until": "information_wanted_until"}

    text = Long(label=_("Vad behöver du veta"), limit=MAX_TEXT, rows=5)
    information_wanted_until = Day(label=_("Behövs senast"))

    def prepare(self, subject: Subject) -> None:
        assert subject.case is not None
        days = subject.opened.facts.limits(subject.case.unit_id).information_days
        self.initial.setdefault("information_wanted_until", subject.today + timedelta(days=days))


class RejectForm(ActForm):
    template_kind = ReplyKind.REJECTED

    reason = OneOf(label=_("Orsak"), choices=list(REJECT_REASONS.items()))
    text = Long(label=_("Text till remittenten"), limit=MAX_TEXT, rows=5)


class CancelForm(ActForm):
    template_kind = ReplyKind.CANCELLED

    reason = Line(label=_("Orsak, i korthet"))
    text = Long(label=_("Text till remittenten"), limit=MAX_TEXT, rows=5)


class ForwardForm(ActForm):
    template_kind = ReplyKind.FORWARDED
    template_field = "reason"

    to_unit = FromList(label=_("Till"))
    consent = Line(
        label=_("Patientens samtycke"),
        required=False,
        help_text=_("Skriv hur och när det gavs. Krävs när den nya enheten hör till en annan vårdgivare."),
    )
    reason = Long(label=_("Varför, till remittenten"), limit=2000, rows=4)

    def prepare(self, subject: Subject) -> None:
        assert subject.case is not None
        found = _TARGETS(unit_id=subject.case.unit_id)["targets"]
        targets = sorted(
            (one for one in found if one.to_unit_id != subject.referral.referrer_unit_id),
            key=lambda one: one.to_unit.sort_name,
        )
        here = subject.opened.facts.units[subject.case.unit_id].provider_id
        to_unit: Any = self.fields["to_unit"]
        to_unit.choices = [("", _("Välj")), *((str(t.to_unit_id), _target(t.to_unit, here)) for t in targets)]
        if all(target.to_unit.provider_id == here for target in targets):
            del self.fields["consent"]
        if not targets:
            to_unit.help_text = _(
                "Enheten har ingen aktiverad mottagare. Enhetschefen begär det hos administratören."
            )


_TARGETS = Together(
    lambda *, unit_id: {
        "targets": ForwardingTarget.objects.filter(
            unit_id=unit_id, state="active", to_unit__active=True
        ).select_related("to_unit__provider")
    }
)


def _target(unit: Unit, here: UUID) -> str:
    if unit.provider_id == here:
        return unit.name
    return now_("%(unit)s (%(provider)s: kräver samtycke)") % {
        "unit": unit.name,
        "provider": unit.provider.name,
    }


class ChaseForwardedForm(ActForm):
    how = OneOf(label=_("Hur"), choices=CONTACTS)
    reached = Line(label=_("Vem nåddes"), help_text=_("Namn och enhet, eller ”ingen svarade”"))
    said = Long(label=_("Vad sade de"), rows=3)
    watch_on = Day(label=_("Ny bevakningsdag"))

    def prepare(self, subject: Subject) -> None:
        assert subject.case is not None
        days = subject.opened.facts.limits(subject.case.unit_id).forwarded_days
        self.initial.setdefault("watch_on", subject.today + timedelta(days=days))


class InformForm(VisitFields, LetterInAct):
    ways = tuple(BY_LETTER)
    template_kind = "patient"
    template_field = "letter_text"
    field_order = (
        "how", "appointment_day", "appointment_time", "appointment_place", "appointment_with", "letter_text",
        "language", "told_on", "note",
    )  # fmt: skip

    how = OneOf(label=_("Hur informerades patienten"), choices=list(NOTICE_WAYS.items()))
    letter_text = Long(
        label=_("Skriv brevet här"),
        limit=MAX_LETTER,
        rows=10,
        required=False,
        only=("appointment_letter", "letter"),
        help_text=ELSEWHERE,
    )
    language = Language(only=("appointment_letter", "letter"), required=False)
    told_on = Day(label=_("När"), past=True, help_text=_("Till exempel idag, igår eller 3/4"))
    note = Long(label=_("Anteckning"), limit=500, rows=2, required=False)

    def prepare(self, subject: Subject) -> None:
        self.initial.setdefault("told_on", subject.today)
        if subject.referral.patient.protected:
            self.fields["letter_text"].help_text = f"{PROTECTED} {ELSEWHERE}"


def _assess(doing: Doing) -> Any:
    level_id = doing.data.get("priority")
    assert doing.subject.case is not None
    level = (
        PriorityLevel.objects.filter(id=level_id, unit_id=doing.subject.case.unit_id).first()
        if level_id
        else None
    )
    return assess(
        **doing.case,
        note=doing.data["note"],
        priority_rank=level.rank if level else None,
        priority_label=level.label if level else "",
    )


def _inform(doing: Doing) -> Any:
    told = {name: doing.data[name] for name in ("how", "told_on", "note")}
    return inform_patient(**doing.case, **told, letter=letter_of(doing))


def _print_or_correct_notice(doing: Doing, notice: Any) -> After:
    written = Letter.objects.filter(patient_notice=notice).first() if letter_of(doing) else None
    correct = After(slug="inform_patient", label=_("Rätta"), params={"arende": str(notice.case_id)})
    return print_next(doing, written) or correct


def _to_sender(doing: Doing) -> str:
    name = doing.subject.unit_name(doing.subject.referral.referrer_unit_id)
    return name or now_("patienten")


def told(doing: Doing, reply: Any) -> str:
    """Said when a reply has been made: it has left, or it waits to be posted."""
    if reply.channel == "local" or not reply.channel:
        return now_("Skickat till %(unit)s.") % {"unit": _to_sender(doing)}
    return now_("Klart. Beskedet till %(unit)s ska skrivas ut och postas.") % {"unit": _to_sender(doing)}


def _correct_assessor(doing: Doing, result: Any) -> After:
    return After(slug="assign", label=_("Ändra"), params={"arende": str(result.id)})


ACTS = (
    Act(
        slug="assign",
        rule=Action.ASSIGN,
        label=_("Utse bedömare"),
        title=_("Utse ansvarig bedömare"),
        submit=_("Utse"),
        key="t",
        form=AssignForm,
        about="case",
        run=lambda doing: assign(**doing.case, assessor_id=doing.data["assessor"]),
        done=_("Ansvarig bedömare är utsedd."),
        after=_correct_assessor,
    ),
    Act(
        slug="assess",
        rule=Action.ASSESS,
        label=_("Bedöm"),
        title=_("Bedöm remissen"),
        lead=_("Ärendet blir Pågår. Remittenten får besked först när du bekräftar eller besvarar."),
        submit=_("Spara bedömningen"),
        key="d",
        form=AssessForm,
        about="case",
        run=_assess,
        done=_("Remissen är bedömd. Nu ska den bekräftas eller besvaras."),
    ),
    Act(
        slug="confirm",
        rule=Action.CONFIRM,
        label=_("Bekräfta med väntetid"),
        title=_("Bekräfta remissen"),
        lead=_("Remittenten får en bekräftelse med väntetid. Det är inget svar: ärendet står kvar hos dig."),
        submit=_("Skicka bekräftelse"),
        key="b",
        form=ConfirmForm,
        about="case",
        run=lambda doing: confirm(
            **doing.case, reply_id=doing.new_id, text=doing.data["text"], wait=doing.data["wait"]
        ),
        done=told,
    ),
    Act(
        slug="request_information",
        rule=Action.REQUEST_INFORMATION,
        label=_("Begär komplettering"),
        title=_("Begär komplettering"),
        lead=_("Ärendet väntar till dagen du anger, eller tills kompletteringen kommer."),
        submit=_("Skicka begäran"),
        key="m",
        form=InformationForm,
        about="case",
        run=lambda doing: request_information(
            **doing.case,
            reply_id=doing.new_id,
            text=doing.data["text"],
            wanted_until=doing.data["information_wanted_until"],
        ),
        done=told,
    ),
    Act(
        slug="reject",
        rule=Action.REJECT,
        label=_("Avvisa"),
        title=_("Avvisa remissen"),
        lead=_("Ärendet avslutas här. Remittenten får veta varför och bestämmer vad som görs i stället."),
        submit=_("Avvisa remissen"),
        key="x",
        form=RejectForm,
        about="case",
        run=lambda doing: reject(
            **doing.case, reply_id=doing.new_id, reason=doing.data["reason"], text=doing.data["text"]
        ),
        done=told,
    ),
    Act(
        slug="cancel",
        rule=Action.CANCEL,
        label=_("Avbryt ärendet"),
        title=_("Avbryt ärendet"),
        lead=_("Ett bekräftat ärende avslutas utan svar. Remittenten bestämmer vad som görs i stället."),
        submit=_("Avbryt ärendet"),
        key="x",
        form=CancelForm,
        about="case",
        run=lambda doing: cancel(
            **doing.case, reply_id=doing.new_id, reason=doing.data["reason"], text=doing.data["text"]
        ),
        done=told,
    ),
    Act(
        slug="forward",
        rule=Action.FORWARD,
        label=_("Vidaresänd"),
        title=_("Vidaresänd remissen"),
        lead=_(
            "Innehållet följer med oförändrat, och remittenten får veta det. "
            "Ni bevakar tills den nya enheten har bekräftat."
        ),
        submit=_("Vidaresänd"),
        key="y",
        form=ForwardForm,
        about="case",
        run=lambda doing: forward(
            **doing.case,
            reply_id=doing.new_id,
            to_unit_id=doing.data["to_unit"],
            reason=doing.data["reason"],
            consent=doing.data.get("consent", ""),
        ),
        done=_(
            "Vidaresänd, och remittenten har fått veta det. Ni bevakar tills den nya enheten har bekräftat."
        ),
    ),
    Act(
        slug="chase_forwarded",
        rule=Action.CHASE_FORWARDED,
        label=_("Efterfråga hos nya enheten"),
        title=_("Efterfråga hos den nya enheten"),
        lead=_("Den nya enheten har inte bekräftat än. Skriv vem som nåddes och vad de sade."),
        submit=_("Spara kontakten"),
        key="e",
        form=ChaseForwardedForm,
        about="case",
        run=lambda doing: chase_forwarded(**doing.case, **doing.data),
        done=lambda doing, result: (
            now_("Kontakten är sparad. Bevakas till %(day)s.") % {"day": format_date(result.watch_on)}
        ),
    ),
    Act(
        slug="answer_request",
        rule=Action.ANSWER_REQUEST,
        label=_("Besvara begäran"),
        title=_("Besvara remittentens begäran"),
        submit=_("Skicka besked"),
        key="q",
        form=RequestAnswerForm,
        about="case",
        shows="request",
        run=lambda doing: answer_request(**doing.case, **request_answer(doing)),
        done=_("Remittenten har fått besked."),
    ),
    Act(
        slug="inform_patient",
        rule=Action.INFORM_PATIENT,
        label=_("Patienten informerad"),
        title=_("Patienten är informerad"),
        lead=_("Hur och när patienten fick veta. Gäller allt som har skickats hittills."),
        submit=_("Spara"),
        key="i",
        form=InformForm,
        about="case",
        run=_inform,
        done=_("Det står nu hur patienten informerades."),
        after=_print_or_correct_notice,
    ),
)
