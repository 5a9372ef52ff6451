"""Form fields of the pages about units and people. They only read what was typed; the actions judge it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.core.dates import parse_date, parse_last_day
from remissvakt.core.formats import format_date
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Refusal

_WRITE, _CHOOSE, _DAY = _("Fyll i fältet."), _("Välj i listan."), _("Skriv ett datum.")
EMPTY = _("Välj …")
OPEN_END = _("Lämna tomt om slutet inte är känt.")


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"error_messages": {"required": _WRITE}, **options})


class Long(forms.CharField):
    """A text of several lines."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"error_messages": {"required": _WRITE}, **options})


class OneOf(forms.ChoiceField):
    """Radio buttons, none chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}, **options)


class Pick(forms.ChoiceField):
    """One of several, by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}, **options)


class FromList(forms.ChoiceField):
    """One row of a list, by its id; gives a UUID, or None. The choices come with the form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}, **options)

    def clean(self, value: Any) -> UUID | None:
        return parse_id(super().clean(value))


class Day(forms.CharField):
    """A day, typed as people write it; gives a date, or None. The `last` day of a period: a week is its Sunday.

    `reading` is the query with which it is read back while it is typed.
    """

    widget = forms.DateInput
    today = date.min

    def __init__(self, *, past: bool = False, last: bool = False, **options: Any) -> None:
        super().__init__(error_messages={"required": _DAY}, **options)
        self.past, self.last = past, last
        asked = {"slag": "passerat"} if past else {}
        if last:
            asked["sista"] = "1"
        self.reading = f"?{urlencode(asked)}" if asked else ""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            read = parse_last_day if self.last else parse_date
            return read(text, today=self.today, prefer="past" if self.past else "future")
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from None

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class Hidden(forms.CharField):
    """The id of the row that the form makes, drawn when the form was; gives a UUID."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> UUID:
        read = parse_id(super().clean(value))
        if read is None:
            raise forms.ValidationError(_("Formuläret är trasigt. Ladda om sidan och försök igen."))
        return read


class Form(forms.Form):
    """A form with days in it, and lists whose `choices` come by the field's name."""

    def __init__(
        self, *args: Any, today: date, choices: dict[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, Day):
                field.today = today
            if isinstance(field, forms.ChoiceField) and choices and name in choices:
                field.choices = choices[name]
        for name, value in self.initial.items():
            # A list that is not drawn as one would be chosen from by mistake: what cannot be chosen is not initial.
            if isinstance(self.fields.get(name), FromList) and value is not None:
                self.initial[name] = str(value)


class NewForm(Form):
    """A form that makes a row: the same form twice has one effect."""

    new_id = Hidden()


class ChangeForm(Form):
    """A form that changes a row as it was at `version` (organisations.seen)."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def choose(rows: list[tuple[Any, Any]], *, empty: Any = EMPTY) -> list[tuple[str, Any]]:
    """Return choices (id, label) with an empty one first."""
    return [("", empty), *((str(key), label) for key, label in rows)]
