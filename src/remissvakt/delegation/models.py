"""Work lent to somebody else for a period (C.3). Read when lists are read; nothing is copied."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Delegation(models.Model):
    """Chosen nodes of one person's work at a unit, lent to another by a named manager's decision."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    from_person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="lent_away"
    )
    to_person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="borrowed")
    decided_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    agreement = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField()  # always an end: work goes back by itself
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")), name="delegation_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_person=models.F("to_person")), name="delegation_not_self"
            ),
            models.CheckConstraint(condition=~models.Q(agreement=""), name="delegation_has_agreement"),
        ]
        indexes: ClassVar = [models.Index(fields=["to_person", "to_on"], name="delegation_to")]


class DelegatedNode(models.Model):
    """One of the eight nodes that a delegation covers; a row each, so that lists join on it."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="nodes")
    node = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delegation", "node"], name="delegated_node_once")
        ]
