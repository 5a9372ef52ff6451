"""What the codes of scans and papers are called in front of people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from remissvakt.core.formats import format_date
from remissvakt.core.refusal import Text
from remissvakt.documents.models import (
    CodeKind,
    Document,
    DocumentKind,
    Scan,
    ScanSource,
    ScanState,
    VirusState,
)
from remissvakt.scanning.refusal_words import refusal_words

KINDS: dict[str, Text] = {
    DocumentKind.UNKNOWN: _("papper"),
    DocumentKind.REFERRAL: _("remiss"),
    DocumentKind.CONFIRMATION: _("bekräftelse"),
    DocumentKind.ANSWER: _("svar"),
    DocumentKind.OTHER: _("annat papper"),
}
STATES: dict[str, Text] = {
    ScanState.WAITING: _("väntar på att läsas"),
    ScanState.READING: _("läses"),
    ScanState.SPLIT: _("läst"),
    ScanState.REFUSED: _("kunde inte läsas"),
}
STATE_BADGES: dict[str, str] = {ScanState.REFUSED: "error", ScanState.SPLIT: "ok"}
SOURCES: dict[str, Text] = {
    ScanSource.PAGE: _("uppladdad"),
    ScanSource.FOLDER: _("från skannern"),
    ScanSource.MAIL: _("med e-post"),
}
VIRUS: dict[str, Text] = {
    VirusState.NOT_SCANNED: _("inte viruskontrollerad"),
    VirusState.CLEAN: _("inga virus funna"),
    VirusState.INFECTED: _("virus funnet"),
}
VIRUS_BADGES: dict[str, str] = {VirusState.NOT_SCANNED: "today", VirusState.INFECTED: "error"}
# What a coded page says of itself.
CODES: dict[str, Text] = {
    CodeKind.REFERRAL: _("remissens egen kod"),
    CodeKind.REPLY: _("koden på ett besked härifrån"),
    CodeKind.LETTER: _("koden på ett brev härifrån"),
    CodeKind.CONFIRMATION_SHEET: _("bekräftelsebladets kod"),
    CodeKind.ANSWER_SHEET: _("svarsbladets kod"),
}
NOBODY = _("ingen person")


def pages(count: int) -> str:
    """ "3 sidor"."""
    return ngettext("%(n)s sida", "%(n)s sidor", count) % {"n": count}


def name_of(document: Document) -> str:
    """What a paper is called where it stands by itself: its sender, else what it is and when it came."""
    if document.sender:
        return now_("Papper från %(sender)s") % {"sender": document.sender}
    kind = str(KINDS.get(document.kind, KINDS[DocumentKind.UNKNOWN])).capitalize()
    return now_("%(kind)s, kom %(day)s") % {"kind": kind, "day": format_date(document.arrived_on)}


def received(scan: Scan) -> list[tuple[Text, Any]]:
    """How a scan came: pairs of label and value."""
    return [
        (_("Kom"), scan.received_at),
        (_("Hur"), SOURCES.get(scan.source, scan.source)),
        (_("Av"), scan.received_by.name if scan.received_by else NOBODY),
    ]


def refusal(scan: Scan) -> str:
    """Why a scan could not be read, or ""."""
    return str(refusal_words(scan.refusal))
