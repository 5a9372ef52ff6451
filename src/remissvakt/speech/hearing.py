"""Hears single takes of what is still being spoken, for whoever comes back to it, on whatever device."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q

from remissvakt.dictation.models import Recording, Take
from remissvakt.dictation.own import STILL_SPOKEN

from .apart import Heard, Unreadable, hear
from .cuts import Cut

LEASE = timedelta(minutes=30)
# As long as parts come every other second, somebody is speaking, and the page itself has what it needs.
QUIET = timedelta(seconds=10)


def hear_one(*, now: datetime) -> bool:
    """Hear a take in which nobody speaks any more, or a file whose length nobody knows; False if there is none."""
    take = _taken(now)
    if take is None:
        return False
    count = take.parts.count()
    try:
        heard = hear(takes=[take], cuts=[Cut(take.number, 0, None)], now=now)
    except Unreadable:
        heard = None
    _keep(take, heard=heard, parts=count, now=now)
    return True


def _taken(now: datetime) -> Take | None:
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    takes = Take.objects.filter(free, recording__state__in=STILL_SPOKEN).annotate(
        stored=Count("parts"), last=Max("parts__stored_at")
    )
    waiting = takes.filter(stored__gt=F("heard_parts")).filter(Q(last__lt=now - QUIET) | Q(duration_ms=None))
    for take in waiting.order_by("begun_at")[:10]:
        if Take.objects.filter(free, id=take.id).update(taken_until=now + LEASE):
            return take
    return None


def _keep(take: Take, *, heard: Heard | None, parts: int, now: datetime) -> None:
    """What was heard in so many parts. A length that the browser told stays; a file's is known from here on.

    Only where a length becomes another does the page's `version` no longer hold: places in the speech have moved.
    """
    with transaction.atomic(durable=True):
        recording = Recording.objects.select_for_update().get(id=take.recording_id)
        row = Take.objects.get(id=take.id)
        before = row.duration_ms
        row.taken_until, row.heard_parts = None, parts
        if heard is None:
            row.sound, row.peaks, row.duration_ms = None, [], 0
        else:
            row.sound, row.peaks = heard.file, heard.peaks
            if row.duration_ms is None:
                row.duration_ms = heard.duration_ms
        row.save(update_fields=["taken_until", "heard_parts", "sound", "peaks", "duration_ms"])
        if row.duration_ms != before:
            recording.version += 1
            recording.changed_at = now
            recording.save(update_fields=["version", "changed_at"])
