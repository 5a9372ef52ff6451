"""Form fields as people fill them in: days and waits typed freely, nothing cut, no choice made beforehand.

Lengths and rules are the heart's to judge; a field here only reads what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.core.dates import parse_date
from remissvakt.core.formats import format_date
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait
from remissvakt.organisations.people import UnitPerson

from .reading import read_wait_as_typed

MISSING, UNCHOSEN = _("Skriv något här."), _("Välj ett av alternativen.")


class Extra:
    """What the template may know of a field beside Django's own: greatest length, and when it is shown."""

    limit: int | None = None
    only: tuple[str, ...] = ()  # shown while one of these values is chosen; () is always
    either: bool = False  # needed before it is sent, or one of two that are: not called voluntary
    explained: ClassVar[Mapping[str, Any]] = {}
    # Headings among the choices: the first choice under each → the heading.
    headings: ClassVar[Mapping[str, Any]] = {}
    rows = 4


class Line(Extra, forms.CharField):
    """One line of text."""

    def __init__(self, *, only: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(error_messages={"required": MISSING}, **options)
        self.only = only


class Long(Extra, forms.CharField):
    """A text of several lines; `limit` counts it, the heart refuses what is longer."""

    widget = forms.Textarea

    def __init__(
        self, *, limit: int = 2000, rows: int = 4, only: tuple[str, ...] = (), **options: Any
    ) -> None:
        super().__init__(error_messages={"required": MISSING}, **options)
        self.limit, self.rows, self.only = limit, rows, only


class OneOf(Extra, forms.ChoiceField):
    """Radio buttons, none of them chosen beforehand; `explained` says what a choice leads to."""

    widget = forms.RadioSelect

    def __init__(
        self,
        *,
        choices: Iterable[tuple[str, Any]],
        explained: Mapping[str, Any] | None = None,
        headings: Mapping[str, Any] | None = None,
        only: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(
            choices=list(choices),
            error_messages={"required": UNCHOSEN, "invalid_choice": UNCHOSEN},
            **options,
        )
        self.explained, self.headings, self.only = explained or {}, headings or {}, only  # type: ignore[misc]


class Tick(Extra, forms.BooleanField):
    """A box to tick, never ticked beforehand."""

    def __init__(self, *, only: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(required=False, **options)
        self.only = only


class FromList(Extra, forms.ChoiceField):
    """A list to choose from, of ids; gives a UUID, or None."""

    widget = forms.Select

    def __init__(self, *, empty: Any = None, only: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(error_messages={"required": UNCHOSEN, "invalid_choice": UNCHOSEN}, **options)
        self.empty, self.only = _("Välj") if empty is None else empty, only

    def clean(self, value: Any) -> UUID | None:
        return parse_id(super().clean(value))


class Rank(Extra, forms.ChoiceField):
    """A step of a priority scale; gives its rank as text."""

    widget = forms.Select


class Day(Extra, forms.CharField):
    """A day, typed as people write it; gives a date, or None."""

    widget = forms.DateInput

    def __init__(self, *, past: bool = False, only: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(error_messages={"required": _("Skriv ett datum.")}, **options)
        self.past, self.only = past, only
        self.today = date.min

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text, today=self.today, prefer="past" if self.past else "future")
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from None

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class WaitText(Extra, forms.CharField):
    """A waiting time, typed as it was stated; gives a `Wait`, or None."""

    widget = forms.DateInput

    def __init__(self, *, only: tuple[str, ...] = (), **options: Any) -> None:
        help_text = options.pop("help_text", _("Till exempel 8 veckor, v 12, mars 2027 eller 3/4"))
        super().__init__(error_messages={"required": _("Skriv väntetiden.")}, help_text=help_text, **options)
        self.only = only
        self.today = date.min

    def to_python(self, value: Any) -> Wait | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_wait_as_typed(text, today=self.today)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from None


class SaidOrWritten(forms.Form):
    """Nobody has said anything yet when a letter is written here; otherwise it is told who was reached, and what."""

    def either(self) -> None:
        """One of the two is needed: neither is called voluntary."""
        self.fields["reached"].either = self.fields["said"].either = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") != "letter":
            data["letter_text"] = ""
        for name in ("reached", "said"):
            if not data.get("letter_text") and name not in self.errors and not data.get(name):
                self.add_error(name, MISSING)
        return data


def people_choices(people: Iterable[UnitPerson], *, me: UUID) -> list[tuple[Any, Any]]:
    """Persons to choose from: oneself first, then those who are here; those who are away stand apart."""
    here: list[tuple[Any, Any]] = []
    away: list[tuple[Any, Any]] = []
    for person in people:
        name = f"{person.name}, {person.title}" if person.title else person.name
        if person.absent:
            until = person.absent_until
            told = (
                _("%(name)s (borta till och med %(day)s)") % {"name": name, "day": format_date(until)}
                if until
                else name
            )
            away.append((str(person.id), told))
        elif person.id == me:
            here.insert(0, (str(person.id), _("%(name)s (du)") % {"name": name}))
        else:
            here.append((str(person.id), name))
    found: list[tuple[Any, Any]] = [("", _("Välj")), *here]
    if away:
        found.append((_("Borta just nu"), away))
    return found
