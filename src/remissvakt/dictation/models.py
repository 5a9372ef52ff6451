"""Speech on its way to text (A.1, B.3). The recording itself comes with the dictation door."""

from __future__ import annotations

from django.db import models


class Dictation(models.Model):
    """A dictation of a referral or an answer. Until `transcribed_at` it is work in Att skriva ut.

    `place` says where the speech lies when it was recorded elsewhere ("diktat 4711, dikteringssystemet").
    """

    id = models.UUIDField(primary_key=True, editable=False)
    place = models.CharField(max_length=200, blank=True)
    dictated_at = models.DateTimeField()
    dictated_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    transcribed_at = models.DateTimeField(null=True)
    transcribed_by = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
