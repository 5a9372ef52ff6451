"""The referral: the aggregate's root, whose row lock puts all writers in line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import CloseReason, ReferralState, Source
from .fields import choices, one_of, person, unit, when


class Referral(models.Model):
    """A request for care from one unit to another (ServiceRequest, ProcessRequest).

    `watched` is whether a unit here sent it and so must watch it; then `watch_on` may not be
    empty while it is sent and not closed (A.2). The content lies in `ReferralVersion`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=9, unique=True)
    state = models.CharField(max_length=10, choices=choices(ReferralState))
    source = models.CharField(max_length=12, choices=choices(Source))
    version = models.PositiveIntegerField(default=1)  # raised by every change on the sender's side
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="referrals", db_index=False
    )
    referrer_unit = unit(null=True, db_index=True)  # empty only for the patient's own request
    referrer = person()
    referrer_name = models.CharField(max_length=200, blank=True)  # somebody outside
    to_unit = unit(null=True, db_index=True)
    priority_rank = models.PositiveSmallIntegerField(default=5)
    priority_label = models.CharField(max_length=60, blank=True)
    decided_at = when()  # unknown only for what came from outside
    decided_by = person()
    signed_at = when()
    signed_by = person()
    sent_at = when()
    sent_by = person()
    watched = models.BooleanField()
    watcher = person()
    watch_on = models.DateField(null=True)
    closed_at = when()
    closed_by = person()
    close_reason = models.CharField(max_length=30, choices=choices(CloseReason), blank=True)
    close_note = models.TextField(blank=True)
    voided_at = when()
    voided_by = person()
    void_reason = models.CharField(max_length=500, blank=True)
    import_key = models.CharField(max_length=200, blank=True)  # the number in the system it came from
    event_count = models.PositiveIntegerField(default=0)
    event_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("state", ReferralState), name="referral_state"),
            models.CheckConstraint(condition=one_of("source", Source), name="referral_source"),
            models.CheckConstraint(
                condition=~models.Q(state="sent", watched=True) | models.Q(watch_on__isnull=False),
                name="referral_sent_is_watched",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "closed"])
                | (models.Q(sent_at__isnull=False) & models.Q(to_unit__isnull=False)),
                name="referral_sent_has_time_and_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | (models.Q(closed_at__isnull=False) & ~models.Q(close_reason="")),
                name="referral_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="voided")
                | (models.Q(voided_at__isnull=False) & models.Q(voided_by__isnull=False)),
                name="referral_voided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(source="own_request") | models.Q(referrer_unit__isnull=False),
                name="referral_has_referring_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(source="written")
                | (models.Q(decided_at__isnull=False) & models.Q(referrer__isnull=False)),
                name="referral_written_is_decided",
            ),
            models.UniqueConstraint(
                fields=["referrer_unit", "to_unit", "import_key"],
                condition=~models.Q(import_key=""),
                name="referral_imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "decided_at"], name="referral_patient"),
            models.Index(fields=["state", "watched", "id"], name="referral_open"),
        ]


class Participant(models.Model):
    """A unit that is or was part of a referral and so may see it."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="participants", db_index=False
    )
    unit = unit()
    since = when(null=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "unit"], name="participant_once")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "referral"], name="participant_unit")]
