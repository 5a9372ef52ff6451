"""Why was a scan refused? The words of a code that is kept with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text
from remissvakt.sandbox.scan_refusals import TEXTS as OF_READING

TEXTS: dict[str, Text] = {
    "scan_infected": _(
        "Filen innehåller ett virus och öppnas inte. Be avsändaren skicka den på nytt, eller på papper."
    ),
    "scan_gave_up": _(
        "Filen gick inte att läsa, trots flera försök. Skanna om papperet, eller skriv ut filen och skanna den."
    ),
}


def refusal_words(code: str) -> Text:
    """Return the sentence of a code that stands in `Scan.refusal`; "" for none."""
    return TEXTS.get(code) or OF_READING.get(code, "")
