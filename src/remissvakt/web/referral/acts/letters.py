"""Letters to the receiver and to the patient, written at once; the page of one that was begun is web/letters/editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.actions.letters import MAX_LETTER, begin_letter, write_letter, write_to_patient
from remissvakt.referrals.models import Delivery, Letter
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import LetterKind

from ..fields import Long, OneOf
from ..letter_fields import BY_LETTER, PROTECTED, Language, VisitFields, draft_from
from ..subject import Subject
from .act import Act, ActForm, After, Doing


class WrittenOrSpoken(ActForm):
    """A letter is written at once, or spoken into a recording that somebody types."""

    way = OneOf(
        label=_("Hur skrivs brevet"),
        choices=[("write", _("Jag skriver nu")), ("speak", _("Jag dikterar nu"))],
        initial="write",
    )
    text = Long(label=_("Brevet"), limit=MAX_LETTER, rows=10, required=False, only=("write",))


class ToReceiverForm(WrittenOrSpoken):
    pass


class ToPatientForm(VisitFields, WrittenOrSpoken):
    template_kind = "patient"
    aliases: ClassVar = {"appointment_at": "appointment_day", "kind": "how"}
    field_order = (
        "how", "way", "appointment_day", "appointment_time", "appointment_place", "appointment_with", "text",
        "language",
    )  # fmt: skip

    how = OneOf(
        label=_("Vilket brev"),
        choices=[("appointment_letter", _("Kallelse")), ("letter", _("Informationsbrev"))],
    )
    language = Language()

    def prepare(self, subject: Subject) -> None:
        if subject.referral.patient.protected:
            self.fields["text"].help_text = PROTECTED


def print_next(doing: Doing, letter: Letter | None) -> After | None:
    """The letter that was just written can be printed at once."""
    delivery = Delivery.objects.filter(letter=letter).first() if letter is not None else None
    if delivery is None:
        return None
    kwargs = {"referral_id": delivery.referral_id, "delivery_id": delivery.id}
    return After(url=reverse("delivery_letter", kwargs=kwargs), label=_("Skriv ut brevet nu"))


def _to_patient(doing: Doing) -> Letter:
    about: dict[str, Any] = doing.case if doing.subject.case is not None else doing.referral
    return _written_or_begun(write_to_patient, doing, about=about, kind=BY_LETTER[doing.data["how"]])


def _to_receiver(doing: Doing) -> Letter:
    return _written_or_begun(write_letter, doing, about=doing.referral, kind=LetterKind.CHASE)


def _written_or_begun(
    write: Callable[..., Letter], doing: Doing, *, about: dict[str, Any], kind: LetterKind
) -> Letter:
    speaks = doing.data["way"] == "speak"
    text = "" if speaks else doing.data["text"]
    given = {**about, "kind": kind.value, "draft": draft_from(doing.data, letter_id=doing.new_id, text=text)}
    return begin_letter(**given, dictated=True, recording_id=doing.new_id) if speaks else write(**given)


def _done(doing: Doing, letter: Letter) -> Any:
    if doing.data["way"] == "speak":
        return _("Brevet är påbörjat: diktera det här.")
    return _("Brevet är skrivet och ligger i Att skicka.")


_LEAD = _("Brevet blir klart att skriva ut och posta: det ligger sedan i Att skicka.")

_TO_PATIENT = Act(
    slug="write_to_patient",
    rule=Action.WRITE_TO_PATIENT,
    label=_("Skriv brev till patienten"),
    title=_("Skriv brev till patienten"),
    lead=_LEAD,
    submit=_("Klart"),
    form=ToPatientForm,
    run=_to_patient,
    done=_done,
    after=print_next,
)
ACTS = (
    Act(
        slug="write_letter",
        rule=Action.WRITE_LETTER,
        label=_("Skriv brev till mottagaren"),
        title=_("Skriv brev till mottagaren"),
        lead=_LEAD,
        submit=_("Klart"),
        form=ToReceiverForm,
        run=_to_receiver,
        done=_done,
        after=print_next,
    ),
    _TO_PATIENT,
    replace(_TO_PATIENT, slug="letter_to_patient", about="case"),
)
