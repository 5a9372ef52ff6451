"""Which contents are stored, how large they are, and under which key. Never what they are called or about whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """One content, known by the SHA-256 of its plain bytes. The row is written after the bytes are safe.

    `erased_at` is set when an audio recording has been kept for the unit's time: the bytes are gone, the row stays.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()  # plain bytes
    media_type = models.CharField(max_length=60)
    key_name = models.CharField(max_length=16)  # which key the stored bytes are encrypted with
    stored_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)  # last time the stored bytes gave this SHA-256
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="storedfile_size"),
        ]
