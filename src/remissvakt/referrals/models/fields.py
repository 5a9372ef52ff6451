"""Shorthand for the columns that every fact has: when, and by whom."""

from __future__ import annotations

from typing import Any

from django.db import models


def person(*, null: bool = True) -> models.ForeignKey[Any, Any]:
    """Who did it. Without an index, which every write would pay for: persons are looked for among open work only."""
    return models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=null, db_index=False
    )


def unit(*, null: bool = False, db_index: bool = False) -> models.ForeignKey[Any, Any]:
    """Which unit; with an index of its own only where rows are looked for by it."""
    return models.ForeignKey(
        "organisations.Unit", on_delete=models.PROTECT, related_name="+", null=null, db_index=db_index
    )


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
