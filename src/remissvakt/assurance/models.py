"""When the invariants were last checked and what was found, who is alive, and each night's report."""

from __future__ import annotations

from django.db import models


class CheckRun(models.Model):
    """One run of `remissvakt check`; `findings` counts what did not hold."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    seconds = models.FloatField()
    findings = models.PositiveIntegerField()
    summary = models.JSONField(default=dict)  # findings by invariant; no patient data


class Heartbeat(models.Model):
    """When a process of the installation last said that it lives."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()


class NightlyReport(models.Model):
    """What a day brought and took, per unit and channel. The database refuses UPDATE and DELETE (see the migration).

    `lines` are those of `report.nightly`; `unaccounted` [section, unit, referral's code]. No patient data.
    """

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    lines = models.JSONField()
    unaccounted = models.JSONField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
