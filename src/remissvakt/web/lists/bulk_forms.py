"""What is asked once for many rows. The heart's own refusals come for each row, or at a field when all share them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.actions.letters import MAX_LETTER
from remissvakt.referrals.ways import CONTACT_WAYS
from remissvakt.web.referral.fields import Day, FromList, Line, Long, OneOf, SaidOrWritten


class JobForm(forms.Form):
    """`people` are the choices of the one person field, where there is one."""

    def __init__(self, *args: Any, today: date, people: list[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, Day):
                field.today = today
            if isinstance(field, FromList):
                field.choices = people


class AssessorForm(JobForm):
    assessor = FromList(label=_("Ny ansvarig bedömare"))


class WatcherForm(JobForm):
    watcher = FromList(label=_("Ny bevakare"))


class MoveForm(JobForm):
    watch_on = Day(label=_("Ny bevakningsdag"))
    reason = Line(label=_("Varför"), help_text=_("Står i händelserna på varje remiss."))


class ChaseForm(SaidOrWritten, JobForm):
    """Somebody was reached, once for all; or each receiver gets the same letter, to be printed and posted (A.4)."""

    how = OneOf(label=_("Hur"), choices=CONTACT_WAYS.items())
    letter_text = Long(
        label=_("Skriv brevet här"),
        limit=MAX_LETTER,
        rows=8,
        required=False,
        only=("letter",),
        help_text=_(
            "Samma text till alla valda, i var sitt brev att skriva ut och posta. Lämna tomt om brevet redan är "
            "skrivet på annat sätt."
        ),
    )
    reached = Line(
        label=_("Vem nåddes"), required=False, help_text=_("Namn och enhet, eller ”ingen svarade”")
    )
    said = Long(
        label=_("Vad sade de"),
        rows=3,
        required=False,
        help_text=_("Samma anteckning sparas på alla valda remisser."),
    )
    watch_on = Day(label=_("Ny bevakningsdag"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.either()
