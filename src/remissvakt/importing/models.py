"""An import in the browser: a file on its way from upload to done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    CHECKING = "checking", _("kontrolleras")
    CHECKED = "checked", _("kontrollerad")
    IMPORTING = "importing", _("förs in")
    DONE = "done", _("införd")
    UNREADABLE = "unreadable", _("gick inte att läsa")
    DROPPED = "dropped", _("avbruten")


class ImportJob(models.Model):
    """One file that somebody brings in for a unit. The row stays; the file's content only while it is needed.

    `report` and `outcome` hold counts, line numbers and masked values: no patient data. The file's own name
    is not kept, since it may hold some.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    create_units = models.BooleanField()
    state = models.CharField(max_length=10, choices=JobState.choices)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()  # bytes
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    report = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="importjob_state"),
            # What is over holds no file any longer, and what is under way has one.
            models.CheckConstraint(
                condition=models.Q(state__in=["checking", "checked", "importing"], content__isnull=False)
                | models.Q(state__in=["done", "unreadable", "dropped"], content__isnull=True),
                name="importjob_content_while_needed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "begun_at"], name="importjob_person")]
