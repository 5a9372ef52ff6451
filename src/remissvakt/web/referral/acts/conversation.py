"""Questions about a referral, and papers that belong to it (Fråga/Svar, A.6)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Stale
from remissvakt.documents.models import Document, DocumentKind
from remissvakt.organisations.people import people_at
from remissvakt.referrals.actions.papers import link_paper
from remissvakt.referrals.actions.people import CARE_ROLES
from remissvakt.referrals.actions.questions import answer_question, ask, ask_again, close_question
from remissvakt.referrals.rules import Action

from ..fields import FromList, Line, Long
from ..subject import Subject
from .act import Act, ActForm, Doing
from .replies import unlinked_papers


class AskForm(ActForm):
    """To a unit that is part of the referral, or one person there: one list of both."""

    aliases: ClassVar = {"to_unit": "to", "to_person": "to"}

    to = FromList(label=_("Till"))
    subject_line = Line(label=_("Ärende"))
    text = Long(label=_("Fråga"), limit=4000, rows=5)

    def prepare(self, subject: Subject) -> None:
        choices: list[tuple[Any, Any]] = [("", _("Välj"))]
        for unit in sorted(asked_units(subject), key=lambda one: one.name):
            people = people_at(unit_id=unit.id, today=subject.today, roles=CARE_ROLES)
            others = [one for one in people if one.id != subject.actor.person_id and not one.absent]
            whole = [] if unit.id in subject.actor.unit_ids else [(str(unit.id), _("Hela enheten"))]
            choices.append((unit.name, [*whole, *((str(one.id), one.name) for one in others)]))
        to: Any = self.fields["to"]
        to.choices = choices


def asked_units(subject: Subject) -> list[Any]:
    """Units here that are part of the referral."""
    facts = subject.opened.facts
    parties = {facts.referrer_unit_id, *(case.unit_id for case in facts.cases)}
    return [unit for unit in facts.units.values() if unit.id in parties and unit.local]


def unit_of(person_id: UUID, subject: Subject) -> UUID:
    """The party at which the person works; the form has offered nobody else."""
    for unit in asked_units(subject):
        if any(one.id == person_id for one in people_at(unit_id=unit.id, today=subject.today)):
            return UUID(str(unit.id))
    raise Refusal("choice_unknown", _("Välj ett av alternativen."), field="to")


def _ask(doing: Doing) -> Any:
    subject, data = doing.subject, doing.data
    to = data["to"]
    units = {unit.id for unit in asked_units(subject)}
    mine = [unit_id for unit_id in units if unit_id in subject.actor.unit_ids]
    if not mine:
        raise Refusal("not_a_party", _("Din enhet är inte part i remissen."))
    to_unit = to if to in units else unit_of(to, subject)
    return ask(
        referral_id=subject.referral.id,
        question_id=doing.new_id,
        from_unit_id=subject.actor.unit_id if subject.actor.unit_id in mine else mine[0],
        to_unit_id=to_unit,
        to_person_id=None if to in units else to,
        subject=data["subject_line"],
        text=data["text"],
        **doing.common,
    )


class TextForm(ActForm):
    text = Long(label=_("Svar"), limit=4000, rows=5)


class AgainForm(ActForm):
    text = Long(label=_("Fråga"), limit=4000, rows=5)


class PaperForm(ActForm):
    document = FromList(label=_("Papper i Okopplade"))
    number_on_paper = Line(
        label=_("Personnumret på papperet"),
        required=False,
        help_text=_("Skriv av det från papperet, inte från remissen. Saknas det, lämna tomt."),
    )
    reason = Line(
        label=_("Varför hör det ändå hit?"),
        required=False,
        help_text=_("När numret saknas eller är ett annat: då ska en kollega bekräfta kopplingen."),
    )

    def prepare(self, subject: Subject) -> None:
        document: Any = self.fields["document"]
        document.choices = [("", _("Välj")), *unlinked_papers(subject)]


def _link(doing: Doing) -> Any:
    row = Document.objects.filter(id=doing.data["document"], unit_id__in=doing.subject.actor.unit_ids).first()
    if row is None:
        raise Stale()
    return link_paper(
        document_id=row.id,
        document_version=row.version,
        referral_id=doing.subject.referral.id,
        kind=DocumentKind.OTHER,
        number_on_paper=doing.data["number_on_paper"],
        reason=doing.data["reason"],
        **doing.common,
    )


def _said_of_link(_doing: Doing, paper: Document) -> Any:
    if paper.linked_at is None:
        return now_("Papperet väntar i Okopplade på att en kollega bekräftar kopplingen.")
    return now_("Papperet är kopplat till remissen.")


def _unanswered(subject: Subject) -> Refusal | None:
    """One asks further when there is an answer; until then the thread waits for the other."""
    if subject.question is not None and subject.question.answered_at is None:
        return Refusal("question_unanswered", _("Frågan är inte besvarad än."))
    return None


ACTS = (
    Act(
        slug="ask",
        rule=Action.ASK,
        label=_("Ställ en fråga"),
        title=_("Ställ en fråga"),
        lead=_(
            "Till en enhet som är part i remissen, eller någon där. Frågan ligger hos dem tills den är besvarad."
        ),
        submit=_("Skicka frågan"),
        key="q",
        form=AskForm,
        run=_ask,
        done=_("Frågan är skickad."),
    ),
    Act(
        slug="answer_question",
        rule=Action.ANSWER_QUESTION,
        label=_("Svara på frågan"),
        title=_("Svara på frågan"),
        submit=_("Skicka svaret"),
        key="h",
        form=TextForm,
        about="question",
        shows="question",
        run=lambda doing: answer_question(**doing.question, text=doing.data["text"]),
        done=_("Frågan är besvarad."),
    ),
    Act(
        slug="ask_again",
        rule=Action.CLOSE_QUESTION,
        label=_("Fråga vidare"),
        title=_("Fråga vidare"),
        lead=_("I samma tråd. Den ligger hos den andra tills den är besvarad igen."),
        submit=_("Skicka"),
        form=AgainForm,
        about="question",
        shows="question",
        run=lambda doing: ask_again(**doing.question, text=doing.data["text"]),
        also=_unanswered,
        done=_("Frågan är skickad."),
    ),
    Act(
        slug="close_question",
        rule=Action.CLOSE_QUESTION,
        label=_("Svaret är läst"),
        title=_("Avsluta frågan"),
        lead=_("Svaret är läst, eller behövs inte längre. Tråden går fortfarande att läsa."),
        submit=_("Avsluta frågan"),
        key="h",
        about="question",
        shows="question",
        direct=True,
        run=lambda doing: close_question(**doing.question),
        done=_("Frågan är avslutad."),
    ),
    Act(
        slug="link_paper",
        rule=Action.LINK_PAPER,
        label=_("Koppla ett papper"),
        title=_("Koppla ett papper till remissen"),
        lead=_(
            "En bekräftelse eller ett svar registreras hellre från papperet i Okopplade, med bilden bredvid."
        ),
        submit=_("Koppla"),
        form=PaperForm,
        run=_link,
        done=_said_of_link,
    ),
)
