"""What is typed when a referral has come on paper, by phone, or as the patient's own request (B.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id, parse_id
from remissvakt.documents.models import Document
from remissvakt.organisations.models import Channel, Role
from remissvakt.organisations.people import people_at
from remissvakt.patients.models import Patient
from remissvakt.referrals.rules.who import DECIDING
from remissvakt.referrals.states import Source
from remissvakt.web.referral.fields import Day, people_choices

from .priorities import Level, scale_for
from .referral_form import Setting
from .text_fields import BROKEN, TextFields
from .units import unit_from

NEW_UNIT = ("name", "provider_name", "street", "postal_code", "city", "phone")
_NEW_UNIT_LABELS: dict[str, Any] = {
    "name": _("Enhetens namn"),
    "provider_name": _("Vårdgivare"),
    "street": _("Gatuadress"),
    "postal_code": _("Postnummer"),
    "city": _("Ort"),
    "phone": _("Telefon"),
}


class ArrivalForm(TextFields):
    """The sender is a known unit, or a new one of which at least the name is typed; an own request has none."""

    referral_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN}
    )
    from_unit_text = forms.CharField(label=_("Avsändande enhet"), required=False)
    from_unit = forms.CharField(required=False)
    referrer_name = forms.CharField(label=_("Remittentens namn"), required=False)
    arrived_on = Day(label=_("Ankom"), past=True, help_text=_("Dagen då den kom hit: idag, igår, 3/11 …"))
    decided_on = Day(
        label=_("Remissbeslut"),
        past=True,
        required=False,
        help_text=_("Dagen då remittenten beslutade, om den står på remissen. Vårdgarantin räknas därifrån."),
    )
    priority = forms.CharField(label=_("Prioritet"), required=False, widget=forms.RadioSelect)
    assessor = forms.ChoiceField(
        label=_("Ansvarig bedömare"),
        required=False,
        help_text=_("Lämna tomt om det bestäms senare. Då ligger ärendet i inkorgen som utan bedömare."),
        error_messages={"invalid_choice": _("Personen kan inte bedöma remisser vid enheten. Välj en annan.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, setting: Setting, own_request: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.setting, self.own_request = setting, own_request
        today = local_date(setting.now)
        people = people_at(unit_id=setting.unit.id, today=today, roles=DECIDING)
        choices = people_choices(people, me=setting.actor.person_id)
        choices[0] = ("", _("Bestäms senare"))
        self.fields["assessor"].choices = choices  # type: ignore[attr-defined]
        for name in ("arrived_on", "decided_on"):
            self.fields[name].today = today  # type: ignore[attr-defined]
        for name in NEW_UNIT:
            self.fields[f"new_{name}"] = forms.CharField(label=_NEW_UNIT_LABELS[name], required=False)
        self.fields["new_channels"] = forms.MultipleChoiceField(
            label=_("Tar emot remisser"),
            required=False,
            choices=[(way.value, way.label) for way in (Channel.PAPER, Channel.PHONE)],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Välj på papper, per telefon, eller båda.")},
        )
        self.sender = None if own_request else self._known_sender()
        self.scale = scale_for(own_unit_id=setting.unit.id, receiver=None)
        self.level: Level | None = None

    def _known_sender(self) -> Any:
        return unit_from(
            chosen=parse_id(self["from_unit"].value() or ""),
            text=self["from_unit_text"].value() or "",
            own=self.setting.unit.id,
        )

    @property
    def may_add_unit(self) -> bool:
        return self.setting.actor.role == Role.SECRETARY

    @property
    def adds_unit(self) -> bool:
        """Whether a new unit was typed, and no known one chosen."""
        return not self.own_request and self.sender is None and bool((self["new_name"].value() or "").strip())

    @property
    def priority_value(self) -> str:
        level = self.scale.level(self["priority"].value() or "")
        return level.value if level else self.scale.usual

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.own_request and self.sender is None and not self.adds_unit:
            self.add_error("from_unit_text", _("Välj vilken enhet remissen kommer från."))
        self.level = self.scale.level(data.get("priority") or self.scale.usual)
        if self.level is None:
            self.add_error("priority", _("Välj en prioritet."))
        if not data.get("question", "").strip():
            self.add_error("question", _("Frågeställningen saknas."))
        return data

    @property
    def source(self) -> str:
        return (Source.OWN_REQUEST if self.own_request else Source.ARRIVED).value

    @property
    def assessor_id(self) -> UUID | None:
        return parse_id(self.cleaned_data["assessor"])

    def new_unit_values(self) -> dict[str, Any]:
        """Return what was typed of a new unit, as `register_external_unit` takes it."""
        values: dict[str, Any] = {name: self.cleaned_data[f"new_{name}"] for name in NEW_UNIT}
        channels = self.cleaned_data["new_channels"]
        return {**values, **({"channels": channels} if channels else {})}


def fresh_arrival(
    *, setting: Setting, patient: Patient, paper: Document | None, own_request: bool
) -> ArrivalForm:
    """Return the form as it is first shown; a registered paper has told when it came, and from whom."""
    return ArrivalForm(
        setting=setting,
        own_request=own_request,
        initial={
            "referral_id": new_id(now=setting.now),
            "arrived_on": paper.arrived_on if paper else local_date(setting.now),
            "from_unit_text": paper.sender if paper and not own_request else "",
            "interpreter": patient.interpreter_language,
            "new_channels": [Channel.PAPER.value, Channel.PHONE.value],
        },
    )
