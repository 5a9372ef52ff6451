"""What is typed about a paper: whose number stands on it, what it is, and for a reply the little that it asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from remissvakt.documents.models import DocumentKind
from remissvakt.organisations.models import Unit
from remissvakt.referrals.states import ANSWERS, ReplyKind
from remissvakt.web.referral.fields import Day, FromList, Line, Long, OneOf, WaitText
from remissvakt.web.referral.words import REPLY_KINDS
from remissvakt.web.registering.paper_forms import VersionForm
from remissvakt.web.registering.text_fields import BROKEN

CONFIRMATIONS = tuple(kind for kind in ReplyKind if kind not in ANSWERS)
_REASONS = (ReplyKind.REJECTED, ReplyKind.CANCELLED)


# What each of the small forms asks, and what becomes of the answer.
REASONS: dict[str, tuple[Any, Any]] = {
    "aside": (
        _("Varför hör papperet inte till en remiss?"),
        _("Papperet och skälet finns kvar, med ditt namn."),
    ),
    "undo": (
        _("Varför är kopplingen fel?"),
        _("Står kvar i remissens händelser; de berörda får veta det."),
    ),
    "decline": (_("Varför hör papperet inte hit?"), ""),
    "no_reply": (_("Vad är det i stället?"), _("Papperet blir kvar på remissen.")),
}


class ReasonForm(VersionForm):
    """Why something is taken back, declined or put aside; the words stay, with the name of who wrote them."""

    reason = Long(label=_("Varför"), rows=2, limit=300)


def reason_form(name: str, data: QueryDict | None = None, **options: Any) -> ReasonForm:
    """Return one of REASONS, as it was sent or empty. Several stand on one page, so each has ids of its own."""
    form = ReasonForm(data, auto_id=f"id_{name}_%s", **options)
    form.fields["reason"].label, form.fields["reason"].help_text = REASONS[name]
    return form


class ReplyForm(VersionForm):
    """A paper that is a reply to its referral: its kind, and what that kind says."""

    referral_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": BROKEN, "invalid": BROKEN}
    )
    reply_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN}
    )
    what = OneOf(label=_("Vad är det?"), choices=[])
    wait = WaitText(label=_("Väntetid"), required=False)
    information_wanted_until = Day(label=_("Kompletteringen behövs senast"), required=False)
    forwarded_to = FromList(label=_("Vidaresänd till"), required=False)
    reply_reason = Line(label=_("Orsak"), required=False)
    arrived_on = Day(label=_("Kom den"), past=True, required=False)
    text = Long(
        label=_("Vad står det?"),
        required=False,
        rows=2,
        limit=65000,
        help_text=_("Kan lämnas tomt: den som vidimerar ser papperet."),
    )

    def __init__(self, *args: Any, today: date, takes_reply: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("wait", "information_wanted_until", "arrived_on"):
            fields[name].today = today
        fields["what"].choices = self.choices(takes_reply)
        if not takes_reply:
            for name in ("wait", "information_wanted_until", "forwarded_to", "reply_reason", "text"):
                del fields[name]
            return
        units = Unit.objects.filter(active=True, kind="care").order_by("sort_name").only("id", "name")
        fields["forwarded_to"].choices = [("", _("Välj")), *((str(unit.id), unit.name) for unit in units)]

    def choices(self, takes_reply: bool) -> list[tuple[str, Any]]:
        return [(kind.value, REPLY_KINDS[kind]) for kind in ReplyKind] if takes_reply else []

    @property
    def confirmations(self) -> list[tuple[str, Any]]:
        return [choice for choice in self._offered if choice[0] in CONFIRMATIONS]

    @property
    def answers(self) -> list[tuple[str, Any]]:
        return [choice for choice in self._offered if choice[0] in ANSWERS]

    @property
    def others(self) -> list[tuple[str, Any]]:
        known = [*self.confirmations, *self.answers]
        return [choice for choice in self._offered if choice not in known]

    @property
    def _offered(self) -> list[tuple[str, Any]]:
        return list(self.fields["what"].choices)  # type: ignore[attr-defined]

    @property
    def reply_kind(self) -> ReplyKind | None:
        """Which kind of reply was chosen; None for a paper that is none."""
        what = self.cleaned_data["what"]
        return ReplyKind(what) if what in set(ReplyKind) else None

    def stated(self) -> dict[str, Any]:
        """What belongs to the chosen kind, as `register_reply` takes it; what was filled in for another is left out."""
        data, kind = self.cleaned_data, self.reply_kind
        return {
            "wait": data["wait"] if kind == ReplyKind.CONFIRMED else None,
            "information_wanted_until": (
                data["information_wanted_until"] if kind == ReplyKind.MORE_INFO else None
            ),
            "forwarded_to_id": data["forwarded_to"] if kind == ReplyKind.FORWARDED else None,
            "reason": data["reply_reason"] if kind in _REASONS else "",
        }


class LinkForm(ReplyForm):
    """The same for a paper that is not linked yet: the number on it says that it is this patient's."""

    referral_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN}
    )
    number_on_paper = Line(
        label=_("Personnumret på papperet"),
        required=False,
        help_text=_("Skriv av det från papperet, inte från remissen."),
    )
    asked_reason = Line(
        label=_("Varför hör det ändå hit?"),
        required=False,
        help_text=_("Till exempel: rätt namn och adress, men numret saknas."),
    )

    def choices(self, takes_reply: bool) -> list[tuple[str, Any]]:
        return [
            *super().choices(takes_reply),
            (DocumentKind.OTHER.value, _("Annat papper, bara koppla")),
            (DocumentKind.REFERRAL.value, _("Remissen själv")),
        ]

    @property
    def document_kind(self) -> str:
        """What the paper is to its referral."""
        kind = self.reply_kind
        if kind is None:
            return str(self.cleaned_data["what"])
        return (DocumentKind.ANSWER if kind in ANSWERS else DocumentKind.CONFIRMATION).value
