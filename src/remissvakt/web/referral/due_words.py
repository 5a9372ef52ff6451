"""What must happen next, for each reason that work exists (ReferralFacts → Why). Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.obligations import Why

NEXT: dict[str, Any] = {
    Why.TRANSCRIBE_REFERRAL: _("Diktatet ska skrivas ut"),
    Why.TRANSCRIBE_ANSWER: _("Det dikterade svaret ska skrivas ut"),
    Why.TRANSCRIBE_CONFIRMATION: _("Den dikterade bekräftelsen ska skrivas ut"),
    Why.TRANSCRIBE_LETTER: _("Det dikterade brevet ska skrivas ut"),
    Why.FINISH_DICTATION: _("Diktatet ska talas in klart och lämnas"),
    Why.COMPLETE_CONFIRMATION: _("Bekräftelsen ska färdigställas"),
    Why.SIGN_CONFIRMATION: _("Bekräftelsen ska signeras"),
    Why.SEND_CONFIRMATION: _("Bekräftelsen ska skickas"),
    Why.COMPLETE_REFERRAL: _("Remisstexten ska färdigställas"),
    Why.COMPLETE_ANSWER: _("Svarstexten ska färdigställas"),
    Why.SIGN_REFERRAL: _("Remissen ska signeras"),
    Why.SIGN_ANSWER: _("Svaret ska signeras"),
    Why.SEND_REFERRAL: _("Remissen ska skickas"),
    Why.SEND_ANSWER: _("Svaret ska skickas"),
    Why.POST_REFERRAL: _("Remissen ska skrivas ut och postas"),
    Why.POST_REPLY: _("Beskedet till remittenten ska skrivas ut och postas"),
    Why.COMPLETE_LETTER: _("Brevet ska färdigställas"),
    Why.SIGN_LETTER: _("Brevet ska signeras"),
    Why.SEND_LETTER: _("Brevet ska skickas"),
    Why.POST_LETTER: _("Brevet ska skrivas ut och postas"),
    Why.PRINTED_NOT_POSTED: _("Utskriven, ska postas"),
    Why.DELIVERY_FAILED: _("Försändelsen kom inte fram: skicka på nytt"),
    Why.NO_RECEIPT: _("Kvitto på försändelsen saknas"),
    Why.CONFIRMATION_AWAITED: _("Bekräftelse ska ha kommit"),
    Why.ANSWER_AWAITED: _("Svar ska ha kommit"),
    Why.REFUSED_NOTHING_DONE: _("Avvisad eller avbruten: säg vad som görs i stället"),
    Why.INFORMATION_OWED: _("Mottagaren väntar på komplettering"),
    Why.REPRIORITISATION_AWAITED: _("Besked om omprioritering ska ha kommit"),
    Why.REPRIORITISATION_DENIED: _("Omprioritering nekad: bestäm vad som ska hända"),
    Why.WITHDRAWAL_AWAITED: _("Besked om återkallelse ska ha kommit"),
    Why.WITHDRAWAL_DENIED: _("Återkallelse nekad: bestäm vad som ska hända"),
    Why.ANSWER_ARRIVED: _("Svaret har kommit och ska vidimeras"),
    "answer_arrived": _("Svaret har kommit och ska vidimeras"),
    Why.WATCH_KEPT: _("Besvarad, bevakas vidare"),
    Why.CONFIRMATION_UNREAD: _("Bekräftelsen ska vidimeras"),
    Why.REFUSAL_UNREAD: _("Avvisningen eller avbrottet ska vidimeras"),
    Why.INFORMATION_WANTED_UNREAD: _("Begäran om komplettering ska vidimeras"),
    Why.ANSWER_UNREAD: _("Svaret ska vidimeras"),
    Why.INSTEAD_MISSING: _("Säg vad som görs i stället"),
    Why.INFORMATION_MISSING: _("Kompletteringen ska skickas"),
    Why.NO_ASSESSOR: _("Ansvarig bedömare ska utses"),
    Why.NOT_ASSESSED: _("Remissen ska bedömas"),
    Why.NOT_CONFIRMED: _("Remissen ska bekräftas eller besvaras"),
    Why.ANSWER_PROMISED: _("Svar ska skickas inom utlovad tid"),
    Why.ANSWER_DECIDED: _("Det beslutade svaret ska skickas"),
    Why.INFORMATION_WAITED_FOR: _("Begärd komplettering ska ha kommit"),
    Why.INFORMATION_ARRIVED: _("Kompletteringen har kommit: bedöm och bekräfta"),
    Why.REPRIORITISATION_ASKED: _("Begäran om omprioritering ska besvaras"),
    Why.WITHDRAWAL_ASKED: _("Begäran om återkallelse ska besvaras"),
    Why.PATIENT_NOT_INFORMED: _("Patienten ska informeras"),
    Why.FORWARDED_NOT_CONFIRMED: _("Den nya enheten ska ha bekräftat"),
    Why.QUESTION_UNANSWERED: _("En fråga ska besvaras"),
    Why.QUESTION_ANSWER_UNREAD: _("Svaret på frågan ska läsas"),
    Why.PAPER_UNLINKED: _("Papperet ska kopplas"),
    Why.PAPER_SECOND_PERSON: _("En andra person ska bekräfta kopplingen"),
    Why.PAPER_OF_ANOTHER_UNIT: _("Papperet hör till en annan enhet"),
    Why.PAPER_UNREADABLE: _("Filen gick inte att läsa: se vad den är"),
    Why.PAPER_UNREGISTERED: _("Papperet ska registreras"),
    Why.CERTIFICATE_UNHANDLED: _("Intygsfrågan ska hanteras"),
}


def next_word(reason: str) -> Any:
    """What must happen next; the reason itself where it has no words, so that no work is hidden."""
    return NEXT.get(reason, reason)
