"""The fields of a referral's text, as the forms of this part of the web carry them (RIV-TA ProcessRequest)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.models.version import TEXT_FIELDS
from remissvakt.web.referral.words import TEXT_LABELS

CARE_REMAINS = "care_responsibility_remains"
# A hidden field that people never see is missing or forged.
BROKEN = _("Formuläret är trasigt. Öppna det på nytt.")
MORE_FIELDS = tuple(name for name in TEXT_FIELDS if name not in ("question", "clinical_information"))


class TextFields(forms.Form):
    """All of them; none is asked for here, since a draft may be empty. Lengths are the heart's to judge."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXT_FIELDS:
            self.fields[name] = forms.CharField(
                label=TEXT_LABELS[name],
                required=False,
                strip=False,
                widget=forms.TextInput if name == "interpreter" else forms.Textarea,
            )
        self.fields[CARE_REMAINS] = forms.BooleanField(
            label=_("Vårdansvaret ligger kvar hos remittenten"), required=False
        )

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the actions take it."""
        return {name: self.cleaned_data[name] for name in (*TEXT_FIELDS, CARE_REMAINS)}

    def more_is_used(self) -> bool:
        """Whether any of the fields that are folded away holds something, or is wrong.

        The interpreter is known from the patient, and stands above the form already.
        """
        typed = [name for name in (*MORE_FIELDS, CARE_REMAINS) if name != "interpreter"]
        return any(self[name].value() for name in typed) or any(self[name].errors for name in MORE_FIELDS)
