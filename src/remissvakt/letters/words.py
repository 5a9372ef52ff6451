"""What the papers are called, and the standing sentences on them. Pure; Swedish, English in English letters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.documents.models import CodeKind
from remissvakt.referrals.states import LetterKind, ReplyKind, VersionReason

TITLES: dict[str, Any] = {
    "referral": _("Remiss"),
    ReplyKind.CONFIRMED: _("Remissbekräftelse"),
    ReplyKind.MORE_INFO: _("Begäran om komplettering"),
    ReplyKind.FORWARDED: _("Remissen är vidaresänd"),
    ReplyKind.REJECTED: _("Remissen tas inte emot"),
    ReplyKind.CANCELLED: _("Ärendet är avbrutet"),
    ReplyKind.PARTIAL: _("Remissvar – delsvar"),
    ReplyKind.PRELIMINARY: _("Remissvar – preliminärt"),
    ReplyKind.FINAL: _("Remissvar – slutsvar"),
    LetterKind.CHASE: _("Efterfrågan om remiss"),
    LetterKind.REPRIORITISE: _("Begäran om omprioritering"),
    LetterKind.WITHDRAW: _("Återkallelse av remiss"),
    LetterKind.APPOINTMENT: _("Kallelse"),
    LetterKind.PATIENT: _("Information till dig"),
    CodeKind.CONFIRMATION_SHEET: _("Bekräftelseblad"),
    CodeKind.ANSWER_SHEET: _("Svarsblad"),
}
# The sentence under the title that nobody may misread (hazard 2: a confirmation taken for an answer).
SAYINGS: dict[str, Any] = {
    ReplyKind.CONFIRMED: _("Detta är en bekräftelse, inte ett svar."),
    ReplyKind.MORE_INFO: _(
        "Detta är en bekräftelse, inte ett svar. Remissen bedöms när uppgifterna har kommit."
    ),
    ReplyKind.FORWARDED: _("Detta är en bekräftelse, inte ett svar. Svaret kommer från den nya mottagaren."),
    ReplyKind.REJECTED: _("Detta är en bekräftelse, inte ett svar. Remissen besvaras inte av oss."),
    ReplyKind.CANCELLED: _("Detta är en bekräftelse, inte ett svar. Remissen besvaras inte av oss."),
    ReplyKind.PARTIAL: _("Detta är en del av svaret. Slutsvar kommer senare."),
    ReplyKind.PRELIMINARY: _("Detta är ett första svar. Slutsvar kommer senare."),
    ReplyKind.FINAL: _("Detta är det slutliga svaret."),
}
TEXT_HEADINGS: dict[str, Any] = {
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
VERSION_REASONS: dict[str, Any] = {
    VersionReason.CHANGED: _("kompletterad"),
    VersionReason.FORWARDED: _("vidaresänd oförändrad"),
    VersionReason.PAYMENT: _("ny betalningsförbindelse"),
}


def kind_of(kind: str) -> str:
    """The title of a kind of paper in the active language; the code itself where it is unknown."""
    return str(TITLES.get(kind, kind))
