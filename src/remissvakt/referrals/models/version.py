"""What a referral says: one row a version; a signed version's text never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import VersionReason
from .fields import choices, one_of, person, when

# The text fields of the national contract (ProcessRequest 2.2) with their greatest lengths.
TEXT_FIELDS: dict[str, int] = {
    "question": 8192,
    "clinical_information": 8192,
    "condition": 2000,
    "desired_activity": 2000,
    "awareness": 8192,
    "administrative_information": 8192,
    "interpreter": 200,
    "payment_commitment": 2000,
    "attachments": 2000,
}


class ReferralVersion(models.Model):
    """One version of the content, with its own way from dictated to sent."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=2, choices=choices(VersionReason))
    draft_version = models.PositiveIntegerField(default=1)  # raised by every save of the draft
    author = person()
    due_on = models.DateField(null=True)  # for version 2 and on: when the receiver wants it
    question = models.TextField(blank=True)
    clinical_information = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    desired_activity = models.TextField(blank=True)
    awareness = models.TextField(blank=True)
    administrative_information = models.TextField(blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    payment_commitment = models.TextField(blank=True)
    attachments = models.TextField(blank=True)
    care_responsibility_remains = models.BooleanField(default=False)
    dictation = models.OneToOneField(
        "dictation.Dictation", on_delete=models.PROTECT, related_name="referral_version", null=True
    )
    created_at = when(null=False)
    edited_at = when()
    edited_by = person()
    completed_at = when()
    completed_by = person()
    signed_at = when()
    signed_by = person()
    sent_at = when()
    sent_by = person()
    voided_at = when()  # a change that was begun and given up
    voided_by = person()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "number"], name="version_number_once"),
            models.CheckConstraint(condition=one_of("reason", VersionReason), name="version_reason"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | ~models.Q(question=""),
                name="version_signed_has_question",
            ),
        ]
