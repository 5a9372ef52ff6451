"""One receiving unit's custody of a referral; forwarding ends one case and opens the next."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import CaseState
from .fields import choices, one_of, person, unit, when


class Case(models.Model):
    """A konsultationsärende at a unit, with an assessor and a promised wait (FHIR Task)."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="cases")
    unit = unit()
    state = models.CharField(max_length=12, choices=choices(CaseState))
    version = models.PositiveIntegerField(default=1)  # raised by every change on the receiver's side
    opened_at = when(null=False)
    arrived_on = models.DateField(null=True)
    arrival_registered_by = person()
    assessor = person()
    assigned_at = when()
    assigned_by = person()
    assessed_at = when()
    assessed_by = person()
    assessment_note = models.TextField(blank=True)
    confirmed_at = when()
    wait_kind = models.CharField(max_length=10, blank=True)
    wait_value = models.CharField(max_length=40, blank=True)
    wait_until = models.DateField(null=True)
    information_wanted_until = models.DateField(null=True)  # parked: waits for the sender
    answer_decided_at = when()
    answer_decided_by = person()
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="went_to", null=True)
    forwarded_at = when()
    forwarded_by = person()
    forward_reason = models.TextField(blank=True)
    forward_consent = models.CharField(max_length=300, blank=True)
    forward_watch_on = models.DateField(null=True)  # custody is kept until the new unit has confirmed
    ended_at = when()
    ended_by = person()
    import_key = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("state", CaseState), name="case_state"),
            models.CheckConstraint(
                condition=models.Q(state="sent") | models.Q(arrived_on__isnull=False),
                name="case_received_has_arrival",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="forwarded")
                | (models.Q(forwarded_at__isnull=False) & models.Q(forward_watch_on__isnull=False)),
                name="case_forwarded_keeps_custody",
            ),
            # Custody is one: a referral is in one unit's hands at a time.
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state__in=["sent", "received", "in_progress"]),
                name="case_open_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "import_key"], condition=~models.Q(import_key=""), name="case_imported_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="case_unit_state")]


class PatientNotice(models.Model):
    """The patient was told: how, when and by whom (B.2, B.3)."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    how = models.CharField(max_length=20)  # a value of NoticeWay
    note = models.CharField(max_length=500, blank=True)
    told_on = models.DateField()
    told_by = person(null=False)
    registered_at = when(null=False)
