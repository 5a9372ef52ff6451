"""The fields in which a dictation is typed: those of the referral, the reply or the letter that it becomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from remissvakt.referrals.actions.type_dictation import Typed
from remissvakt.referrals.models import Letter, Reply
from remissvakt.referrals.states import LetterKind
from remissvakt.web.letters.editor import LetterForm
from remissvakt.web.referral.answer_editor import AnswerForm
from remissvakt.web.referral.letter_fields import draft_from, first_values
from remissvakt.web.referral.text_form import TextForm

from .dictated_text import DictatedText

# The names that refusals of the heart use, where the field here is called something else.
ALIASES = {"appointment_at": "appointment_day"}


def form_of(text: DictatedText, data: QueryDict | None = None) -> forms.Form:
    """The form of the text, with what it holds now."""
    row = text.row
    if isinstance(row, Letter):
        letter_form = LetterForm(data, subject=text.subject, initial=first_values(row))
        if row.kind != LetterKind.APPOINTMENT:
            for name in ("appointment_day", "appointment_time", "appointment_place", "appointment_with"):
                del letter_form.fields[name]
        return letter_form
    if not isinstance(row, Reply):
        return TextForm(data, subject=text.subject)
    return AnswerForm(data, reply=row, today=text.subject.today)


def typed_of(text: DictatedText, form: forms.Form) -> Typed:
    """What stands in a valid form, as the actions take it."""
    data = form.cleaned_data
    if isinstance(form, TextForm):
        return Typed(fields=form.texts(), **form.address())
    if isinstance(text.row, Letter):
        draft = draft_from(data, letter_id=text.row.id, text=data["text"])
        names = ("text", "language", "appointment_at", "appointment_place", "appointment_with")
        return Typed(fields={name: getattr(draft, name) for name in names})
    return Typed(fields={"text": data["text"]}, wait=data.get("wait"))


def stored_texts(text: DictatedText) -> dict[str, Any]:
    """What is kept, by the name of its field; shown beside what two have typed at once."""
    if isinstance(text.row, Reply | Letter):
        return {"text": text.row.text}
    return {name: getattr(text.row, name) for name in TextForm.base_fields if hasattr(text.row, name)}
