"""Who has said that it lives, and when? Written by the worker, read by the watchdog."""

from __future__ import annotations

from datetime import datetime

from .models import Heartbeat

WORKER = "worker"


def beat(*, name: str, now: datetime) -> None:
    """Note that this process lives and reaches the database; one statement on most days."""
    if not Heartbeat.objects.filter(name=name).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(name=name, at=now)], ignore_conflicts=True)


def last_beat(*, name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
