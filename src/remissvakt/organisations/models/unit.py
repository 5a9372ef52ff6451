"""Care providers, their units, and the secretary pools that serve units."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..pool_nodes import USUAL


class UnitKind(models.TextChoices):
    CARE = "care", _("vårdenhet")
    POOL = "pool", _("sekreterarpool")


class Channel(models.TextChoices):
    """How a referral travels to a unit."""

    LOCAL = "local", _("elektroniskt, inom Remissvakt")
    PAPER = "paper", _("på papper")
    PHONE = "phone", _("per telefon")


class CareProvider(models.Model):
    """A care provider (vårdgivare): the data controller under the Patient Data Act."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=200)
    hsa_id = models.CharField(max_length=31, blank=True)
    active = models.BooleanField(default=True)


class Unit(models.Model):
    """A unit that refers or receives. `local` units work in this installation."""

    id = models.UUIDField(primary_key=True, editable=False)
    provider = models.ForeignKey(CareProvider, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=10, choices=UnitKind.choices, default=UnitKind.CARE)
    local = models.BooleanField()
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400)
    search_name = models.CharField(max_length=400)
    hsa_id = models.CharField(max_length=31, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    channels = models.JSONField(default=list)  # values of Channel, most wanted first
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hsa_id"], condition=~models.Q(hsa_id=""), name="unit_hsa_id_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="care") | models.Q(local=True), name="unit_pool_is_local"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sort_name"], name="unit_sort")]

    def __str__(self) -> str:
        return self.name


def default_pool_nodes() -> list[str]:
    return list(USUAL)


class PoolService(models.Model):
    """A pool's secretaries do chosen nodes of a unit's work (A.1) for a period."""

    id = models.UUIDField(primary_key=True, editable=False)
    pool = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pool_services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="served_by")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    nodes = models.JSONField(default=default_pool_nodes)  # of pool_nodes.NODES

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool", "unit"], condition=models.Q(to_on__isnull=True), name="pool_service_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="pool_service_period",
            ),
        ]
