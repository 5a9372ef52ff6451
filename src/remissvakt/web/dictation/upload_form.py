"""What is asked for when a sound file is put in a recording."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """Only its bytes are looked at: neither its name nor its declared type."""

    file = forms.FileField(
        label=_("Ljudfil"),
        help_text=_("WAV, MP3, M4A, OGG eller WebM, högst 100 MB. Den läggs sist i diktatet."),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Välj en fil."), "invalid": _("Filen kom inte fram. Försök igen.")},
    )
