"""What Webcert reports on a certificate (Fråga/svar via Webcert)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .fields import person, unit, when


class CertificateQuestion(models.Model):
    """One certificate with questions or answers to handle (CertificateStatusUpdateForCare 3.2).

    The totals are those of the latest report: received questions, and answers to questions sent.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    certificate_id = models.CharField(max_length=100, unique=True)
    certificate_type = models.CharField(max_length=100)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    unit = unit(db_index=True)
    issuer = person()
    subject = models.CharField(max_length=10, blank=True)  # amne: KOMPLT, PAMINN, AVSTMN, KONTKT, OVRIGT
    event_code = models.CharField(max_length=10)  # handelsekod
    reported_at = when(null=False)
    answer_by = models.DateField(null=True)  # sistaDatumForSvar
    received_total = models.PositiveIntegerField(default=0)
    received_unanswered = models.PositiveIntegerField(default=0)
    received_answered = models.PositiveIntegerField(default=0)
    received_handled = models.PositiveIntegerField(default=0)
    sent_total = models.PositiveIntegerField(default=0)
    sent_unanswered = models.PositiveIntegerField(default=0)
    sent_answered = models.PositiveIntegerField(default=0)
    sent_handled = models.PositiveIntegerField(default=0)
    handled_at = when()
    handled_by = person()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "handled_at"], name="certificate_unit")]
