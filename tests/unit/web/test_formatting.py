"""Days, numbers and patient numbers as pages show them."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from remissvakt.web import formatting

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due_on", "state", "words"),
    [
        (None, "none", ""),
        (date(2026, 11, 20), "late", "3 dagar försenad"),
        (date(2026, 11, 22), "late", "1 dag försenad"),
        (TODAY, "today", "idag"),
        (date(2026, 11, 24), "soon", "imorgon"),
        (date(2026, 12, 8), "soon", "om 15 dagar"),
    ],
)
def test_lateness_is_said_in_words(due_on: date | None, state: str, words: str) -> None:
    assert formatting.lateness(due_on, TODAY) == formatting.Lateness(state=state, words=words)


def test_a_day_is_read_back_with_its_week() -> None:
    assert formatting.long_day(date(2026, 11, 24)) == "tisdag 24 november 2026 (vecka 48)"
    # The ISO week of a New Year's Day can belong to the year before.
    assert formatting.long_day(date(2027, 1, 1)) == "fredag 1 januari 2027 (vecka 53)"
    with translation.override("en"):
        assert formatting.long_day(date(2026, 11, 24)) == "Tue 24 Nov 2026 (week 48)"


@pytest.mark.parametrize(
    ("stored", "shown"), [("191212121212", "19121212-1212"), ("20210325K069", "20210325-K069"), ("X1", "X1")]
)
def test_patient_numbers_have_a_hyphen(stored: str, shown: str) -> None:
    assert formatting.patient_number(stored) == shown


def test_thousands_are_kept_together() -> None:
    assert formatting.number(1204) == "1\N{NO-BREAK SPACE}204"


class SampleForm(forms.Form):
    line = forms.CharField(label="Rad")
    text = forms.CharField(label="Text", widget=forms.Textarea)
    one = forms.ChoiceField(label="En", choices=[("a", "A")])
    few = forms.ChoiceField(label="Få", choices=[("a", "A")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    yes = forms.BooleanField()
    day = forms.DateField(widget=forms.DateInput)
    secret = forms.CharField(widget=forms.PasswordInput)
    kept = forms.CharField(widget=forms.HiddenInput)
    upload = forms.FileField()
    amount = forms.IntegerField()


def test_each_widget_has_its_macro() -> None:
    kinds = {bound.name: formatting.widget_kind(bound) for bound in SampleForm()}
    assert kinds == {
        "line": "text",
        "text": "textarea",
        "one": "select",
        "few": "radios",
        "many": "checkboxes",
        "yes": "checkbox",
        "day": "date",
        "secret": "password",
        "kept": "hidden",
        "upload": "file",
        "amount": "number",
    }


def test_errors_name_their_field_and_lead_to_it() -> None:
    errors = formatting.field_errors(SampleForm({"line": "x"}))
    assert ("id_text", "Text: Detta fält måste fyllas i.") in errors
    # A group of radio buttons is reached by the id of its fieldset.
    assert ("id_few", "Få: Detta fält måste fyllas i.") in errors
    assert not any(target == "id_line" for target, _message in errors)
