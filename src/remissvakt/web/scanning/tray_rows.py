"""The scans of a tray, each in one line: how far it is read, and how many of its papers wait to be linked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from remissvakt.core.clock import start_of_local_day
from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document, Scan, ScanState, VirusState
from remissvakt.documents.sight import scans_of
from remissvakt.organisations.actors import Actor

from . import words

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayRow:
    """One scan. `next_url` is the first of its papers that waits for somebody; `why` is why it could not be read."""

    scan: Scan
    url: str
    under_way: bool
    state: Text
    badge: str
    why: str
    documents: int
    linked: int
    waiting: int
    next_url: str
    virus: Text
    virus_badge: str


def tray_of(*, unit_id: UUID, actor: Actor, today: date) -> tuple[list[TrayRow], list[TrayRow]]:
    """Return today's scans of a unit, the newest first, and the earlier ones that are not done with; two statements."""
    waits = Document.objects.filter(scan=OuterRef("pk"), linked_at=None)
    begins = start_of_local_day(today)
    rows = (
        Scan.objects.filter(scans_of(actor), unit_id=unit_id)
        .filter(
            Q(received_at__gte=begins) | Q(state__in=(ScanState.WAITING, ScanState.READING)) | Exists(waits)
        )
        .select_related("received_by")
        .order_by("-received_at", "-id")[:MOST]
    )
    scans = list(rows)
    papers: dict[UUID, list[Document]] = defaultdict(list)
    wanted = Document.objects.filter(scan__in=[scan.id for scan in scans]).order_by("position", "id")
    for paper in wanted.only("id", "scan_id", "linked_at", "set_aside_reason", "referral_id"):
        assert paper.scan_id is not None  # of those scans
        papers[paper.scan_id].append(paper)
    today_rows = [_row(scan, papers[scan.id]) for scan in scans if scan.received_at >= begins]
    return today_rows, [_row(scan, papers[scan.id]) for scan in scans if scan.received_at < begins]


def _row(scan: Scan, papers: list[Document]) -> TrayRow:
    waiting = [paper for paper in papers if paper.linked_at is None]
    read = scan.state == ScanState.SPLIT
    return TrayRow(
        scan=scan,
        url=reverse("scan", kwargs={"scan_id": scan.id}),
        under_way=scan.state in (ScanState.WAITING, ScanState.READING),
        state=words.STATES[scan.state],
        badge=words.STATE_BADGES.get(scan.state, "neutral"),
        why=words.refusal(scan),
        documents=len(papers),
        linked=sum(paper.referral_id is not None and paper.linked_at is not None for paper in papers),
        waiting=len(waiting),
        next_url=reverse("paper", kwargs={"document_id": waiting[0].id}) if waiting and read else "",
        virus=words.VIRUS[scan.virus_state] if scan.virus_state != VirusState.CLEAN else "",
        virus_badge=words.VIRUS_BADGES.get(scan.virus_state, "neutral"),
    )
