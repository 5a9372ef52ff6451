"""The units that a unit may forward referrals to (B.5): at most ten active."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .person import Person
from .unit import Unit

MAX_ACTIVE = 10


class ForwardingTargetState(models.TextChoices):
    REQUESTED = "requested", _("begärd")
    ACTIVE = "active", _("aktiv")
    DECLINED = "declined", _("avslagen")
    ENDED = "ended", _("avslutad")


class ForwardingTarget(models.Model):
    """Requested by a unit manager, activated by an administrator into one of ten slots."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forwarding_targets")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ForwardingTargetState.choices)
    slot = models.PositiveSmallIntegerField(null=True)
    motivation = models.CharField(max_length=500, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            # Ten slots and one target a slot: an eleventh active target has nowhere to stand.
            models.UniqueConstraint(fields=["unit", "slot"], name="forwarding_slot_once"),
            models.CheckConstraint(
                condition=models.Q(slot__isnull=True) | models.Q(slot__range=(1, MAX_ACTIVE)),
                name="forwarding_slot_range",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="active") & models.Q(slot__isnull=False))
                | (~models.Q(state="active") & models.Q(slot__isnull=True)),
                name="forwarding_active_has_slot",
            ),
            models.UniqueConstraint(
                fields=["unit", "to_unit"],
                condition=models.Q(state__in=["requested", "active"]),
                name="forwarding_target_once",
            ),
            models.CheckConstraint(condition=~models.Q(unit=models.F("to_unit")), name="forwarding_not_self"),
        ]
