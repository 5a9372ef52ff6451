"""Makes each day's report once, in order, and keeps it chained to the one before. A step of the worker.

A day that nobody made is made up for: the next report is always that of the day after the last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from remissvakt.core.canonical import canonical
from remissvakt.core.clock import local_date

from ..models import NightlyReport
from .counting import SENT, count
from .unaccounted import unaccounted

log = structlog.get_logger(__name__)


def work(*, now: datetime) -> bool:
    """Make the next report if its day is over; False when there is none to make."""
    last = NightlyReport.objects.order_by("-day").values_list("day", flat=True).first()
    yesterday = local_date(now) - timedelta(days=1)
    day = last + timedelta(days=1) if last else yesterday
    if day > yesterday:
        return False
    report = make(day=day, now=now)
    if report is not None and not is_even(report):
        log.error("report_not_even", day=day.isoformat(), unaccounted=len(report.unaccounted))
    return report is not None


def make(*, day: date, now: datetime) -> NightlyReport | None:
    """Count a day and keep it; None when somebody else was first."""
    former = NightlyReport.objects.order_by("-day").first()
    lines, missing = _lines(day, former), unaccounted()
    report = NightlyReport(
        day=day,
        made_at=now,
        lines=lines,
        unaccounted=[list(one) for one in missing],
        previous_hash=former.hash if former else "",
    )
    report.hash = hash_of(report)
    try:
        with transaction.atomic():
            NightlyReport.objects.bulk_create([report])
    except IntegrityError:
        return None
    return report


def is_even(report: NightlyReport) -> bool:
    """0 unaccounted: every line comes out, no referral is in between, and nothing has gone since the report before."""
    return not report.unaccounted and all(one["even"] and not one["lost"] for one in report.lines)


def verify_reports() -> Iterator[tuple[str, str]]:
    """(day, code of what is wrong) along the whole chain: "missing", "apart", "changed"."""
    former: NightlyReport | None = None
    for report in NightlyReport.objects.order_by("day").iterator(chunk_size=200):
        shown = report.day.isoformat()
        if former is not None and report.day != former.day + timedelta(days=1):
            yield shown, "missing"
        if report.previous_hash != (former.hash if former else ""):
            yield shown, "apart"
        if report.hash != hash_of(report):
            yield shown, "changed"
        former = report


def hash_of(report: NightlyReport) -> str:
    """SHA-256 over all that stands in the report, and the hash of the one before."""
    made_at = report.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [report.day.isoformat(), made_at, report.lines, report.unaccounted, report.previous_hash]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _lines(day: date, former: NightlyReport | None) -> list[dict[str, Any]]:
    """The counted lines. `changed_since`: how much more was open when the day began than the last report said.

    Of referrals, whose events never change, that must be nothing: what is gone since then is `lost`.
    """
    counted = count(day)
    before = (
        {(one["section"], one["unit"], one["channel"]): one["closing"] for one in former.lines}
        if former
        else {}
    )
    lines = []
    for key in sorted(counted.keys() | before.keys()):
        section, unit, channel = key
        line = counted.get(key)
        opening = line.opening if line else 0
        changed = opening - before.get(key, 0) if former else 0
        numbers = asdict(line) if line else {"opening": 0, "came": {}, "went": {}, "closing": 0}
        lines.append(
            {
                "section": section, "unit": unit, "channel": channel, **numbers,
                "even": line.even if line else True,
                "changed_since": changed,
                "lost": section == SENT and changed != 0,
            }
        )  # fmt: skip
    return [
        one for one in lines if one["opening"] or one["closing"] or one["came"] or one["went"] or one["lost"]
    ]
