"""Scans whose pages say what they are, and a reader of them: quick, for all that is not about reading itself.

A page is "text", "blank", "separator", a token, or several tokens with "+" between. `read` takes the place of
`remissvakt.sandbox.scans.read_scan` in `remissvakt.scanning.reading`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.documents.codes import new_token
from remissvakt.documents.models import CodeKind, Document, PaperCode, Scan
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions import papers, undo_link
from remissvakt.referrals.models import Referral
from remissvakt.sandbox.run import Refused
from remissvakt.sandbox.scans import ReadPage
from remissvakt.scanning.receive import receive
from remissvakt.scanning.work import work

from . import walks
from .region import Region

LATER = timedelta(hours=1)
_HEAD = b"%PDF-1.7 for tests\n"
_JPEG = b"\xff\xd8\xff"


def stack(*pages: str, salt: str = "", refused: str = "") -> bytes:
    """The content of a scan with these pages; `refused` is the code that the reader gives after them."""
    return _HEAD + json.dumps({"pages": pages, "salt": salt, "refused": refused}).encode()


def read(*, content: Iterable[bytes], on_page: Callable[[ReadPage], None]) -> int:
    """Read what `stack` has made, as the real reader would a PDF."""
    said: dict[str, Any] = json.loads(b"".join(content).removeprefix(_HEAD))
    for number, page in enumerate(said["pages"], start=1):
        word = page in ("text", "blank", "separator")
        on_page(
            ReadPage(
                number=number,
                width=800,
                height=1100,
                picture=_JPEG + f"{said['salt']}{number}{page}".encode(),
                small_picture=_JPEG + f"small{said['salt']}{number}{page}".encode(),
                blank=page == "blank",
                separator=page == "separator",
                tokens=() if word else tuple(page.split("+")),
                skew_tenths=3,
                page_count=len(said["pages"]),
            )
        )
    if said["refused"]:
        raise Refused(said["refused"])
    return len(said["pages"])


def code(
    referral: Referral, *, now: datetime, kind: str = CodeKind.ANSWER_SHEET, unit: Unit | None = None
) -> str:
    """The token of a paper that was printed for the referral."""
    token = new_token()
    PaperCode(
        token=token,
        kind=kind,
        referral=referral,
        unit_id=unit.id if unit else referral.referrer_unit_id or referral.to_unit_id,
        made_at=now,
    ).save(force_insert=True)
    return token


def received(
    region: Region,
    *pages: str,
    now: datetime,
    unit: Unit | None = None,
    actor: Actor | None = None,
    content: bytes | None = None,
    stream: Any = None,
    **more: Any,
) -> Scan:
    """A stack in the tray of the health centre, put there by Sara; not read yet."""
    made = content if content is not None else stack(*pages, salt=str(new_id(now=now)))
    given: dict[str, Any] = {
        "scan_id": new_id(now=now),
        "unit_id": (unit or region.health_centre).id,
        "content": stream if stream is not None else iter([made]),
        "size": len(made),
        "name": "skannad.pdf",
        "source": "page",
        "arrived_on": local_date(now),
        "actor": actor or region.secretary,
        "now": now,
        **more,
    }
    return receive(**given)


def scanned(region: Region, *pages: str, now: datetime, **more: Any) -> list[Document]:
    """The documents of a stack that has been read, in their order."""
    scan = received(region, *pages, now=now, **more)
    work_off(now=now)
    return list(Document.objects.filter(scan=scan).order_by("position"))


def work_off(*, now: datetime) -> None:
    """Let the reader do all that waits now, and not what a lease holds."""
    for _ in range(50):
        if not work(now=now):
            return
    raise AssertionError("the reader never comes to an end")


@contextmanager
def told() -> Iterator[None]:
    """Let the reader of the product read what `stack` makes."""
    with mock.patch("remissvakt.scanning.reading.read_scan", read):
        yield


# Referrals with papers, for those who go through all states


def registered_from_scan(region: Region, *, now: datetime) -> Referral:
    """An answer that linked itself, and has been registered; two pages."""
    referral = walks.posted(region, now=now)
    with told():
        (document,) = scanned(region, code(referral, now=now), "text", now=now)
    walks.put_reply(region, referral, now=now, kind="FINAL", document_id=document.id, text="")
    return walks.fresh(referral)


def linked_by_itself(region: Region, *, now: datetime) -> Referral:
    """An answer that linked itself; nobody has looked at it."""
    referral = walks.posted(region, now=now)
    with told():
        scanned(region, code(referral, now=now), now=now)
    return walks.fresh(referral)


def linked_by_two(region: Region, *, now: datetime) -> Referral:
    """A paper without a number, which Nina has linked after Sara; not registered."""
    referral = walks.posted(region, now=now)
    paper = walks.paper(region, now=now)
    papers.link_paper(
        document_id=paper.id,
        document_version=1,
        referral_id=referral.id,
        reason="Samma namn.",
        actor=region.secretary,
        now=now,
    )
    papers.confirm_link(document_id=paper.id, document_version=2, actor=region.nurse, now=now)
    return walks.fresh(referral)


def wrong_link_undone(region: Region, *, now: datetime) -> Referral:
    """The answer was another patient's: taken back by Nina, the paper is in Okopplade again."""
    referral = registered_from_scan(region, now=now)
    document = Document.objects.get(referral=referral)
    undo_link.undo_link(
        document_id=document.id,
        document_version=document.version,
        reason="Fel patient.",
        actor=region.nurse,
        now=now,
    )
    return walks.fresh(referral)


STATES = {
    walk.__name__: walk for walk in (registered_from_scan, linked_by_itself, linked_by_two, wrong_link_undone)
}
