"""Papers and files that arrive: linked to a referral, or in a visible unlinked tray (A.6, B.1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Document(models.Model):
    """One paper or file at a unit. Without `linked_at` it is work in Okopplade.

    `sha256` names stored content; a paper that is only registered has none.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    arrived_on = models.DateField()
    sender = models.CharField(max_length=200)
    description = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="documents", null=True
    )
    reply = models.ForeignKey(
        "referrals.Reply", on_delete=models.PROTECT, related_name="documents", null=True
    )
    linked_at = models.DateTimeField(null=True)
    linked_by = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    set_aside_reason = models.CharField(max_length=300, blank=True)  # not a referral matter; who and why
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(linked_at__isnull=True)
                | models.Q(referral__isnull=False)
                | ~models.Q(set_aside_reason=""),
                name="document_linked_to_something",
            ),
        ]
