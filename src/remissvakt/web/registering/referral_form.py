"""What is typed for a new referral (A.1): who decided, when, to which unit, how urgent, and the text or a dictation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.formats import format_date, format_time
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.database.together import Together
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.organisations.people import assignments_at, people_of
from remissvakt.patients.models import Patient
from remissvakt.referrals.rules.who import DECIDING
from remissvakt.web.referral.fields import people_choices

from .decided import read_decided
from .priorities import Level, Scale, levels_at, scale_for, scale_of
from .text_fields import BROKEN, TextFields
from .units import care_units, unit_named

SEND, WRITE, DICTATE, SPEAK = "send", "write", "dictate", "speak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Around the form: at which unit, by whom, and when."""

    unit: Unit
    actor: Actor
    now: datetime

    @property
    def decides(self) -> bool:
        """Whether the person acting may decide on a referral, and so sign and send it at once."""
        return self.actor.role in DECIDING


def _choices(*, unit_id: UUID, chosen_id: UUID, today: date) -> dict[str, Any]:
    return {
        "people": assignments_at(unit_id=unit_id, today=today, roles=DECIDING),
        "receiver": care_units().exclude(id=unit_id).filter(id=chosen_id),
        "levels": levels_at([unit_id, chosen_id]),
    }


_CHOICES = Together(_choices)


class NewReferralForm(TextFields):
    """`to_unit` is an id from the radio buttons; `to_unit_text` what was searched for, which may be enough."""

    referral_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN}
    )
    referrer = forms.ChoiceField(
        label=_("Vem har beslutat?"),
        error_messages={
            "required": _("Välj vem som har beslutat om remissen."),
            "invalid_choice": _("Personen arbetar inte som remittent vid enheten. Välj en annan."),
        },
    )
    decided_on = forms.CharField(
        label=_("Beslutsdag"), required=False, help_text=_("Till exempel idag, igår, 3/11 eller 2026-11-03")
    )
    decided_time = forms.CharField(label=_("Klockslag"), required=False)
    to_unit_text = forms.CharField(label=_("Mottagande enhet"), required=False)
    to_unit = forms.CharField(required=False)
    priority = forms.CharField(label=_("Prioritet"), required=False, widget=forms.RadioSelect)
    dictation_place = forms.CharField(label=_("Var ligger diktatet?"), required=False)

    def __init__(self, data: QueryDict | None = None, *, setting: Setting, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.setting = setting
        unit_id, chosen = setting.unit.id, parse_id(self["to_unit"].value() or "")
        # A unit never refers to itself: with its own id no receiver is found.
        found = _CHOICES(unit_id=unit_id, chosen_id=chosen or unit_id, today=local_date(setting.now))
        people = people_choices(people_of(found["people"]), me=setting.actor.person_id)
        self.fields["referrer"].choices = people  # type: ignore[attr-defined]
        self.receiver: Unit | None = next(iter(found["receiver"]), None)
        if chosen is None:
            self.receiver = unit_named(self["to_unit_text"].value() or "", own=unit_id)
        self.scale: Scale = (
            scale_for(own_unit_id=unit_id, receiver=self.receiver)
            if chosen is None
            else scale_of(found["levels"], own_unit_id=unit_id, receiver=self.receiver)
        )
        self.decided_at = setting.now
        self.level: Level | None = None

    @property
    def priority_value(self) -> str:
        """The step to show as chosen: the one that was, if the receiver's scale has it, else the usual one."""
        posted = self["priority"].value() or ""
        level = self.scale.level(posted) if posted else None
        return level.value if level else self.scale.usual

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            self.decided_at = read_decided(
                day=data.get("decided_on", ""), clock=data.get("decided_time", ""), now=self.setting.now
            )
        except Refusal as refusal:
            self.add_error(refusal.field, refusal.message)
        if self.receiver is None and (data.get("to_unit") or data.get("to_unit_text")):
            self.add_error("to_unit_text", _("Välj en av enheterna i listan."))
        posted = data.get("priority") or self.scale.usual
        self.level = self.scale.level(posted)
        if self.level is None:
            self.add_error(
                "priority",
                _("Mottagaren har en egen skala. Välj prioritet igen.")
                if self.scale.of
                else _("Välj en prioritet."),
            )
        return data

    @property
    def receiver_id(self) -> UUID | None:
        return self.receiver.id if self.receiver else None


def fresh(*, setting: Setting, patient: Patient) -> NewReferralForm:
    """Return the form as it is first shown; its id makes a second click the same click."""
    return NewReferralForm(
        setting=setting,
        initial={
            "referral_id": new_id(now=setting.now),
            "referrer": str(setting.actor.person_id) if setting.decides else "",
            "decided_on": format_date(local_date(setting.now)),
            "decided_time": format_time(setting.now),
            "interpreter": patient.interpreter_language,
        },
    )


def looked_at(data: QueryDict, *, setting: Setting) -> NewReferralForm:
    """Return the form with what was typed so far, not judged: units were searched, or a receiver chosen."""
    return NewReferralForm(setting=setting, initial=data.dict())


def missing_for(do: str, form: NewReferralForm) -> Collection[tuple[str, Any]]:
    """Return what the chosen way on needs beyond the form itself, as (field, sentence)."""
    if do == SEND and form.cleaned_data.get("referrer") != str(form.setting.actor.person_id):
        return [
            (
                "referrer",
                _("Bara den som själv har beslutat kan signera. Välj dig, eller spara utan att skicka."),
            )
        ]
    if do == SPEAK and form.cleaned_data.get("referrer") != str(form.setting.actor.person_id):
        return [("referrer", _("Bara den som själv har beslutat dikterar här. Välj dig."))]
    if do == SEND and form.receiver is None:
        return [("to_unit_text", _("Välj vilken enhet remissen ska till."))]
    if do == DICTATE and not form.cleaned_data.get("dictation_place", "").strip():
        return [("dictation_place", _("Skriv var diktatet ligger, så att den som skriver ut hittar det."))]
    return []
