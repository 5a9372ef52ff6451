"""What each kind of event is called in front of people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Any] = {
    "decided": _("beslutade om remissen"),
    "text_changed": _("ändrade texten"),
    "dictated": _("dikterade"),
    "transcribed": _("skrev ut diktatet"),
    "completed": _("färdigställde texten"),
    "reopened_text": _("öppnade texten igen"),
    "signed": _("signerade"),
    "sent": _("skickade remissen"),
    "voided": _("makulerade remissen"),
    "version_begun": _("började komplettera remissen"),
    "version_dropped": _("lade ner kompletteringen"),
    "version_sent": _("skickade kompletteringen"),
    "letter_begun": _("började ett brev"),
    "letter_completed": _("färdigställde ett brev"),
    "letter_signed": _("signerade ett brev"),
    "letter_sent": _("skrev ett brev"),
    "letter_voided": _("makulerade ett brev"),
    "printed": _("skrev ut på papper"),
    "posted": _("postade"),
    "delivered": _("levererat"),
    "delivery_failed": _("leveransen misslyckades"),
    "resent": _("skickade på nytt"),
    "reply_registered": _("registrerade ett svar"),
    "chased": _("efterfrågade svar hos mottagaren"),
    "watch_moved": _("flyttade bevakningen"),
    "reprioritisation_asked": _("begärde omprioritering"),
    "withdrawal_asked": _("begärde återkallelse"),
    "request_answered": _("besvarade begäran"),
    "acknowledged": _("vidimerade"),
    "instead_said": _("angav vad som görs i stället"),
    "closed": _("avslutade remissen"),
    "reopened": _("öppnade remissen igen"),
    "watcher_changed": _("bytte bevakare"),
    "arrived": _("registrerade ankomst"),
    "imported": _("förde in remissen från ett annat system"),
    "assigned": _("utsåg ansvarig bedömare"),
    "assessed": _("bedömde remissen"),
    "confirmed": _("bekräftade remissen"),
    "information_requested": _("begärde komplettering"),
    "rejected": _("avvisade remissen"),
    "cancelled": _("avbröt ärendet"),
    "answer_decided": _("beslutade att besvara"),
    "answer_completed": _("färdigställde svaret"),
    "answer_reopened": _("öppnade svaret igen"),
    "answer_signed": _("signerade svaret"),
    "answer_sent": _("skickade svar"),
    "answer_voided": _("makulerade svarsutkastet"),
    "patient_informed": _("informerade patienten"),
    "forwarded": _("vidaresände remissen"),
    "forwarded_chased": _("efterfrågade den vidaresända remissen"),
    "asked": _("ställde en fråga"),
    "question_answered": _("besvarade en fråga"),
    "question_closed": _("avslutade en fråga"),
    "paper_linked": _("kopplade ett papper till remissen"),
    "paper_link_asked": _("bad en andra person att koppla ett papper till remissen"),
    "paper_link_declined": _("nekade att koppla ett papper till remissen"),
    "paper_unlinked": _("kopplade bort ett papper som inte hörde till remissen"),
    "paper_no_reply": _("angav att ett papper inte är något svar"),
    "paper_split": _("tog bort sidor som inte hörde till remissen"),
    "reply_taken_back": _("tog tillbaka ett svar som var felkopplat"),
}


def event_title(kind: str) -> Any:
    """The verb of an event, to stand after a person's name ("Anna A skickade remissen")."""
    return TITLES[kind]
