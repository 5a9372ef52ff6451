"""The fields of a referral's text, as its editor shows them (the national contract's ProcessRequest)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.models import PriorityLevel, Unit
from remissvakt.referrals.models.version import TEXT_FIELDS

from . import words
from .fields import FromList, Long, Rank, Tick
from .subject import Subject

_HELP: dict[str, Any] = {
    "question": _("Vad vill du veta, eller vad ska mottagaren göra?"),
    "awareness": _("Till exempel smitta, överkänslighet, funktionsnedsättning"),
    "interpreter": _("Språk, eller teckenspråk"),
}
_ROWS = {"question": 3, "clinical_information": 8}


class TextForm(forms.Form):
    """Nothing is required while it is being written; what must be there is asked for when it is completed."""

    to_unit = FromList(label=_("Till"), required=False)
    priority = Rank(label=_("Prioritet"), required=False)
    question = Long(label=words.TEXT_LABELS["question"], required=False)
    clinical_information = Long(label=words.TEXT_LABELS["clinical_information"], required=False)
    condition = Long(label=words.TEXT_LABELS["condition"], required=False)
    desired_activity = Long(label=words.TEXT_LABELS["desired_activity"], required=False)
    awareness = Long(label=words.TEXT_LABELS["awareness"], required=False)
    administrative_information = Long(label=words.TEXT_LABELS["administrative_information"], required=False)
    interpreter = Long(label=words.TEXT_LABELS["interpreter"], required=False)
    attachments = Long(label=words.TEXT_LABELS["attachments"], required=False)
    payment_commitment = Long(label=words.TEXT_LABELS["payment_commitment"], required=False)
    care_responsibility_remains = Tick(label=_("Vårdansvaret ligger kvar hos oss"))

    def __init__(self, *args: Any, subject: Subject, **options: Any) -> None:
        super().__init__(*args, **options)
        latest, referral = subject.latest, subject.referral
        for name, limit in TEXT_FIELDS.items():
            field: Any = self.fields[name]
            field.limit, field.rows = limit, _ROWS.get(name, 2)
            field.help_text = _HELP.get(name, "")
            self.initial[name] = getattr(latest, name)
        self.initial["care_responsibility_remains"] = latest.care_responsibility_remains
        self.fields["question"].either = True  # type: ignore[attr-defined]
        if latest.number > 1:
            del self.fields["to_unit"], self.fields["priority"]
            return
        self.initial["to_unit"] = str(referral.to_unit_id or "")
        self.initial["priority"] = str(referral.priority_rank)
        self._choose_receiver(referral.referrer_unit_id)
        self._choose_priority(subject)

    def _choose_receiver(self, own: UUID | None) -> None:
        here: list[tuple[str, str]] = []
        outside: list[tuple[str, str]] = []
        units = (
            Unit.objects.filter(active=True, kind="care")
            .exclude(id__in=[own] if own else [])
            .order_by("sort_name")
        )
        for unit in units.only("id", "name", "local", "channels"):
            (here if unit.local else outside).append((str(unit.id), unit.name))
        to_unit: Any = self.fields["to_unit"]
        to_unit.choices = [
            ("", _("Välj")),
            *([(_("Elektroniskt, inom Remissvakt"), here)] if here else []),
            *([(_("På papper eller per telefon"), outside)] if outside else []),
        ]

    def _choose_priority(self, subject: Subject) -> None:
        """The receiver's own scale where it works here, else the sender's."""
        unit_id = self.data.get("to_unit") or subject.referral.to_unit_id
        self.levels = scale(unit_id, subject.referral.referrer_unit_id)
        rank = subject.referral.priority_rank
        if rank not in self.levels:
            self.levels = {rank: subject.referral.priority_label, **self.levels}
        priority: Any = self.fields["priority"]
        priority.choices = [
            (str(at), f"{at} · {label}" if label else str(at)) for at, label in sorted(self.levels.items())
        ]

    def texts(self) -> dict[str, Any]:
        """The content fields that were filled in."""
        names = (*TEXT_FIELDS, "care_responsibility_remains")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def address(self) -> dict[str, Any]:
        """Receiver and priority, as the actions take them; nothing once the referral has been sent."""
        if "to_unit" not in self.fields:
            return {}
        typed = self.cleaned_data.get("priority") or ""
        rank = int(typed) if typed.isdigit() else None
        return {
            "to_unit_id": self.cleaned_data.get("to_unit"),
            "priority_rank": rank,
            "priority_label": self.levels.get(rank, "") if rank else "",
        }


def scale(unit_id: Any, otherwise: UUID | None) -> dict[int, str]:
    """A unit's priority scale, rank → label, or the other unit's where the first has none."""
    wanted = [one for one in (unit_id, otherwise) if one]
    levels: dict[str, dict[int, str]] = {}
    for level in PriorityLevel.objects.filter(unit_id__in=_ids(wanted), active=True):
        levels.setdefault(str(level.unit_id), {})[level.rank] = level.label
    return next((levels[str(one)] for one in wanted if str(one) in levels), {})


def _ids(values: list[Any]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found
