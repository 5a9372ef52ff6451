"""What a receiver sends back: a confirmation or an answer; its kind is one of eight."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import ReplyKind
from .fields import choices, one_of, person, unit, when


class Reply(models.Model):
    """A reply on its way (drafted, signed, sent) or arrived; then it must be acknowledged (A.7).

    A confirmation is not an answer: the kinds are apart, so that no click takes one for the other.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="replies", db_index=False
    )
    case = models.ForeignKey("referrals.Case", on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=12, choices=choices(ReplyKind))
    draft_version = models.PositiveIntegerField(default=1)
    about_version = models.PositiveSmallIntegerField()  # the referral version that it replies to
    from_unit = unit()
    author = person()
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why rejected or cancelled
    wait_kind = models.CharField(max_length=10, blank=True)
    wait_value = models.CharField(max_length=40, blank=True)
    wait_until = models.DateField(null=True)
    information_wanted_until = models.DateField(null=True)
    forwarded_to = unit(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True)
    dictation = models.OneToOneField(
        "dictation.Dictation", on_delete=models.PROTECT, related_name="reply", null=True
    )
    decided_at = when()
    decided_by = person()
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
    channel = models.CharField(max_length=10)  # a value of organisations.Channel
    arrived_on = models.DateField(null=True)  # at the referring unit
    registered_by = person()  # who registered it, when it came on paper or by phone
    acknowledged_at = when()
    acknowledged_by = person()
    question_answered = models.CharField(max_length=10, blank=True)  # yes, partly, no
    acknowledge_note = models.TextField(blank=True)
    wait_decision = models.CharField(max_length=10, blank=True)  # accepted, disputed
    instead = models.TextField(blank=True)
    instead_at = when()
    instead_by = person()
    patient_notice = models.ForeignKey(
        "referrals.PatientNotice", on_delete=models.PROTECT, related_name="replies", null=True
    )
    told_needed = models.BooleanField(default=False)  # the patient must be told of it, by a unit here

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("kind", ReplyKind), name="reply_kind"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True)
                | (models.Q(arrived_on__isnull=False) & models.Q(acknowledged_by__isnull=False)),
                name="reply_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(forwarded_to__isnull=True) | models.Q(kind="FORWARDED"),
                name="reply_forwarded_to_only_if_forwarded",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived_on__isnull=True) | models.Q(sent_at__isnull=False),
                name="reply_arrived_was_sent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["referral", "sent_at"], name="reply_referral")]

    @property
    def taken_back(self) -> bool:
        """Registered from a paper that did not belong here: readable, but no fact of the referral any longer."""
        return self.voided_at is not None and self.sent_at is not None
