"""Evidence that the daily checks were done, and the filters that people have named."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DailyCheck(models.Model):
    """One daily check (A.5, A.6, A.7, B.1, B.4, C) signed off by a person for a unit and a day."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    check_name = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    numbers = models.JSONField()  # what the list held when it was signed: total, overdue
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "day", "check_name", "signed_by"], name="daily_check_once_a_person"
            )
        ]


class Favourite(models.Model):
    """A named filter of a list, kept for a person."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    path = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="favourite_name_once")
        ]
