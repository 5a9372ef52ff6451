"""Contacts with a receiver: chasing (A.4), re-prioritisation (A.3), withdrawal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import RequestKind
from .fields import both_or_neither, choices, one_of, person, unit, when


class Contact(models.Model):
    """Somebody was contacted about a referral: whom, how, what they said, and the new watch date."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="contacts")
    unit = unit()  # the unit that made the contact
    made_at = when(null=False)
    made_by = person(null=False)
    how = models.CharField(max_length=20)  # a value of ContactWay
    reached = models.CharField(max_length=200)
    said = models.TextField()
    watch_on = models.DateField()


class ReceiverRequest(models.Model):
    """Something asked of the receiver about a sent referral; open until answered."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="requests")
    case = models.ForeignKey("referrals.Case", on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=12, choices=choices(RequestKind))
    asked_at = when(null=False)
    asked_by = person(null=False)
    how = models.CharField(max_length=20)
    reached = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    answered_at = when()
    answered_by = person()
    outcome = models.CharField(max_length=10, blank=True)
    answer_text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("kind", RequestKind), name="request_kind"),
            models.CheckConstraint(
                condition=both_or_neither("answered_at", "answered_by"), name="request_answered_by_somebody"
            ),
            models.UniqueConstraint(
                fields=["referral", "kind"],
                condition=models.Q(answered_at__isnull=True),
                name="request_open_once",
            ),
        ]
