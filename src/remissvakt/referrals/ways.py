"""How people reach each other and patients: the choices of the forms. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

CONTACT_WAYS: dict[str, Any] = {
    "phone": _("telefon"),
    "letter": _("brev"),
    "fax": _("fax"),
    "message": _("säkert meddelande"),
    "visit": _("besök"),
}
NOTICE_WAYS: dict[str, Any] = {
    "appointment_letter": _("kallelse"),
    "letter": _("brev"),
    "phone": _("telefon"),
    "visit": _("vid besök"),
    "digital": _("digitalt, inloggad patient"),
    "not_needed": _("behövs inte (skriv varför)"),
}
QUESTION_ANSWERED: dict[str, Any] = {
    "yes": _("ja, frågan är besvarad"),
    "partly": _("delvis"),
    "no": _("nej"),
}
REJECT_REASONS: dict[str, Any] = {
    "wrong_unit": _("fel mottagare"),
    "not_indicated": _("uppfyller inte kriterierna"),
    "incomplete": _("underlaget räcker inte"),
    "duplicate": _("remiss finns redan"),
    "other": _("annat (skriv varför)"),
}
