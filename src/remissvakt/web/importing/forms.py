"""What is given to begin an import: the unit, the file, and what to do with unknown units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Role, Unit


class UploadForm(forms.Form):
    """The unit is asked only of those who work for several; new units only a secretary may add."""

    unit = forms.ChoiceField(
        label=_("Enhet"), error_messages={"invalid_choice": _("Välj en av dina enheter.")}
    )
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV-fil från det andra systemet eller från Excel. Den sparas bara tills du är klar."),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Välj en fil."), "invalid": _("Filen kom inte fram. Försök igen.")},
    )
    create_units = forms.BooleanField(
        label=_("Lägg upp okända enheter"),
        help_text=_("Motparter som inte finns här läggs upp som externa enheter med namnet i filen."),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(id__in=actor.unit_ids).order_by("sort_name", "id")
        choices = [(str(unit.id), unit.name) for unit in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]
        if actor.role != Role.SECRETARY:
            del self.fields["create_units"]
