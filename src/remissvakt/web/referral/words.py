"""What the codes of a referral are called in front of people. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.states import CaseState, CloseReason, DeliveryState, ReferralState, ReplyKind

# The word that tells the kind, and whether it is a confirmation or an answer: never to be mixed up (hazard 2).
REPLY_KINDS: dict[str, Any] = {
    ReplyKind.CONFIRMED: _("Bekräftelse"),
    ReplyKind.MORE_INFO: _("Begäran om komplettering"),
    ReplyKind.FORWARDED: _("Vidaresänd"),
    ReplyKind.REJECTED: _("Avvisad"),
    ReplyKind.CANCELLED: _("Avbruten"),
    ReplyKind.PARTIAL: _("Delsvar"),
    ReplyKind.PRELIMINARY: _("Preliminärsvar"),
    ReplyKind.FINAL: _("Slutsvar"),
}
REPLY_HELP: dict[str, Any] = {
    ReplyKind.CONFIRMED: _("Mottagaren tar emot och anger väntetid. Bevakningen flyttas, den avslutas inte."),
    ReplyKind.MORE_INFO: _("Mottagaren vill veta mer innan bedömning."),
    ReplyKind.FORWARDED: _("Mottagaren har sänt remissen vidare till en annan enhet."),
    ReplyKind.REJECTED: _("Mottagaren tar inte emot remissen."),
    ReplyKind.CANCELLED: _("Mottagaren avbryter ett ärende som redan är bekräftat."),
    ReplyKind.PARTIAL: _("En del av svaret; bevakningen fortsätter."),
    ReplyKind.PRELIMINARY: _("Ett första svar; bevakningen fortsätter."),
    ReplyKind.FINAL: _("Det slutliga svaret. Ett nytt svar ersätter det förra, som går att läsa."),
}
IS_ANSWER, IS_CONFIRMATION = _("svar"), _("bekräftelse, inte svar")

REFERRAL_STATES: dict[str, Any] = {
    ReferralState.DRAFT: _("utkast"),
    ReferralState.SIGNED: _("signerad, inte skickad"),
    ReferralState.SENT: _("skickad"),
    ReferralState.CLOSED: _("avslutad"),
    ReferralState.VOIDED: _("makulerad"),
}
CASE_STATES: dict[str, Any] = {
    CaseState.SENT: _("på väg"),
    CaseState.RECEIVED: _("Ej bedömd"),
    CaseState.IN_PROGRESS: _("Pågår"),
    CaseState.ANSWERED: _("Besvarad"),
    CaseState.REJECTED: _("Avvisad"),
    CaseState.FORWARDED: _("Vidaresänd"),
    CaseState.CANCELLED: _("Avbruten"),
}
CASE_BADGES: dict[str, str] = {
    CaseState.RECEIVED: "today",
    CaseState.IN_PROGRESS: "info",
    CaseState.ANSWERED: "ok",
    CaseState.REJECTED: "late",
    CaseState.CANCELLED: "late",
}
CLOSE_REASONS: dict[str, Any] = {
    CloseReason.FINAL_ACKNOWLEDGED: _("slutsvaret är vidimerat"),
    CloseReason.REJECTED_HANDLED: _("avvisad, annat är gjort"),
    CloseReason.CANCELLED_HANDLED: _("avbruten, annat är gjort"),
    CloseReason.WITHDRAWN: _("återkallad"),
    CloseReason.RECEIVER_ENDED: _("ärendet här är klart"),
    CloseReason.PATIENT_DECLINED: _("patienten avstår"),
    CloseReason.PATIENT_DECEASED: _("patienten har avlidit"),
    CloseReason.PATIENT_MOVED: _("patienten har flyttat"),
    CloseReason.NO_LONGER_NEEDED: _("behovet finns inte längre"),
    CloseReason.CARED_FOR_ELSEWHERE: _("patienten får vård på annat håll"),
    CloseReason.DUPLICATE: _("dubblett av annan remiss"),
}
DELIVERY_STATES: dict[str, Any] = {
    DeliveryState.QUEUED: _("ska skrivas ut och postas"),
    DeliveryState.SENT: _("skickad, kvitto saknas"),
    DeliveryState.POSTED: _("postad"),
    DeliveryState.DELIVERED: _("framme"),
    DeliveryState.FAILED: _("kom inte fram"),
    DeliveryState.REPLACED: _("ersatt av ny försändelse"),
}
DELIVERY_BADGES: dict[str, str] = {
    DeliveryState.QUEUED: "today",
    DeliveryState.FAILED: "error",
    DeliveryState.DELIVERED: "ok",
}
CHANNELS: dict[str, Any] = {
    "local": _("elektroniskt"),
    "paper": _("på papper"),
    "phone": _("per telefon"),
    "": _("okänt sätt"),
}
QUESTION_ANSWERED: dict[str, Any] = {
    "yes": _("frågan är besvarad"),
    "partly": _("frågan är delvis besvarad"),
    "no": _("frågan är inte besvarad"),
}
REQUEST_KINDS: dict[str, Any] = {
    "reprioritise": _("Omprioritering"),
    "withdraw": _("Återkallelse"),
}
OUTCOMES: dict[str, Any] = {
    "granted": _("beviljad"),
    "denied": _("nekad"),
    "": _("väntar på besked"),
}
SOURCES: dict[str, Any] = {
    "written": _("skriven här"),
    "arrived": _("ankomstregistrerad"),
    "own_request": _("egen vårdbegäran"),
}
VERSION_REASONS: dict[str, Any] = {
    "NR": _("ny remiss"),
    "AR": _("kompletterad"),
    "VR": _("vidaresänd oförändrad"),
    "AB": _("ny betalningsförbindelse"),
}
TEXT_LABELS: dict[str, Any] = {
    "question": _("Frågeställning"),
    "clinical_information": _("Anamnes och status"),
    "condition": _("Diagnos eller tillstånd"),
    "desired_activity": _("Önskad åtgärd"),
    "awareness": _("Att uppmärksamma"),
    "administrative_information": _("Administrativ information"),
    "interpreter": _("Tolkbehov"),
    "payment_commitment": _("Betalningsförbindelse"),
    "attachments": _("Bilagor"),
}


def word(table: dict[str, Any], code: str) -> Any:
    """The word for a code; the code itself where it is unknown, so that nothing is hidden."""
    return table.get(code, code)
