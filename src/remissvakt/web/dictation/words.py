"""What is said of a dictation: its kind, who spoke and when, how long it is, and who has it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.core.formats import format_date, format_instant
from remissvakt.dictation.models import RecordingKind
from remissvakt.web.referral.names import Names

from .dictated_text import DictatedText

TITLES: dict[str, Any] = {
    RecordingKind.REFERRAL: gettext_lazy("Skriv ut remissdiktatet"),
    RecordingKind.ANSWER: gettext_lazy("Skriv ut svarsdiktatet"),
    RecordingKind.CONFIRMATION: gettext_lazy("Skriv ut den dikterade bekräftelsen"),
    RecordingKind.LETTER: gettext_lazy("Skriv ut brevdiktatet"),
}


def facts_of(text: DictatedText, names: Names) -> list[tuple[Any, str]]:
    """Who dictated, when, and by when it must be on its way."""
    dictation = text.dictation
    due = next((item.due_on for item in text.subject.opened.work if item.key.startswith("transcribe:")), None)
    found = [
        (_("Dikterat av"), names.person(dictation.dictated_by_id) or dictation.dictated_by.name),
        (_("När"), format_instant(dictation.dictated_at)),
    ]
    if due is not None:
        found.append((_("Skickat senast"), format_date(due)))
    if dictation.sent_back_at is not None:
        found.append((_("Skickat tillbaka"), format_instant(dictation.sent_back_at)))
    return found
