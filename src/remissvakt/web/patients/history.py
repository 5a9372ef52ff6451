"""What has been changed about a patient, by whom and when: which columns, never what they held."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.audit.models import AdminEvent
from remissvakt.patients.models import Patient
from remissvakt.web.presenting import Entry

MOST = 20
_COLUMNS: dict[str, Any] = {
    "number": gettext_lazy("numret"),
    "given_name": gettext_lazy("förnamnet"),
    "family_name": gettext_lazy("efternamnet"),
    "street": gettext_lazy("gatuadressen"),
    "postal_code": gettext_lazy("postnumret"),
    "city": gettext_lazy("orten"),
    "phone": gettext_lazy("telefonnumret"),
    "interpreter_language": gettext_lazy("tolkbehovet"),
    "confidential": gettext_lazy("sekretessmarkeringen"),
    "protected_registration": gettext_lazy("skyddad folkbokföring"),
}


def changes_of(patient: Patient) -> list[Entry]:
    """Return the latest changes, newest first; one statement."""
    events = AdminEvent.objects.filter(subject_id=patient.id, subject_kind="patient").order_by("-sequence")
    return [
        Entry(
            what=_("Uppgifterna ändrades")
            if event.kind == "patient_changed"
            else _("Patienten registrerades"),
            at=event.at,
            who=event.person_name,
            text=", ".join(str(_COLUMNS[name]) for name in event.data.get("changed", ()) if name in _COLUMNS),
            icon="pen" if event.kind == "patient_changed" else "plus",
        )
        for event in events[:MOST]
    ]
