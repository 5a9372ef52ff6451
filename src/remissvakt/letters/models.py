"""What a unit has decided about its letters. Without a row everything is as `styles` has it from the start."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .run_models import PrintRun, PrintRunEntry

__all__ = ["EnvelopeFormat", "LetterLanguage", "LetterStyle", "PrintRun", "PrintRunEntry", "WindowSide"]


class EnvelopeFormat(models.TextChoices):
    """What the letters are put in: a sheet folded once, or flat."""

    C5 = "C5", _("C5, brevet viks en gång")
    C4 = "C4", _("C4, brevet ligger plant")


class WindowSide(models.TextChoices):
    RIGHT = "right", _("till höger (H2)")
    LEFT = "left", _("till vänster (V2)")


class LetterLanguage(models.TextChoices):
    SWEDISH = "sv", _("svenska")
    ENGLISH = "en", _("engelska")


class LetterStyle(models.Model):
    """How the letters of one unit look. Texts of several lines have a line break between them; empty: the standard."""

    unit = models.OneToOneField(
        "organisations.Unit", on_delete=models.PROTECT, primary_key=True, related_name="letter_style"
    )
    letterhead = models.TextField(blank=True)
    envelope = models.CharField(max_length=2, choices=EnvelopeFormat.choices, default=EnvelopeFormat.C5)
    side = models.CharField(max_length=5, choices=WindowSide.choices, default=WindowSide.RIGHT)
    language = models.CharField(max_length=2, choices=LetterLanguage.choices, default=LetterLanguage.SWEDISH)
    hours = models.CharField(max_length=100, blank=True)
    return_address = models.CharField(max_length=100, blank=True)
    footer = models.TextField(blank=True)
    protected_route = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(envelope__in=EnvelopeFormat.values), name="letterstyle_envelope"
            ),
            models.CheckConstraint(condition=models.Q(side__in=WindowSide.values), name="letterstyle_side"),
            models.CheckConstraint(
                condition=models.Q(language__in=LetterLanguage.values), name="letterstyle_language"
            ),
        ]
