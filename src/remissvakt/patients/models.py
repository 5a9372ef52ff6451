"""Patients: one row a person in the installation, found by number, name or referral code."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Patient(models.Model):
    """A patient. `number` is 12 characters as `core.identifiers` stores them."""

    id = models.UUIDField(primary_key=True, editable=False)
    number_kind = models.CharField(max_length=20)
    number = models.CharField(max_length=12, unique=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=400)
    search_family = models.CharField(max_length=400)
    search_given = models.CharField(max_length=400)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    interpreter_language = models.CharField(max_length=60, blank=True)
    confidential = models.BooleanField(default=False)  # sekretessmarkering
    protected_registration = models.BooleanField(default=False)  # skyddad folkbokföring
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["search_family", "search_given"], name="patient_search_name"),
            models.Index(fields=["sort_name"], name="patient_sort"),
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def protected(self) -> bool:
        """Whether either marking stands: address, phone and visits never leave."""
        return self.confidential or self.protected_registration


class KnownPatient(models.Model):
    """A unit and a patient with a referral that it is or was part of: an index for finding by name, and no more.

    The database keeps it itself (`known.py`); who may see a patient is decided by the referrals (`visibility.py`).
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    sort_name = models.CharField(max_length=400)
    search_family = models.CharField(max_length=400)
    search_given = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "unit"], name="known_patient_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "search_family", "search_given"], name="known_patient_name")
        ]
