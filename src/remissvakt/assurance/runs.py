"""Run the checks, and keep that it was done and what was found in numbers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from time import perf_counter

from remissvakt.core.ids import new_id

from .checks import TITLES, run_checks
from .finding import Finding
from .models import CheckRun


def check_and_keep(*, now: datetime) -> tuple[CheckRun, list[Finding]]:
    """Run every check and store the run: when, how long, and how many findings of each kind."""
    began = perf_counter()
    findings = run_checks(now=now)
    counted = Counter(finding.invariant for finding in findings)
    run = CheckRun(
        id=new_id(now=now),
        at=now,
        seconds=round(perf_counter() - began, 3),
        findings=len(findings),
        summary={name: counted[name] for name in TITLES},
    )
    CheckRun.objects.bulk_create([run])
    return run, findings
