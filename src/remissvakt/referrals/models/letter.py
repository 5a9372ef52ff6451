"""A letter about a referral that is neither it nor a reply: chase, re-prioritisation, kallelse, information."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import LetterKind
from .fields import choices, one_of, person, unit, when


class Letter(models.Model):
    """What is written to a receiver (A.3, A.4) or to the patient (B.2, B.3); it leaves by a `Delivery`.

    A letter that is written at once is signed and on its way in one act; a dictated one goes the way of every text.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey("referrals.Case", on_delete=models.PROTECT, related_name="letters", null=True)
    kind = models.CharField(max_length=16, choices=choices(LetterKind))
    draft_version = models.PositiveIntegerField(default=1)
    from_unit = unit()
    to_unit = unit(null=True)  # empty: to the patient
    language = models.CharField(max_length=2, default="sv")
    text = models.TextField(blank=True)
    appointment_at = when()  # a kallelse: when and where
    appointment_place = models.CharField(max_length=300, blank=True)
    appointment_with = models.CharField(max_length=200, blank=True)
    author = person(null=False)
    dictation = models.OneToOneField(
        "dictation.Dictation", on_delete=models.PROTECT, related_name="letter", null=True
    )
    contact = models.OneToOneField(
        "referrals.Contact", on_delete=models.PROTECT, related_name="letter", null=True
    )
    request = models.OneToOneField(
        "referrals.ReceiverRequest", on_delete=models.PROTECT, related_name="letter", null=True
    )
    patient_notice = models.OneToOneField(
        "referrals.PatientNotice", on_delete=models.PROTECT, related_name="letter", null=True
    )
    decided_at = when(null=False)
    edited_at = when()
    edited_by = person()
    completed_at = when()
    completed_by = person()
    signed_at = when()
    signed_by = person()
    sent_at = when()
    sent_by = person()
    voided_at = when()
    voided_by = person()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("kind", LetterKind), name="letter_kind"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | ~models.Q(text=""), name="letter_sent_has_text"
            ),
        ]
