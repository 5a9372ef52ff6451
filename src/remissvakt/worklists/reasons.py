"""Why is a row in its list? A sentence for every reason that the heart knows. Pure.

How late it is stands beside the sentence, so the sentence only says what is missing, and since when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from remissvakt.core.formats import format_date_short
from remissvakt.core.words import describe_relative_day
from remissvakt.referrals.obligations import Why


@dataclass(frozen=True, slots=True)
class Reason:
    """`label` names the reason in filters; `text` is the sentence; `late` replaces it from the due day on.

    Sentences may use %(since)s ("för 14 dagar sedan"), %(days)s ("14 dagar"), %(due)s ("3 nov") and
    %(due_ago)s ("igår").
    """

    label: Any
    text: Any
    late: Any = None


REASONS: dict[Why, Reason] = {
    Why.TRANSCRIBE_REFERRAL: Reason(_("Remissdiktat"), _("Remissdiktat att skriva ut, beslutat %(since)s")),
    Why.TRANSCRIBE_ANSWER: Reason(_("Svarsdiktat"), _("Svarsdiktat att skriva ut, beslutat %(since)s")),
    Why.TRANSCRIBE_CONFIRMATION: Reason(
        _("Bekräftelsediktat"), _("Dikterad bekräftelse att skriva ut, beslutad %(since)s")
    ),
    Why.TRANSCRIBE_LETTER: Reason(_("Brevdiktat"), _("Brevdiktat att skriva ut, beslutat %(since)s")),
    Why.FINISH_DICTATION: Reason(
        _("Oavslutat diktat"), _("Diktatet är inte inlämnat, beslutat %(since)s: diktera klart")
    ),
    Why.COMPLETE_REFERRAL: Reason(
        _("Ofärdig remiss"), _("Remissen är inte färdigskriven, beslutad %(since)s")
    ),
    Why.COMPLETE_ANSWER: Reason(_("Ofärdigt svar"), _("Svaret är inte färdigskrivet, beslutat %(since)s")),
    Why.COMPLETE_CONFIRMATION: Reason(
        _("Ofärdig bekräftelse"), _("Bekräftelsen är inte färdigskriven, beslutad %(since)s")
    ),
    Why.SIGN_CONFIRMATION: Reason(
        _("Osignerad bekräftelse"), _("Bekräftelsen väntar på signering, beslutad %(since)s")
    ),
    Why.SEND_CONFIRMATION: Reason(
        _("Oskickad bekräftelse"), _("Bekräftelsen är signerad men inte skickad, beslutad %(since)s")
    ),
    Why.SIGN_REFERRAL: Reason(_("Osignerad remiss"), _("Remissen väntar på signering, beslutad %(since)s")),
    Why.SIGN_ANSWER: Reason(_("Osignerat svar"), _("Svaret väntar på signering, beslutat %(since)s")),
    Why.SEND_REFERRAL: Reason(
        _("Oskickad remiss"), _("Remissen är signerad men inte skickad, beslutad %(since)s")
    ),
    Why.SEND_ANSWER: Reason(_("Oskickat svar"), _("Svaret är signerat men inte skickat, beslutat %(since)s")),
    Why.POST_REFERRAL: Reason(_("Remiss att posta"), _("Remissen ska skrivas ut och postas, klar %(since)s")),
    Why.POST_REPLY: Reason(_("Besked att posta"), _("Beskedet ska skrivas ut och postas, klart %(since)s")),
    Why.COMPLETE_LETTER: Reason(_("Ofärdigt brev"), _("Brevet är inte färdigskrivet, påbörjat %(since)s")),
    Why.SIGN_LETTER: Reason(_("Osignerat brev"), _("Brevet väntar på signering, påbörjat %(since)s")),
    Why.SEND_LETTER: Reason(_("Oskickat brev"), _("Brevet är signerat men inte skickat, påbörjat %(since)s")),
    Why.POST_LETTER: Reason(_("Brev att posta"), _("Brevet ska skrivas ut och postas, klart %(since)s")),
    Why.PRINTED_NOT_POSTED: Reason(_("Utskriven, inte postad"), _("Utskriven, inte postad, klar %(since)s")),
    Why.DELIVERY_FAILED: Reason(_("Leveransfel"), _("Leveransen misslyckades %(due_ago)s")),
    Why.NO_RECEIPT: Reason(_("Kvittens saknas"), _("Skickat %(since)s, mottagaren har inte kvitterat")),
    Why.CONFIRMATION_AWAITED: Reason(
        _("Bekräftelse saknas"),
        _("Väntar på bekräftelse, skickad %(since)s"),
        _("Bekräftelse saknas sedan %(days)s"),
    ),
    Why.ANSWER_AWAITED: Reason(
        _("Svar saknas"), _("Bekräftad, väntar på svar till %(due)s"), _("Svar skulle ha kommit %(due)s")
    ),
    Why.REFUSED_NOTHING_DONE: Reason(
        _("Nekad, inget gjort"), _("Mottagaren har sagt nej, och inget är gjort i stället")
    ),
    Why.INFORMATION_OWED: Reason(_("Komplettering saknas"), _("Mottagaren väntar på vår komplettering")),
    Why.REPRIORITISATION_AWAITED: Reason(
        _("Omprioritering begärd"),
        _("Väntar på besked om omprioritering till %(due)s"),
        _("Besked om omprioritering saknas"),
    ),
    Why.REPRIORITISATION_DENIED: Reason(
        _("Omprioritering nekad"), _("Omprioriteringen nekades, väntar på svar")
    ),
    Why.WITHDRAWAL_AWAITED: Reason(
        _("Återkallelse begärd"),
        _("Väntar på besked om återkallelse till %(due)s"),
        _("Besked om återkallelse saknas"),
    ),
    Why.WITHDRAWAL_DENIED: Reason(_("Återkallelse nekad"), _("Återkallelsen nekades, väntar på svar")),
    Why.ANSWER_ARRIVED: Reason(_("Svaret har kommit"), _("Svaret har kommit och ska vidimeras")),
    Why.WATCH_KEPT: Reason(_("Bevakas vidare"), _("Besvarad, men bevakningen fortsätter till %(due)s")),
    Why.CONFIRMATION_UNREAD: Reason(_("Bekräftelse att läsa"), _("Bekräftelse att läsa, kom %(since)s")),
    Why.REFUSAL_UNREAD: Reason(_("Avslag att läsa"), _("Mottagaren har sagt nej, kom %(since)s")),
    Why.INFORMATION_WANTED_UNREAD: Reason(
        _("Begäran om komplettering"), _("Begäran om komplettering att läsa, kom %(since)s")
    ),
    Why.ANSWER_UNREAD: Reason(_("Svar att vidimera"), _("Remissvar att vidimera, kom %(since)s")),
    Why.INSTEAD_MISSING: Reason(
        _("Vad görs i stället?"), _("Mottagaren sa nej %(since)s: vad görs i stället?")
    ),
    Why.INFORMATION_MISSING: Reason(
        _("Komplettering begärd"), _("Mottagaren begärde komplettering %(since)s")
    ),
    Why.NO_ASSESSOR: Reason(_("Saknar bedömare"), _("Saknar ansvarig bedömare, kom %(since)s")),
    Why.NOT_ASSESSED: Reason(_("Ej bedömd"), _("Ej bedömd, kom %(since)s")),
    Why.NOT_CONFIRMED: Reason(
        _("Ej bekräftad"), _("Bedömd men varken bekräftad eller besvarad, kom %(since)s")
    ),
    Why.ANSWER_PROMISED: Reason(_("Svar utlovat"), _("Pågår, svar utlovat till %(due)s")),
    Why.ANSWER_DECIDED: Reason(_("Svar beslutat"), _("Svar beslutat, ska vara skickat %(due)s")),
    Why.INFORMATION_WAITED_FOR: Reason(
        _("Väntar på komplettering"),
        _("Väntar på komplettering till %(due)s"),
        _("Komplettering skulle ha kommit %(due)s"),
    ),
    Why.INFORMATION_ARRIVED: Reason(
        _("Komplettering har kommit"), _("Kompletteringen har kommit, ta ställning igen")
    ),
    Why.REPRIORITISATION_ASKED: Reason(
        _("Omprioritering begärd av remittenten"), _("Remittenten begärde omprioritering %(since)s")
    ),
    Why.WITHDRAWAL_ASKED: Reason(
        _("Återkallelse begärd av remittenten"), _("Remittenten vill återkalla remissen, begärt %(since)s")
    ),
    Why.PATIENT_NOT_INFORMED: Reason(
        _("Patienten ej informerad"), _("Patienten har inte fått besked, remittenten fick det %(since)s")
    ),
    Why.FORWARDED_NOT_CONFIRMED: Reason(
        _("Vidaresänd, ej bekräftad"), _("Vidaresänd %(since)s, den nya enheten har inte bekräftat")
    ),
    Why.QUESTION_UNANSWERED: Reason(_("Obesvarad fråga"), _("Obesvarad fråga, ställd %(since)s")),
    Why.QUESTION_ANSWER_UNREAD: Reason(_("Svar på fråga"), _("Svar på fråga att läsa, kom %(since)s")),
    Why.PAPER_UNLINKED: Reason(_("Okopplat papper"), _("Papper utan remiss, kom %(since)s: %(description)s")),
    Why.PAPER_SECOND_PERSON: Reason(
        _("Väntar på en andra person"),
        _("Papper med ett annat eller inget personnummer väntar på en andra person, kom %(since)s"),
    ),
    Why.PAPER_OF_ANOTHER_UNIT: Reason(
        _("Hör till en annan enhet"),
        _("Papperets kod hör till en annan enhet, kom %(since)s: %(description)s"),
    ),
    Why.PAPER_UNREADABLE: Reason(
        _("Fil som inte gick att läsa"), _("Filen kunde inte läsas, kom %(since)s: %(description)s")
    ),
    Why.PAPER_UNREGISTERED: Reason(
        _("Papper att registrera"), _("Kopplat papper att registrera som svar, kom %(since)s")
    ),
    Why.CERTIFICATE_UNHANDLED: Reason(
        _("Intyg att hantera"), _("Fråga eller svar i Webcert, rapporterat %(since)s")
    ),
}
# Where the kind of the reply says more than the reason does.
OF_KIND: dict[tuple[Why, str], Any] = {
    (Why.CONFIRMATION_UNREAD, "FORWARDED"): _("Besked om vidaresändning att läsa, kom %(since)s"),
    (Why.REFUSAL_UNREAD, "REJECTED"): _("Remissen är avvisad, läs beskedet som kom %(since)s"),
    (Why.REFUSAL_UNREAD, "CANCELLED"): _("Mottagaren har avbrutit, läs beskedet som kom %(since)s"),
    (Why.PAPER_UNREGISTERED, "confirmation"): _("Bekräftelse på papper att registrera, kom %(since)s"),
    (Why.PAPER_UNREGISTERED, "answer"): _("Svar på papper att registrera, kom %(since)s"),
    (Why.PAPER_UNREGISTERED, "referral"): _("Vår remiss har kommit tillbaka på papper %(since)s"),
    (Why.ANSWER_UNREAD, "PARTIAL"): _("Delsvar att vidimera, kom %(since)s"),
    (Why.ANSWER_UNREAD, "PRELIMINARY"): _("Preliminärsvar att vidimera, kom %(since)s"),
    (Why.ANSWER_UNREAD, "FINAL"): _("Slutsvar att vidimera, kom %(since)s"),
    (Why.INSTEAD_MISSING, "REJECTED"): _("Avvisad, kom %(since)s: vad görs i stället?"),
    (Why.INSTEAD_MISSING, "CANCELLED"): _("Avbruten av mottagaren, kom %(since)s: vad görs i stället?"),
    (Why.PATIENT_NOT_INFORMED, "CONFIRMED"): _(
        "Patienten har inte fått besked, remissen bekräftades %(since)s"
    ),
    (Why.PATIENT_NOT_INFORMED, "FINAL"): _("Patienten har inte fått besked, remissen besvarades %(since)s"),
    (Why.PATIENT_NOT_INFORMED, "REJECTED"): _("Patienten har inte fått besked, remissen avvisades %(since)s"),
    (Why.PATIENT_NOT_INFORMED, "CANCELLED"): _("Patienten har inte fått besked, ärendet avbröts %(since)s"),
}


def sentence(*, why: str, params: Mapping[str, Any], since_on: date, due_on: date, today: date) -> str:
    """Return why an item is there, in the active language, as read on `today`."""
    reason = REASONS[Why(why)]
    text = OF_KIND.get((Why(why), params.get("kind", "")), reason.text)
    if reason.late is not None and due_on <= today:
        text = reason.late
    words = {
        "since": describe_relative_day(since_on, today),
        "days": days(max((today - since_on).days, 0)),
        "due": format_date_short(due_on),
        "due_ago": describe_relative_day(due_on, today),
        "description": params.get("description", ""),
    }
    return str(text) % words


def label(why: str) -> Any:
    """Return the short name of a reason, for filters and exports."""
    return REASONS[Why(why)].label


def days(n: int) -> str:
    """Return a number of days in words: "1 dag", "14 dagar"."""
    return ngettext("%(n)s dag", "%(n)s dagar", n) % {"n": n}
