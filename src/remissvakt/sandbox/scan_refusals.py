"""Why could a scan not be read, and what can one do about it? In the words of the one who scanned it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text

TEXTS: dict[str, Text] = {
    "scan_empty": _("Filen är tom. Skanna om papperet."),
    "scan_unknown_type": _(
        "Filen är varken PDF, TIFF, JPEG eller PNG, vad den än heter. Skanna om papperet, eller spara det som PDF."
    ),
    "scan_encrypted": _(
        "Filen är låst med lösenord. Be avsändaren om en olåst fil, eller skriv ut och skanna den."
    ),
    "scan_damaged": _(
        "Filen är skadad eller inte hel, och går inte att läsa. Skanna om papperet, eller be avsändaren skicka om."
    ),
    "scan_too_many_pages": _("Filen har fler än 200 sidor. Dela upp bunten och skanna om den."),
    "scan_too_large": _(
        "Filen är större än 100 MB. Dela upp bunten, eller skanna med lägre upplösning (200 dpi räcker)."
    ),
    "scan_page_too_large": _(
        "En sida är större än vad som kan läsas (40 miljoner bildpunkter). Skanna om den med 200 eller 300 dpi."
    ),
    "scan_took_too_long": _(
        "Filen tog för lång tid att läsa. Dela upp bunten, eller skriv ut den och skanna om."
    ),
    "scan_too_demanding": _(
        "Filen kräver mer minne än en skannad bunt ska göra. Dela upp bunten, eller skriv ut den och skanna om."
    ),
}


def refusal_text(code: str) -> Text:
    """Return the sentence of a code. Raises KeyError for a code that no reading gives."""
    return TEXTS[code]
