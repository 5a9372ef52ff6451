"""The fields in which a letter is written, in the pages of the acts that a letter belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import STOCKHOLM
from remissvakt.referrals.actions.letters import MAX_LETTER, LetterDraft
from remissvakt.referrals.models import Letter
from remissvakt.referrals.states import LetterKind

from .acts.act import ActForm, Doing
from .fields import Day, Extra, Line, Long
from .subject import Subject

# The ways to tell a patient that are letters, and which letter each is.
BY_LETTER = {"appointment_letter": LetterKind.APPOINTMENT, "letter": LetterKind.PATIENT}
PROTECTED = _(
    "Patienten har skyddade personuppgifter: adressen hämtas inte och skrivs inte ut. Brevet går den skyddade "
    "vägen, med ett följeblad till ytterkuvertet."
)
ELSEWHERE = _("Lämna tomt om brevet redan är skrivet på annat sätt.")


class Clock(Extra, forms.CharField):
    """A time of day as people write it ("10.30", "9:15", "13"); gives a `time`, or None."""

    def __init__(self, *, only: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(**options)
        self.only = only

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = (
            str(super().to_python(value) or "")
            .strip()
            .lower()
            .removeprefix("kl")
            .strip(" .")
            .replace(".", ":")
        )
        if not text:
            return None
        hours, _colon, minutes = text.partition(":")
        if len(text) == 4 and text.isdecimal():
            hours, minutes = text[:2], text[2:]
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            raise forms.ValidationError(_("Skriv klockslaget som 10.30.")) from None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H.%M") if isinstance(value, time) else value


class Language(Extra, forms.ChoiceField):
    """The language of the letter's standing words."""

    widget = forms.Select

    def __init__(self, *, only: tuple[str, ...] = (), **options: Any) -> None:
        choices = [("sv", _("svenska")), ("en", _("engelska"))]
        super().__init__(label=_("Brevets språk"), choices=choices, **options)
        self.only = only


class LetterInAct(ActForm):
    """An act that may be done by letter, with the letter in the same form; `ways` are those that are letters."""

    ways: ClassVar[tuple[str, ...]] = ("letter",)
    aliases: ClassVar[Mapping[str, str]] = {"text": "letter_text"}

    letter_text = Long(
        label=_("Skriv brevet här"),
        limit=MAX_LETTER,
        rows=8,
        required=False,
        only=("letter",),
        help_text=ELSEWHERE,
    )

    def prepare(self, subject: Subject) -> None:
        case = subject.opened.facts.current_case
        if case is not None and subject.opened.facts.units[case.unit_id].local:
            # It is asked here, where its answer is seen: no letter goes there.
            del self.fields["letter_text"]

    def clean(self) -> dict[str, Any]:
        """What was typed before another way was chosen is no letter."""
        data = super().clean() or self.cleaned_data
        if data.get("how") not in self.ways:
            data["letter_text"] = ""
        return data


class VisitFields(ActForm):
    """Where a kallelse may be written: when, where and with whom."""

    aliases: ClassVar[Mapping[str, str]] = {"text": "letter_text", "appointment_at": "appointment_day"}

    appointment_day = Day(label=_("Dag för besöket"), required=False, only=("appointment_letter",))
    appointment_time = Clock(
        label=_("Klockan"), required=False, only=("appointment_letter",), help_text=_("Till exempel 10.30")
    )
    appointment_place = Line(
        label=_("Plats"),
        required=False,
        only=("appointment_letter",),
        help_text=_("Så att patienten hittar: mottagning, våning, adress"),
    )
    appointment_with = Line(label=_("Patienten träffar"), required=False, only=("appointment_letter",))


def draft_from(data: Mapping[str, Any], *, letter_id: UUID, text: str) -> LetterDraft:
    """What was filled in, as a letter."""
    day, clock = data.get("appointment_day"), data.get("appointment_time")
    return LetterDraft(
        letter_id=letter_id,
        text=text,
        language=data.get("language") or "sv",
        appointment_at=datetime.combine(day, clock, tzinfo=STOCKHOLM) if day and clock else None,
        appointment_place=data.get("appointment_place", ""),
        appointment_with=data.get("appointment_with", ""),
    )


def letter_of(doing: Doing) -> LetterDraft | None:
    """The letter of an act that may be done by one, None where none was written."""
    text = doing.data.get("letter_text", "")
    return draft_from(doing.data, letter_id=doing.new_id, text=text) if text.strip() else None


def first_values(letter: Letter) -> dict[str, Any]:
    """What a letter says now, as the fields show it."""
    at = letter.appointment_at.astimezone(STOCKHOLM) if letter.appointment_at else None
    return {
        "text": letter.text,
        "language": letter.language,
        "appointment_day": at.date() if at else None,
        "appointment_time": at.time() if at else None,
        "appointment_place": letter.appointment_place,
        "appointment_with": letter.appointment_with,
    }
