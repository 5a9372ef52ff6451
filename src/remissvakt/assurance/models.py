"""When the invariants were last checked, and what was found."""

from __future__ import annotations

from django.db import models


class CheckRun(models.Model):
    """One run of `remissvakt check`; `findings` counts what did not hold."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    seconds = models.FloatField()
    findings = models.PositiveIntegerField()
    summary = models.JSONField(default=dict)  # findings by invariant; no patient data
