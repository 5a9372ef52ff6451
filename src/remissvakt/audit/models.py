"""What was read and what was administered: two append-only logs.

Referrals have their own timeline (`referrals.Event`). Here lie the access log that the Patient
Data Act asks for, and the chain of changes to everything that is not a referral. The database
refuses UPDATE and DELETE on both (see the migration). Rows keep plain ids and names, not foreign
keys: a log must stay readable whatever becomes of what it speaks of.

Beside them lie, for some days, the answers to requests that were answered (once.py).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AccessLog(models.Model):
    """One read of a patient's data: who, where, in which role, why, what, when (HSLF-FS 2016:40)."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    assignment_id = models.UUIDField()
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    provider_id = models.UUIDField()
    role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    patient_id = models.UUIDField()
    referral_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["patient_id", "at"], name="accesslog_patient"),
            models.Index(fields=["unit_id", "at"], name="accesslog_unit"),
            models.Index(fields=["person_id", "at"], name="accesslog_person"),
        ]


class AdminEvent(models.Model):
    """One change to units, persons, patients, delegations or settings; hash-chained."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    unit_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "sequence"], name="adminevent_subject")]


class ChainHead(models.Model):
    """The end of the admin chain; its row lock puts writers in line."""

    name = models.CharField(max_length=40, primary_key=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)


class AnsweredRequest(models.Model):
    """The answer to one form that was sent, by the key that the form was drawn with; tidied away after some days."""

    pk = models.CompositePrimaryKey("person_id", "key")
    person_id = models.UUIDField()
    key = models.UUIDField()
    at = models.DateTimeField()
    content = models.CharField(max_length=64)
    answer = models.JSONField()
