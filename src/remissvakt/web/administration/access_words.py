"""What did somebody do when they read a patient's data? The words of the access log, in Swedish."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text

ACTIONS: dict[str, Text] = {
    "read_referral": _("öppnade en remiss"),
    "read_list": _("såg en arbetslista"),
    "export_list": _("tog ut en lista som fil"),
    "print_list": _("skrev ut en lista"),
    "search": _("sökte patient"),
    "choose_patient": _("valde patient"),
    "read_patient": _("öppnade patienten"),
    "new_referral": _("började på en remiss"),
    "register_arrival": _("registrerade en ankomst"),
    "link_paper": _("kopplade ett papper"),
    "read_paper": _("läste ett inskannat papper"),
    "read_original": _("hämtade en skannad fil"),
    "propose_paper": _("såg förslag för ett papper"),
    "read_certificate": _("läste en fråga om intyg"),
    "print_referral": _("skrev ut en remiss"),
    "print_reply": _("skrev ut ett svar"),
    "change_patient": _("ändrade patientens uppgifter"),
    "reveal_address": _("visade skyddad adress"),
}


def action_label(action: str) -> Text:
    """Return the words of an action; one that has none here stands as it is, with spaces."""
    return ACTIONS.get(action, action.replace("_", " "))
