"""One message on its way out; "sent" is not "delivered"."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import DeliveryState
from .fields import choices, one_of, person, unit, when


class Delivery(models.Model):
    """A referral version, a reply or a letter on its way. Failed, or not yet posted, is work at once."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="deliveries")
    referral_version = models.ForeignKey(
        "referrals.ReferralVersion", on_delete=models.PROTECT, related_name="deliveries", null=True
    )
    reply = models.ForeignKey(
        "referrals.Reply", on_delete=models.PROTECT, related_name="deliveries", null=True
    )
    letter = models.ForeignKey(
        "referrals.Letter", on_delete=models.PROTECT, related_name="deliveries", null=True
    )
    from_unit = unit()
    to_unit = unit(null=True)  # empty: to the patient (egen vårdbegäran, kallelse)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=choices(DeliveryState))
    queued_at = when(null=False)
    queued_by = person(null=False)
    due_on = models.DateField()
    printed_at = when()  # on paper, and not yet posted: still work
    printed_by = person()
    printed_file = models.ForeignKey(
        "storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True
    )
    sent_at = when()
    sent_by = person()
    delivered_at = when()  # the receiver's stored receipt
    failed_at = when()
    failure = models.CharField(max_length=300, blank=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaces", null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("state", DeliveryState), name="delivery_state"),
            models.CheckConstraint(
                condition=~models.Q(state="delivered") | models.Q(delivered_at__isnull=False),
                name="delivery_delivered_has_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(referral_version__isnull=False, reply__isnull=True, letter__isnull=True)
                | models.Q(referral_version__isnull=True, reply__isnull=False, letter__isnull=True)
                | models.Q(referral_version__isnull=True, reply__isnull=True, letter__isnull=False),
                name="delivery_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(printed_at__isnull=True) | models.Q(printed_by__isnull=False),
                name="delivery_printed_by_somebody",
            ),
        ]
