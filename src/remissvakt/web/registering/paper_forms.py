"""What is typed about a paper that nobody has linked yet (A.6, B.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.web.referral.fields import Day

from .text_fields import BROKEN


class PaperForm(forms.Form):
    """A paper: when it came, from whom, and what it is."""

    document_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN}
    )
    arrived_on = Day(
        label=_("Ankom"), past=True, help_text=_("Dagen då papperet kom hit: idag, igår, 3/11 …")
    )
    sender = forms.CharField(
        label=_("Avsändare"),
        help_text=_("Enheten eller personen som papperet kommer från"),
        error_messages={"required": _("Skriv vem papperet kommer från.")},
    )
    description = forms.CharField(
        label=_("Vad är det?"),
        widget=forms.Textarea,
        help_text=_("Till exempel brev med provsvar. Skriv inget personnummer här."),
        error_messages={"required": _("Skriv vad papperet är.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].today = today  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    """The version of the paper that one saw."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": BROKEN, "invalid": BROKEN}
    )
