"""A stack that was laid in the scanner: received, and read by the worker, as in real life."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from PIL import Image

from paper_sheets import page, pdf
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document, Scan, ScanSource
from remissvakt.organisations.actors import Actor
from remissvakt.scanning.receive import receive
from remissvakt.scanning.work import work

# Small, so that it is read at once; large enough to hold a code.
SMALL = (620, 877)


def sheets(count: int, *, seed: int = 1) -> list[Image.Image]:
    """Pages with text on them, no two alike."""
    return [page(seed=seed + at, size=SMALL, lines=10) for at in range(count)]


def received(
    pictures: Sequence[Image.Image],
    *,
    actor: Actor,
    now: datetime,
    name: str = "bunt.pdf",
    content: bytes = b"",
) -> Scan:
    """The file in the tray of the actor's unit, not read yet."""
    whole = content or pdf(pictures)
    return receive(
        scan_id=new_id(now=now),
        unit_id=actor.unit_id,
        content=io.BytesIO(whole),
        size=len(whole),
        name=name,
        source=ScanSource.PAGE,
        arrived_on=local_date(now),
        actor=actor,
        now=now,
    )


def read(*, now: datetime) -> None:
    """Let the worker read all that waits."""
    while work(now=now):
        pass


def scanned(pictures: Sequence[Image.Image], *, actor: Actor, now: datetime, name: str = "bunt.pdf") -> Scan:
    """The same, read and divided."""
    scan = received(pictures, actor=actor, now=now, name=name)
    read(now=now)
    scan.refresh_from_db()
    return scan


def papers(scan: Scan) -> list[Document]:
    """Its papers, in the order of the stack."""
    return list(Document.objects.filter(scan=scan).order_by("position", "id"))
