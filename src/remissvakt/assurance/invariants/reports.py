"""3 and 12. The nightly reports are a whole chain, and the last one comes out even."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import NightlyReport

_WRONG = {
    "missing": gettext_lazy("dagen före saknas"),
    "apart": gettext_lazy("hänger inte ihop med rapporten före"),
    "changed": gettext_lazy("har ändrats sedan den gjordes"),
}


def reports_whole(now: datetime) -> Iterator[tuple[str, str]]:
    """No report is missing, changed or cut out of the chain."""
    # Here, since the report is made with the checks.
    from ..report.nightly import verify_reports

    for day, wrong in verify_reports():
        yield day, str(_WRONG[wrong])


def reports_even(now: datetime) -> Iterator[tuple[str, str]]:
    """What the last night could not account for, referral by referral and line by line."""
    last = NightlyReport.objects.order_by("-day").first()
    if last is None:
        return
    for _section, _unit, code in last.unaccounted:
        yield code, _("oredovisad i nattens rapport")
    for line in last.lines:
        if line.get("even") and not line.get("lost"):
            continue
        numbers = {
            "day": last.day.isoformat(), "section": line.get("section", ""), "channel": line.get("channel", ""),
        }  # fmt: skip
        yield (
            f"{line.get('unit', '')} {numbers['section']} {numbers['channel']}".strip(),
            _("rapporten för %(day)s går inte jämnt upp (%(section)s, %(channel)s)") % numbers,
        )
