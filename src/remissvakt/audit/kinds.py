"""What is each kind of administrative event called? For the history, and for telling who changed something first."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text

KINDS: Mapping[str, Text] = {
    "provider_created": _("Vårdgivare upplagd"),
    "provider_changed": _("Vårdgivare ändrad"),
    "unit_created": _("Enhet upplagd"),
    "unit_changed": _("Enhetens uppgifter ändrade"),
    "unit_deactivated": _("Enhet stängd"),
    "unit_reactivated": _("Enhet öppnad igen"),
    "pool_serves": _("Pool arbetar åt enhet"),
    "pool_service_ended": _("Poolens arbete åt enhet avslutat"),
    "routine_changed": _("Gränser ändrade"),
    "priorities_changed": _("Prioritetsskala ändrad"),
    "template_saved": _("Svarstext sparad"),
    "template_retired": _("Svarstext borttagen"),
    "letter_style_changed": _("Brevens utseende ändrat"),
    "phrase_saved": _("Fras sparad"),
    "phrase_retired": _("Fras borttagen"),
    "forwarding_requested": _("Vidaresändning begärd"),
    "forwarding_active": _("Vidaresändning aktiverad"),
    "forwarding_declined": _("Vidaresändning avslagen"),
    "forwarding_ended": _("Vidaresändning avslutad"),
    "person_created": _("Person upplagd"),
    "person_changed": _("Personens uppgifter ändrade"),
    "person_deactivated": _("Person avstängd"),
    "person_reactivated": _("Person insläppt igen"),
    "account_created": _("Inloggning skapad"),
    "password_set": _("Nytt lösenord utdelat"),
    "password_changed": _("Lösenord bytt av personen själv"),
    "assigned": _("Uppdrag tilldelat"),
    "assignment_ended": _("Uppdrag avslutat"),
    "absence_registered": _("Frånvaro anmäld"),
    "absence_ended": _("Frånvarons slut ändrat"),
    "absence_cancelled": _("Frånvaro återtagen"),
    "work_delegated": _("Arbete utdelat"),
    "delegation_ended": _("Utdelning avslutad i förtid"),
    "patient_registered": _("Patient registrerad"),
    "patient_changed": _("Patientens uppgifter ändrade"),
    "referrals_imported": _("Remisser importerade"),
    "sound_erased": _("Diktatets ljud gallrat"),
    "unused_sound_erased": _("Ljud som inget använder gallrat"),
    "page_turned": _("Skannad sida vriden"),
    "page_moved": _("Skannad sida flyttad"),
    "paper_split": _("Papper delat"),
    "papers_merged": _("Papper sammanfogade"),
    "access_log_read": _("Åtkomstloggen läst"),
    "access_log_reviewed": _("Åtkomstloggen granskad"),
}


def kind_label(kind: str) -> Text:
    """Return the name of a kind; one that has none here stands as it is."""
    return KINDS.get(kind, kind)
