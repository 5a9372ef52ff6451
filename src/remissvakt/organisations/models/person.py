"""Persons, what they are assigned to, and when they are away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class Role(models.TextChoices):
    SECRETARY = "secretary", _("läkarsekreterare")
    DOCTOR = "doctor", _("läkare")
    CLINICIAN = "clinician", _("annan legitimerad personal")
    MANAGER = "manager", _("enhetschef")
    ADMINISTRATOR = "administrator", _("administratör")


class Person(models.Model):
    """Somebody who works here."""

    id = models.UUIDField(primary_key=True, editable=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=400)
    title = models.CharField(max_length=100, blank=True)
    hsa_id = models.CharField(max_length=31, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hsa_id"], condition=~models.Q(hsa_id=""), name="person_hsa_id_unique"
            )
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A person's role at a unit with a purpose and a period (medarbetaruppdrag)."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    purpose = models.CharField(max_length=100)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="assignment_period",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "person"], name="assignment_unit_person")]


class StandingAbsences(models.Manager["Absence"]):
    """Absences that have not been taken back."""

    def get_queryset(self) -> models.QuerySet[Absence]:
        return super().get_queryset().filter(cancelled_at__isnull=True)


class Absence(models.Model):
    """A person is away from one day up to and including another; open end while unknown.

    One that did not come about is taken back (`cancelled_at`), and stays: `objects` leaves it out,
    `even_cancelled` does not.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = StandingAbsences()
    even_cancelled: ClassVar = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="absence_period",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "from_on"], name="absence_person")]
