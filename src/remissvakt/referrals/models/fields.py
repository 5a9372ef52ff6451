"""Shorthand for the columns that every fact has: when, and by whom."""

from __future__ import annotations

from typing import Any

from django.db import models


def person(*, null: bool = True) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=null)


def unit(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+", null=null)


def when(*, null: bool = True) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(null=null)


def choices(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


def one_of(field: str, enum: Any) -> models.Q:
    """A check that the column holds one of the enum's values."""
    return models.Q(**{f"{field}__in": [member.value for member in enum]})


def both_or_neither(*fields: str) -> models.Q:
    """A check that facts that belong together are known together."""
    none, all_ = models.Q(), models.Q()
    for field in fields:
        none &= models.Q(**{f"{field}__isnull": True})
        all_ &= models.Q(**{f"{field}__isnull": False})
    return none | all_
