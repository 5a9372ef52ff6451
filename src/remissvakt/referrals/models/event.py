"""What happened to a referral: its timeline, hash-chained, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .fields import person, unit


class Event(models.Model):
    """One thing that happened. The database refuses UPDATE and DELETE (see the migration).

    `side` says who may read it: "all" parties, or only the unit that acted ("own").
    """

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="events", db_index=False
    )
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=5)
    at = models.DateTimeField()
    person = person()
    person_name = models.CharField(max_length=200)
    unit = unit(null=True)
    role = models.CharField(max_length=20, blank=True)
    assignment_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "sequence"], name="event_sequence_once")
        ]
