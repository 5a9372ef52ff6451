"""Print runs: many letters printed together, and which of them have come how far. Part of `models`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PrintRun(models.Model):
    """Letters that somebody printed together, so that they can be put in envelopes and marked as posted together.

    What is printed and posted are facts of each delivery; a run only remembers what lay in the same heap. It is
    taken (until `taken_until`) by whoever prints its letters just now, and free again if they die.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="print_runs")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("organisations.Assignment", on_delete=models.PROTECT, related_name="+")
    taken_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # every letter is printed or was refused

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "-made_at"], name="printrun_unit"),
            models.Index(
                fields=["made_at"], condition=models.Q(finished_at__isnull=True), name="printrun_unfinished"
            ),
        ]


class PrintRunEntry(models.Model):
    """One letter of a run: waiting, printed (then with its file), or refused (then with why)."""

    id = models.UUIDField(primary_key=True, editable=False)
    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()  # from 1, as on the cover list
    delivery = models.ForeignKey("referrals.Delivery", on_delete=models.PROTECT, related_name="+")
    printed_before = models.DateTimeField(null=True)  # when it was last printed, as the chooser saw it
    printed_at = models.DateTimeField(null=True)
    printed_file = models.ForeignKey(
        "storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True
    )
    pages = models.PositiveSmallIntegerField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="printrunentry_number"),
            models.UniqueConstraint(fields=["run", "delivery"], name="printrunentry_delivery"),
            models.CheckConstraint(
                condition=models.Q(printed_at__isnull=True, printed_file__isnull=True, pages__isnull=True)
                | models.Q(printed_at__isnull=False, printed_file__isnull=False, pages__isnull=False),
                name="printrunentry_printed_whole",
            ),
        ]
