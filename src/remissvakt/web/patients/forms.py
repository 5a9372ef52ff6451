"""What is typed about a patient. The fields only carry it: `patients.fields` reads and bounds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.patients.fields import PatientDetails
from remissvakt.patients.models import Patient

DETAILS = (
    "given_name",
    "family_name",
    "street",
    "postal_code",
    "city",
    "phone",
    "interpreter_language",
    "confidential",
    "protected_registration",
)


class FindForm(forms.Form):
    """One line in which a number, a name or a referral's code is looked for."""

    q = forms.CharField(
        label=_("Personnummer, namn eller remisskod"),
        error_messages={"required": _("Skriv vad du söker: ett nummer, ett namn eller en remisskod.")},
    )


class PatientForm(forms.Form):
    """A patient's number, name, address, interpreter and markings."""

    number = forms.CharField(
        label=_("Patientens nummer"),
        help_text=_(
            "Personnummer eller samordningsnummer (ÅÅÅÅMMDD-NNNN), eller reservnumrets alla tolv tecken"
        ),
        error_messages={"required": _("Skriv patientens nummer.")},
    )
    given_name = forms.CharField(label=_("Förnamn"), error_messages={"required": _("Skriv förnamnet.")})
    family_name = forms.CharField(label=_("Efternamn"), error_messages={"required": _("Skriv efternamnet.")})
    street = forms.CharField(label=_("Gatuadress"), required=False)
    postal_code = forms.CharField(label=_("Postnummer"), required=False)
    city = forms.CharField(label=_("Ort"), required=False)
    phone = forms.CharField(label=_("Telefon"), required=False)
    interpreter_language = forms.CharField(label=_("Tolk: vilket språk?"), required=False)
    confidential = forms.BooleanField(
        label=_("Sekretessmarkering"),
        help_text=_("Adress, telefon och besök får inte röjas för någon."),
        required=False,
    )
    protected_registration = forms.BooleanField(
        label=_("Skyddad folkbokföring"),
        help_text=_("Adressen är hemlig. Post går genom Skatteverket."),
        required=False,
    )

    def details(self) -> PatientDetails:
        """Return what was typed beside the number; only for a valid form."""
        return PatientDetails(**{name: self.cleaned_data[name] for name in DETAILS})


class ChangePatientForm(PatientForm):
    """The same for a patient who is registered; `version` is the one that the form was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def details_of(patient: Patient) -> dict[str, Any]:
    """Return what the form holds from the start, address and all: give it only where that may be shown."""
    return {name: getattr(patient, name) for name in DETAILS}
