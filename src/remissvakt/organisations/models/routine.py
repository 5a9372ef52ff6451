"""A unit's own limits, its countersigning rule, its priorities and its reply texts."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class AcknowledgeRule(models.TextChoices):
    """Who may acknowledge (vidimera) a reply at the unit, A.7."""

    REFERRER = "referrer", _("remittenten, eller den som har fått hens arbete")
    DOCTOR = "doctor", _("läkare vid enheten")
    CLINICIAN = "clinician", _("läkare eller annan legitimerad personal vid enheten")


def _days(default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(0), MaxValueValidator(730)]
    )


class UnitRoutine(models.Model):
    """Every deadline of the routine, as this unit has decided it. `_workdays` are Swedish working days."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="routine")
    send_workdays = _days(3)  # A.1, from the decision to refer
    confirmation_days = _days(14)  # A.2, from sending
    reprioritisation_days = _days(14)  # A.3
    chase_days = _days(14)  # A.4
    acknowledge_confirmation_workdays = _days(3)  # A.3, from arrival
    acknowledge_answer_workdays = _days(3)  # A.7, from arrival
    withdrawal_days = _days(14)  # withdrawal asked of the receiver
    arrival_workdays = _days(0)  # B.1, an assessor the same day
    lead_time_days = _days(14)  # B.2, B.4: confirmed or answered
    answer_workdays = _days(3)  # B.3, from the decision to answer
    inform_patient_workdays = _days(3)  # B.2
    information_days = _days(14)  # waiting for information asked for
    forwarded_days = _days(14)  # B.5, until the new unit has confirmed
    receiver_request_workdays = _days(3)  # asked for re-prioritisation or withdrawal, at the receiver
    question_workdays = _days(2)  # Fråga/Svar
    unlinked_workdays = _days(0)  # A.6: papers linked the same day
    audio_days = _days(90)  # a recording is kept until its texts are signed, and then so long
    virus_check_required = models.BooleanField(default=False)  # nothing unchecked is opened at this unit
    acknowledge_rule = models.CharField(
        max_length=20, choices=AcknowledgeRule.choices, default=AcknowledgeRule.DOCTOR
    )


class PriorityLevel(models.Model):
    """One step of a unit's priority scale; rank 1 is the most urgent."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="priorities")
    rank = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "rank"], condition=models.Q(active=True), name="priority_rank_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1) & models.Q(rank__lte=9), name="priority_rank_range"
            ),
        ]


class ReplyTemplate(models.Model):
    """A text that the unit uses often; `kind` is a reply kind or "patient"."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reply_templates")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    text = models.TextField()
    active = models.BooleanField(default=True)
