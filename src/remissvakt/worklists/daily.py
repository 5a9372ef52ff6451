"""Dagens kontroll: which checks does the routine ask for every day, and which are signed off?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from .models import DailyCheck


class Check(StrEnum):
    """The daily checks, by their row in the routine."""

    WATCH = "A.5"
    ACKNOWLEDGE = "A.7"
    INBOX = "B.1"
    LEAD_TIME = "B.4"
    UNOWNED = "C"


def progress(*, unit_ids: Collection[UUID], today: date) -> tuple[int, int]:
    """Return how many checks of the units somebody has signed off today, and how many there are."""
    signed = (
        DailyCheck.objects.filter(unit_id__in=unit_ids, day=today).values("unit", "check_name").distinct()
    )
    return signed.count(), len(Check) * len(unit_ids)
